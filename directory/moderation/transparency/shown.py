"""Numbers as figures: a chart in words and bars, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..reasons import BY_CODE
from .charts import Chart, columns, lying
from .labels import LABELS, OUTCOMES_OF_REPORTS, Label
from .rows import Numbers

Cells = tuple[Label | int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`head` names the columns; each row begins with its label."""

    head: tuple[Label, ...]
    rows: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and the table that says the same."""

    chart: Chart
    table: Table


@dataclass(frozen=True, slots=True)
class Took:
    """A median time. `value` is None where nothing of the kind was decided; `n` is of how many."""

    label: Label
    value: str
    n: int


def shown(numbers: Numbers) -> dict[str, Any]:
    """The context of the page: figures, or None where there is nothing to draw yet."""
    live = numbers.by_category("live_listings")
    return {
        "listed": int(live["public"] or 0),
        "approved": _monthly(numbers, "decisions", ("approved",), _("Approved")),
        "rejected": _monthly(
            numbers, "decisions", ("rejected_by_person", "rejected_automatically"), _("Rejected")
        ),
        "hidden": _bars(numbers, "after_publication", _("After publication"), LABELS),
        "reasons": _bars(numbers, "reasons", _("Reasons given"), _titles()),
        "sources": _bars(numbers, "sources", _("How it came to notice"), LABELS),
        "automation": _bars(numbers, "automation", _("The part of automation"), LABELS),
        "without_a_person": numbers.by_category("without_a_person"),
        "appeals": _appeals(numbers),
        "times": _times(numbers),
        "fresh": _fresh(live),
        "reports": _monthly(numbers, "reports", ("safety", "correction"), _("Reports by month")),
        "report_outcomes": _bars(numbers, "report_outcomes", _("What came of reports"), OUTCOMES_OF_REPORTS),
        "second_looks": _bars(numbers, "second_looks", _("Second looks in twelve months"), LABELS),
    }


def _titles() -> dict[str, Label]:
    return {code: reason.title for code, reason in BY_CODE.items()}


def _month(month: str, form: str) -> str:
    return dateformat.format(date.fromisoformat(f"{month}-01"), form)


def _monthly(numbers: Numbers, measure: str, categories: Sequence[str], title: str) -> Figure | None:
    months = numbers.by_month(measure)
    counts = {month: [found[each] for each in categories] for month, found in months.items()}
    total = sum(map(sum, counts.values()))
    if not total:
        return None
    highest = max(counts, key=lambda month: sum(counts[month]))
    description = _("%(total)s in twelve months; most in %(month)s: %(count)s.") % {
        "total": total,
        "month": _month(highest, "F Y"),
        "count": sum(counts[highest]),
    }
    chart = columns(
        f"{measure}-{categories[0]}",
        title,
        description,
        months=[(_month(month, "M"), counts[month]) for month in months],
        legend=[str(LABELS[each]) for each in categories],
    )
    head = (_("Month"), *(LABELS[each] for each in categories))
    table = Table(head, tuple((_month(month, "F Y"), *counts[month]) for month in months))
    return Figure(chart, table)


def _bars(numbers: Numbers, measure: str, title: str, labels: dict[str, Label]) -> Figure | None:
    """The most frequent first; categories that never occurred stand in the table alone."""
    found = {category: int(value or 0) for category, value in numbers.by_category(measure).items()}
    ordered = sorted(found, key=lambda category: -found[category])
    if not any(found.values()):
        return None
    drawn = [(str(labels[each]), found[each]) for each in ordered if found[each]]
    said = "; ".join(f"{label}: {count}" for label, count in drawn) + "."
    chart = lying(measure, title, said, rows=drawn)
    rows: tuple[Cells, ...] = tuple((labels[each], found[each]) for each in ordered)
    return Figure(chart, Table((title, _("Number")), rows))


def _appeals(numbers: Numbers) -> Figure | None:
    months = numbers.by_month("appeals")
    total = {
        each: sum(found[each] for found in months.values()) for each in ("filed", "confirmed", "overturned")
    }
    if not any(total.values()):
        return None
    drawn = [(str(LABELS[each]), count) for each, count in total.items()]
    said = "; ".join(f"{label}: {count}" for label, count in drawn) + "."
    rows: list[Cells] = [(_month(month, "F Y"), *found.values()) for month, found in months.items()]
    table = Table((_("Month"), *(LABELS[each] for each in total)), tuple(rows))
    return Figure(lying("appeals", _("Appeals in twelve months"), said, rows=drawn), table)


def _times(numbers: Numbers) -> list[Took]:
    return [
        Took(LABELS[row.category], "" if row.value is None else _took(float(row.value)), row.n or 0)
        for row in numbers.of("median_time")
    ]


def _took(hours: float) -> str:
    if hours < 1:
        return _("less than an hour")
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", round(hours)) % {"n": round(hours)}
    days = round(hours / 24, 1)
    return ngettext("%(n)s day", "%(n)s days", round(days)) % {"n": f"{days:g}"}


def _fresh(live: dict[str, Any]) -> Figure | None:
    listed = live["public"]
    if not listed:
        return None
    shares = [(each, round(100 * live[each] / listed)) for each in ("checked_90_days", "confirmed_90_days")]
    said = "; ".join(f"{LABELS[each]}: {share} %" for each, share in shares) + "."
    drawn = [(str(LABELS[each]), share) for each, share in shares]
    chart = lying("fresh", _("Share of public listings, in per cent"), said, rows=drawn, of=100)
    rows = tuple((LABELS[each], live[each]) for each in live)
    return Figure(chart, Table((_("Listings"), _("Number")), rows))
