"""The file of checkpoints: one line each, only ever added to, in a folder that the database cannot reach."""

import fcntl
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ..errors import ModerationError
from .lines import Line, Unreadable, read


class NotKept(ModerationError):
    """The file cannot be written to; what was to be written stays in the database until it can."""


def path() -> Path:
    return Path(settings.EVIDENCE_DIR) / "checkpoints.jsonl"


def lines() -> list[str] | None:
    """What the file holds, line by line; None where there is no file. Raises `NotKept` where it cannot be read."""
    try:
        return path().read_text().splitlines()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _refusal(error) from error


def readable() -> list[Line]:
    """The lines of the file that can be read; none where the file cannot."""
    try:
        return _read(lines() or ())
    except NotKept:
        return []


def add_missing(wanted: Sequence[Line]) -> int:
    """Add those of the lines that the file lacks, in order, and see them onto the disk; returns how many.

    A line that was cut off when the machine stopped is completed. Raises `NotKept` with a sentence.
    """
    try:
        path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(file, "r+", encoding="utf-8") as kept:
            fcntl.flock(kept, fcntl.LOCK_EX)
            *whole, torn = kept.read().split("\n")
            held = {line.signature for line in _read(whole)}
            missing = [line for line in wanted if line.signature not in held]
            kept.write(_written(missing, torn))
            kept.flush()
            os.fsync(kept.fileno())
        _see_folder_onto_disk(path().parent)
    except (OSError, UnicodeDecodeError) as error:
        raise _refusal(error) from error
    return len(missing)


def _read(texts: Iterable[str]) -> list[Line]:
    found = []
    for text in texts:
        with suppress(Unreadable):
            found.append(read(text))
    return found


def _written(missing: list[Line], torn: str) -> str:
    for line in missing:
        if not line.holds:
            raise NotKept(
                _(
                    "The checkpoint of %(day)s was signed when the site had another address (SITE_URL), and the file"
                    " lacks it. Copy its line from the mail into %(path)s."
                )
                % {"day": line.day, "path": path()}
            )
    text = "".join(f"{line}\n" for line in missing)
    if not text.startswith(torn):
        raise NotKept(
            _("The last line of %(path)s is damaged. Keep a copy of the file, then remove that line.")
            % {"path": path()}
        )
    return text.removeprefix(torn)


def _see_folder_onto_disk(folder: Path) -> None:
    """A file that was just made is lost with the power unless its folder is on the disk too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _refusal(error: Exception) -> NotKept:
    return NotKept(
        _(
            "%(path)s cannot be read and written (%(kind)s). Checkpoints stay in the database and in the mail, and are"
            " added to the file as soon as it can be written: set EVIDENCE_DIR or the folder's owner right."
        )
        % {"path": path(), "kind": type(error).__name__}
    )
