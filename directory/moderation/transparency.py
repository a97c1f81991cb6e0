"""Numbers on decisions, from the log alone: no name, no listing, nothing that points at anybody."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth

from directory.catalogue.models import Entry

from .models import Decision
from .reasons import BY_CODE

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """Decisions of one month, by what they came to; `automatic` are those no person took."""

    month: date
    approved: int
    rejected: int
    automatic: int
    hidden: int
    removed: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """Everything the page shows: appeals by outcome, reasons as titles with how often each was given."""

    months: tuple[Month, ...]
    appeals: dict[str, int]
    reasons: tuple[tuple[object, int], ...]
    listed: int


def numbers(*, on: date) -> Numbers:
    """The last twelve months, counted in four queries."""
    return Numbers(
        months=_months(), appeals=_appeals(), reasons=_reasons(), listed=Entry.objects.live(on=on).count()
    )


def _months() -> tuple[Month, ...]:
    counted = (
        Decision.objects.exclude(lifecycle="appeal")
        .annotate(month=TruncMonth("at"))
        .values("month", "action", "to_status")
        .annotate(n=Count("seq"))
    )
    by_month: dict[date, Counter[str]] = {}
    for row in counted:
        kinds = by_month.setdefault(row["month"].date(), Counter())
        kinds[row["to_status"]] += row["n"]
        kinds["automatic"] += row["n"] if row["action"] == "reject_automatically" else 0
    return tuple(
        Month(
            month=month,
            approved=kinds["approved"],
            rejected=kinds["rejected"],
            automatic=kinds["automatic"],
            hidden=kinds["quarantined"],
            removed=kinds["delisted"],
        )
        for month, kinds in sorted(by_month.items(), reverse=True)[:MONTHS]
    )


def _appeals() -> dict[str, int]:
    rows = Decision.objects.filter(lifecycle="appeal").values("to_status").annotate(n=Count("seq"))
    found = {row["to_status"]: row["n"] for row in rows}
    return {name: found.get(name, 0) for name in ("open", "confirmed", "overturned")}


def _reasons() -> tuple[tuple[object, int], ...]:
    given: Counter[str] = Counter()
    for reasons in Decision.objects.exclude(reasons=[]).values_list("reasons", flat=True).iterator():
        given.update(reasons)
    return tuple((BY_CODE[code].title, count) for code, count in given.most_common() if code in BY_CODE)
