"""How much a report weighs: by how often earlier reports of the same person were confirmed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor

from django.utils.translation import gettext as _

UNKNOWN = 0.5
"""Of somebody about whom nothing is known."""
MOST_UNKNOWN = 2
"""Reports without an address cannot be told apart: however many, they count as at most so many people."""
ENOUGH = 3.0
"""The sum of weights beyond which more reports raise nothing."""


@dataclass(frozen=True, slots=True)
class Record:
    """How earlier reports of one person were judged. "Not for us" counts as neither."""

    confirmed: int = 0
    not_confirmed: int = 0


@dataclass(frozen=True, slots=True)
class Voice:
    """One waiting report: the fingerprint of who sent it (empty: unknown), and that person's record."""

    reporter: str
    record: Record = Record()


def accuracy(record: Record) -> float:
    """The share confirmed, smoothed after Laplace: 0.5 where nothing was judged, never 0 and never 1."""
    return (record.confirmed + 1) / (record.confirmed + record.not_confirmed + 2)


def strength(voices: Iterable[Voice]) -> float:
    """The accuracies of different people added up, from 0 (nobody) to `ENOUGH`.

    A person counts once, however many reports they send.
    """
    known: dict[str, float] = {}
    unknown = 0
    for voice in voices:
        if voice.reporter:
            known[voice.reporter] = accuracy(voice.record)
        else:
            unknown += 1
    return min(ENOUGH, sum(known.values()) + UNKNOWN * min(unknown, MOST_UNKNOWN))


def points(voices: Iterable[Voice], *, most: int) -> int:
    """What these reports add to the place that their kind has in the queue: a whole number from 0 to `most`."""
    return floor(most * strength(voices) / ENOUGH + 0.5)


def in_words(reporter: str, record: Record) -> str:
    """How reliable a report is, for a moderator."""
    judged = record.confirmed + record.not_confirmed
    if not reporter:
        return _("Unknown: no e-mail address was left.")
    if not judged:
        return _("Unknown: no earlier report of this person was judged.")
    counts = {"confirmed": record.confirmed, "judged": judged}
    if accuracy(record) > UNKNOWN:
        return _("Mostly right before: %(confirmed)s of %(judged)s confirmed.") % counts
    if accuracy(record) < UNKNOWN:
        return _("Mostly not confirmed before: %(confirmed)s of %(judged)s confirmed.") % counts
    return _("As often right as not before: %(confirmed)s of %(judged)s confirmed.") % counts
