"""`manage.py screen`: what does this text offer?"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.screening.engine import screen
from directory.screening.findings import Screening

_FIELDS = ("rule", "severity", "start", "end", "excerpt", "reason")


@dataclass(frozen=True)
class Line:
    """One text to screen, with the id it answers to."""

    id: Any
    text: str
    country: str | None


class BadLine(ValueError):
    """A line that cannot be screened; the text says why."""


class Command(BaseCommand):
    """Screen one text, or one text a line."""

    help = "Screens a text for offers of unauthorised cell products and prints the verdict as JSON."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE or standard input; --jsonl for many texts."""
        parser.add_argument("file", nargs="?", metavar="FILE", help="text file; standard input when absent")
        parser.add_argument("--country", metavar="CC", help="ISO 3166-1 code of the provider's country")
        parser.add_argument("--jsonl", action="store_true", help='one {"id","text"[,"country"]} a line')

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the outcome; a bad input ends with one sentence and a status other than zero."""
        country = _country(options["country"])
        raw = _read(options["file"])
        if options["jsonl"]:
            self._many(raw.splitlines(keepends=False), country)
        else:
            self._print(as_dict(screen(_decode(raw), country=country)))

    def _many(self, lines: Iterable[bytes], country: str | None) -> None:
        bad = 0
        for number, raw in enumerate(lines, start=1):
            if not raw.strip():
                continue
            try:
                line = parse_line(raw, country)
            except BadLine as problem:
                bad += 1
                self.stderr.write(f"Line {number} was skipped: {problem}")
                continue
            self._print({"id": line.id, **as_dict(screen(line.text, country=line.country))})
        if bad:
            raise CommandError(f"{bad} line(s) could not be read; all others were screened.")

    def _print(self, record: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(record, ensure_ascii=False))


def as_dict(screening: Screening) -> dict[str, Any]:
    """The public shape of an outcome (the public contract)."""
    findings = [{name: getattr(finding, name) for name in _FIELDS} for finding in screening.findings]
    return {"verdict": screening.verdict, "ruleset": screening.ruleset, "findings": findings}


def parse_line(raw: bytes, country: str | None) -> Line:
    """One JSON line. Raises BadLine."""
    try:
        record = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadLine("it is not valid UTF-8.") from None
    except (json.JSONDecodeError, RecursionError):
        raise BadLine("it is not valid JSON.") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str) or "id" not in record:
        raise BadLine('it is not an object with an "id" and a "text".')
    own = record.get("country")
    if own is not None and not isinstance(own, str):
        raise BadLine('its "country" is not a two-letter code.')
    try:
        return Line(record["id"], record["text"], _country(own) if own else country)
    except CommandError:
        raise BadLine('its "country" is not a two-letter code.') from None


def _country(code: str | None) -> str | None:
    if code is None:
        return None
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        raise CommandError(f"{code!r} is not a two-letter country code such as GB.")
    return code.upper()


def _read(name: str | None) -> bytes:
    if name is None or name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as problem:
        raise CommandError(f"{name} could not be read: {problem.strerror}.") from None


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise CommandError(f"The text is not valid UTF-8 (first bad byte at {problem.start}).") from None
