"""Do the checkpoints agree with the log? Those of the table, of the file, and of a copy that somebody kept outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings

from ..log import GENESIS
from ..models import Decision
from . import kept, keys
from .actions import line_of
from .lines import Line, Unreadable, moment, read
from .models import Checkpoint

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Copy:
    """Checkpoints that lie outside the database: where, and their lines as text.

    `trusted` are the public keys of which one must have signed each line; empty: whichever the line names.
    """

    where: str
    texts: tuple[str, ...]
    trusted: frozenset[str] = frozenset()


def first_mismatch(*copies: Copy) -> str | None:
    """The first thing that does not agree, as a sentence; None when all does. The file is always looked at."""
    return next(_mismatches(copies), None)


def _mismatches(copies: Sequence[Copy]) -> Iterator[str]:
    rows = list(Checkpoint.objects.all())
    own = kept.lines()
    if own is None and rows:
        yield (
            f"{kept.path()} is gone. Put it back from the mail with the checkpoints; `manage.py daily` would write it"
            " anew from the database, which proves nothing about the database."
        )
    readable: list[tuple[Copy, list[Line]]] = []
    for copy in (Copy(str(kept.path()), tuple(own or ())), *copies):
        lines, strange = _read(copy)
        yield from strange
        readable.append((copy, lines))
    sites = {settings.SITE_URL} | {line.site for _copy, lines in readable for line in lines}
    yield from _of_table(rows, sites)
    known = {(moment(row.at), row.seq, row.hash) for row in rows}
    for copy, lines in readable:
        yield from _of_copy(copy, lines, known)
    held = {(line.at, line.seq, line.hash) for line in readable[0][1]}
    for row in rows:
        if (moment(row.at), row.seq, row.hash) not in held:
            yield (
                f"The checkpoint of {moment(row.at)[:10]} is not in {kept.path()}. Where the file could not be written,"
                " `manage.py daily` adds it; else compare it with the mail first."
            )


def _read(copy: Copy) -> tuple[list[Line], list[str]]:
    lines, strange = [], []
    for number, text in enumerate(copy.texts, start=1):
        if not text.strip():
            continue
        try:
            lines.append(read(text))
        except Unreadable:
            strange.append(f"Line {number} of {copy.where} is no checkpoint.")
    return lines, strange


def _of_table(rows: list[Checkpoint], sites: set[str]) -> Iterator[str]:
    lines = [line_of(row) for row in rows]
    for row, line in zip(rows, lines, strict=True):
        if not any(line_of(row, site).holds for site in sites):
            yield f"The checkpoint of {line.day} in the database is not signed by the key that it names."
    yield from _of_log(lines, "the database")


def _of_copy(copy: Copy, lines: list[Line], known: set[tuple[str, int, str]]) -> Iterator[str]:
    for line in lines:
        if not line.holds:
            yield f"The checkpoint of {line.day} in {copy.where} is not signed by the key that it names."
        if copy.trusted and line.public_key not in copy.trusted:
            yield f"The checkpoint of {line.day} in {copy.where} is signed by a key that you did not name."
    yield from _of_log(lines, copy.where)
    for line in lines:
        if (line.at, line.seq, line.hash) not in known:
            yield (
                f"The checkpoint of {line.day} in {copy.where} is not in the database:"
                " it was deleted or replaced there."
            )


def _of_log(lines: Sequence[Line], where: str) -> Iterator[str]:
    """Each line's decision must still be in the log with the hash that it had then."""
    found = _hashes(line.seq for line in lines)
    for line in lines:
        if line.seq not in found:
            yield (
                f"The checkpoint of {line.day} in {where} tells of {line.seq} decisions; decision {line.seq} is gone:"
                " the log was cut."
            )
        elif found[line.seq] != line.hash:
            yield (
                f"The checkpoint of {line.day} in {where} knows decision {line.seq} with another hash: the log was"
                " rewritten after that day."
            )


def _hashes(seqs: Iterable[int]) -> dict[int, str]:
    wanted, found = sorted(set(seqs)), {0: GENESIS}
    for start in range(0, len(wanted), _AT_ONCE):
        some = Decision.objects.filter(seq__in=wanted[start : start + _AT_ONCE])
        found.update(some.values_list("seq", "hash"))
    return found


def told() -> list[str]:
    """What an operator should know even when all agrees: how many there are, silent days, and who signed them.

    Each line names its key, so whoever rewrites everything can sign with one of their own: the keys are always told.
    """
    rows = list(Checkpoint.objects.all())
    if not rows:
        return ["No checkpoint was made yet: `manage.py daily` makes one a day."]
    days = {row.at.date() for row in rows}
    silent = (max(days) - min(days)).days + 1 - len(days)
    said = [f"{len(rows)} checkpoints agree with it, the last of {max(days)}; days without one: {silent}."]
    present = keys.public_key()
    for key in dict.fromkeys(row.public_key for row in rows):
        whose = "the present key." if key == present else "NOT the present key: was it ever yours?"
        said.append(f"Key {key}: {sum(row.public_key == key for row in rows)} checkpoints. This is {whose}")
    if max(rows, key=lambda row: row.at).public_key != present:
        said.append(
            f"WARNING: the newest checkpoint is not signed by the present key, {present}. Unless the key was changed"
            " since, somebody else signed it. Compare with the mail: --checkpoints COPY --public-key KEY."
        )
    return said
