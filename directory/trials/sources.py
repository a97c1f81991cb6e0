"""Reads files of registry records: a study, a page, a list, JSON lines, a folder, each also as `.gz`.

What cannot be read becomes an `Unreadable` with a sentence; nothing raises, and nothing of it is passed on.
"""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from .ctgov import looks_like_study

MAX_FILE_BYTES = 200_000_000
"""Bytes of one file after decompression; a registry's page of 1,000 studies with results has about 100 MB."""
MAX_LINE_BYTES = 20_000_000
MAX_DEPTH = 50
_NAMES = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz")
_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Study:
    """One study as the registry wrote it; `where` says where it was found."""

    where: str
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that is no study; `reason` is a sentence for a person."""

    where: str
    reason: str


Found = Study | Unreadable


class _TooLarge(Exception):
    pass


def read_paths(paths: Iterable[Path]) -> Iterator[Found]:
    """Every study in files and folders (the files of a folder in order of name, sub-folders included)."""
    for path in paths:
        if path.is_dir():
            yield from _read_folder(path)
        elif path.is_file():
            yield from _read_file(path)
        else:
            yield Unreadable(str(path), _("There is no such file or folder."))


def studies_in(value: object, where: str) -> Iterator[Found]:
    """The studies in one JSON value: a study, a page `{"studies": […]}` or a list."""
    inner = value.get("studies") if isinstance(value, dict) and "studies" in value else value
    if isinstance(inner, list):
        for index, item in enumerate(inner, start=1):
            yield _study(item, f"{where}, study {index}")
    else:
        yield _study(inner, where)


def _study(value: object, where: str) -> Found:
    if not isinstance(value, dict) or not looks_like_study(value):
        return Unreadable(where, _("This is not a study in ClinicalTrials.gov's form (API v2)."))
    if _deeper_than(value, MAX_DEPTH):
        return Unreadable(where, _("The study is nested too deeply to be read."))
    return Study(where, value)


def _deeper_than(value: object, limit: int) -> bool:
    level: list[object] = [value]
    for _depth in range(limit):
        level = [
            child
            for item in level
            for child in (item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        ]
        if not level:
            return False
    return True


def _read_folder(folder: Path) -> Iterator[Found]:
    files = sorted(path for path in folder.rglob("*") if path.name.endswith(_NAMES) and path.is_file())
    if not files:
        yield Unreadable(str(folder), _("The folder holds no .json, .jsonl or .gz file."))
    for path in files:
        yield from _read_file(path)


def _read_file(path: Path) -> Iterator[Found]:
    try:
        with _open(path) as stream:
            if path.name.removesuffix(".gz").endswith(_LINES):
                yield from _read_lines(stream, str(path))
            else:
                yield from _read_whole(stream, str(path))
    except _TooLarge:
        yield Unreadable(str(path), _("The file is too large; split it. What was read before was kept."))
    except (EOFError, gzip.BadGzipFile, zlib.error):
        yield Unreadable(str(path), _("The compressed file is damaged or cut off. Fetch it again."))
    except OSError as error:
        yield Unreadable(str(path), _("The file could not be read (%s).") % (error.strerror or error))


def _open(path: Path) -> BinaryIO | gzip.GzipFile:
    return gzip.open(path, "rb") if path.name.endswith(".gz") else path.open("rb")


def _read_whole(stream: BinaryIO | gzip.GzipFile, where: str) -> Iterator[Found]:
    data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise _TooLarge
    value = _decode(data, where)
    first_line, _newline, rest = data.strip().partition(b"\n")
    if not isinstance(value, Unreadable):
        yield from studies_in(value, where)
    elif rest and looks_like_study(_decode(first_line, where)):
        yield from _lines(data.split(b"\n"), where)
    else:
        yield value


def _read_lines(stream: BinaryIO | gzip.GzipFile, where: str) -> Iterator[Found]:
    def lines() -> Iterator[bytes]:
        total = 0
        while line := stream.readline(MAX_LINE_BYTES + 1):
            total += len(line)
            if len(line) > MAX_LINE_BYTES or total > MAX_FILE_BYTES:
                raise _TooLarge
            yield line

    yield from _lines(lines(), where)


def _lines(lines: Iterable[bytes], where: str) -> Iterator[Found]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            value = _decode(line, f"{where}, line {number}")
            if isinstance(value, Unreadable):
                yield value
            else:
                yield from studies_in(value, f"{where}, line {number}")


def _decode(data: bytes, where: str) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        return Unreadable(where, _("The text is not in UTF-8. Fetch it again."))
    except RecursionError:
        return Unreadable(where, _("The file is nested too deeply to be read."))
    except ValueError:
        return Unreadable(where, _("This is not whole JSON: it is damaged or cut off. Fetch it again."))


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
