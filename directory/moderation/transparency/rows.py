"""One number with what it says: the long form in which numbers are counted, shown and given away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COLUMNS: tuple[tuple[str, Promise], ...] = (
    ("measure", _("what is counted, see below")),
    (
        "period",
        _(
            "a month (2026-11), months counted together (2025-12/2026-11), or the day it held on (2026-11-22); UTC"
        ),
    ),
    ("category", _("which of them")),
    ("value", _("the number; empty where there is nothing to take a median of")),
    ("unit", _("decisions, appeals, hours, listings, reports or looks")),
    ("n", _("of how many the median was taken; empty for counts")),
)

MEASURES: tuple[tuple[str, Promise], ...] = (
    ("decisions", _("approvals and rejections of submissions, by what they came to")),
    (
        "reasons",
        _(
            "reasons given with a rejection, hiding or removal, in lots of at least five; one decision can have several"
        ),
    ),
    ("sources", _("how it came to notice what was rejected, hidden or removed")),
    ("automation", _("what part automation had in a rejection, hiding or removal")),
    (
        "after_publication",
        _(
            "published listings hidden, shown again or removed; months that are over, in lots of at least five"
        ),
    ),
    (
        "without_a_person",
        _("rejections without a person, and those of which people later approved the very same version"),
    ),
    ("appeals", _("appeals, in the month in which they were filed or decided")),
    (
        "median_time",
        _(
            "median time from submission to the first answer and to the decision by a person, and from appeal to its"
            " decision; elapsed hours, nights and holidays included"
        ),
    ),
    (
        "live_listings",
        _(
            "listings public on the day; those of which everything they rest on was looked at within 90 days; those"
            " whose details the provider confirmed within 90 days"
        ),
    ),
    ("reports", _("reports from readers, up to the last midnight")),
    ("report_outcomes", _("what came of reports; months that are over, in lots of at least five")),
    ("second_looks", _("second looks at decisions drawn by lot, up to the last midnight")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """Columns as in `COLUMNS`; names of measures, categories and units are stable and not translated."""

    measure: str
    period: str
    category: str
    value: float | int | None
    unit: str
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every row, the day for which they hold, and how many decisions the log had."""

    day: str
    decisions: int
    rows: tuple[Row, ...]

    def of(self, measure: str) -> Iterator[Row]:
        return (row for row in self.rows if row.measure == measure)

    def by_category(self, measure: str) -> dict[str, float | int | None]:
        """Category → value, for a measure that has one period."""
        return {row.category: row.value for row in self.of(measure)}

    def by_month(self, measure: str) -> dict[str, dict[str, int]]:
        """Month → category → count; months and categories without anything are zero, not absent."""
        found: dict[str, dict[str, int]] = {}
        for row in self.of(measure):
            found.setdefault(row.period, {})[row.category] = int(row.value or 0)
        return found

    def total(self, measure: str) -> int:
        return sum(int(row.value or 0) for row in self.of(measure))
