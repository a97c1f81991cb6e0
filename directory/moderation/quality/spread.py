"""Shares and waiting times from counts and durations, each with what it rests on. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..rulesets.measures import Share, wilson

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` out of `of`. `share` has Wilson's interval of 95 %; with `of` 0 it is unknown, never zero."""

    hits: int = 0
    of: int = 0

    @property
    def share(self) -> Share:
        return wilson(self.hits, self.of)

    @property
    def words(self) -> str:
        """The count, the share and its interval; the count alone where nothing was counted."""
        share = self.share
        if share.value is None:
            return _("none so far")
        numbers = {
            "hits": self.hits,
            "of": self.of,
            "share": _percent(share.value),
            "low": _percent(share.low),
            "high": _percent(share.high),
        }
        return _("%(hits)s of %(of)s: %(share)s %% (likely %(low)s to %(high)s %%)") % numbers


def _percent(share: float) -> int:
    return round(share * 100)


def rate(outcomes: Iterable[bool]) -> Rate:
    known = list(outcomes)
    return Rate(sum(known), len(known))


@dataclass(frozen=True, slots=True)
class Spread:
    """How long `n` things took: half of them at most `p50`, nine in ten at most `p90`; None when n is 0."""

    n: int = 0
    p50: timedelta | None = None
    p90: timedelta | None = None

    @property
    def words(self) -> str:
        if self.p50 is None or self.p90 is None:
            return _("none so far")
        numbers = {"half": in_words(self.p50), "most": in_words(self.p90), "n": self.n}
        return _("half within %(half)s, nine in ten within %(most)s (%(n)s counted)") % numbers


def spread(waits: Iterable[timedelta]) -> Spread:
    ordered = sorted(waits)
    if not ordered:
        return Spread()
    return Spread(len(ordered), percentile(ordered, 50), percentile(ordered, 90))


def percentile(ordered: list[timedelta], percent: int) -> timedelta:
    """The nearest-rank percentile of a sorted list, 1 to 100: the smallest value that `percent` % do not exceed.

    Always one of the values. Raises `ValueError` for an empty list or another percentage.
    """
    if not ordered or not 1 <= percent <= 100:
        raise ValueError("a percentile is of at least one value, and from 1 to 100")
    return ordered[ceil(len(ordered) * percent / 100) - 1]


def in_words(wait: timedelta) -> str:
    """A duration as people say it: hours up to two days, then days, rounded down and counting weekends."""
    if wait < _HOUR:
        return _("less than an hour")
    if wait < 2 * _DAY:
        hours = wait // _HOUR
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = wait // _DAY
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
