"""Counting, in a fixed number of queries. From the log and its neighbours alone: no name, no text, no listing.

Counts below five are shown: they are of decisions about providers, not of people. What could tell why one certain
listing disappeared is not: see `adverse`.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from statistics import median

from django.core.cache import cache
from django.db.models import CharField, Count, Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Cast

from directory.catalogue.actions import version
from directory.catalogue.models import Entry

from ..log_head import LogHead
from ..models import Appeal, Case, Decision
from . import adverse, around
from .adverse import FEWEST
from .periods import Period, month_of
from .rows import Numbers, Row

_A_DAY = 26 * 3600

OUTCOMES = ("approved", "rejected_by_person", "rejected_automatically")
WITHOUT_A_PERSON = ("rejected", "later_approved")
APPEALS = ("filed", "confirmed", "overturned")

_OUTCOME = {
    ("case", "approve"): "approved",
    ("case", "approve_second"): "approved",
    ("case", "reject"): "rejected_by_person",
    ("case", "reject_second"): "rejected_by_person",
    ("case", "reject_automatically"): "rejected_automatically",
    ("appeal", "file"): "filed",
    ("appeal", "confirm"): "confirmed",
    ("appeal", "overturn"): "overturned",
}


def numbers(*, on: date) -> Numbers:
    """Everything the pages show for the day; counted once for an end of the log, a catalogue and a day."""
    head = LogHead.objects.filter(pk=1).first()
    end = f"{head.seq}:{head.hash[:16]}" if head else "0"
    key = f"transparency:{on}:{version()}:{end}"
    found: Numbers | None = cache.get(key)
    if found is None:
        period = Period(on)
        found = Numbers(str(on), head.seq if head else 0, tuple(_rows(period)))
        cache.set(key, found, _A_DAY)
    return found


def _rows(period: Period) -> Iterator[Row]:
    yield from _by_month(period)
    yield from adverse.statements(period)
    yield from adverse.after_publication(period)
    yield from _without_a_person(period)
    yield from _times(period)
    yield from around.listings(Entry.objects.live(on=period.today), period)
    yield from around.reports(period)
    yield from adverse.report_outcomes(period)
    yield from around.second_looks(period, fewest=FEWEST)


def _by_month(period: Period) -> Iterator[Row]:
    counted: Counter[tuple[str, str]] = Counter()
    # A recheck that is rejected as its listing is removed would tell of the removal.
    rechecks = Case.objects.filter(pk=OuterRef("case_id"), kind=Case.Kind.RECHECK)
    found = (
        Decision.objects.filter(~(Q(lifecycle="case") & Q(Exists(rechecks))), at__gte=period.since)
        .order_by()
        .annotate(month=month_of("at"))
        .values_list("month", "lifecycle", "action")
        .annotate(n=Count("seq"))
    )
    for month, lifecycle, action, count in found:
        counted[month, _OUTCOME.get((lifecycle, action), "")] += count
    for measure, unit, categories in (("decisions", "decisions", OUTCOMES), ("appeals", "appeals", APPEALS)):
        for month in period.months:
            for category in categories:
                yield Row(measure, month, category, counted[month, category], unit)


def _without_a_person(period: Period) -> Iterator[Row]:
    """Rejections without a person, and those of which people later approved the very same version."""
    approved = Decision.objects.filter(
        case_id=OuterRef("case_id"), revision_sha256=OuterRef("revision_sha256"), to_status="approved"
    )
    counted = Decision.objects.filter(action="reject_automatically", at__gte=period.since).aggregate(
        rejected=Count("seq"), later_approved=Count("seq", filter=Q(Exists(approved)))
    )
    for category in WITHOUT_A_PERSON:
        yield Row("without_a_person", period.name, category, counted[category], "decisions")


def _times(period: Period) -> Iterator[Row]:
    """Medians: from a submission to what a person first did with it and to the decision; from an appeal to its end."""
    opened = Case.objects.filter(pk=OuterRef("case_id"), kind=Case.Kind.SUBMISSION).values("opened_at")
    by_person = Decision.objects.filter(lifecycle="case", at__gte=period.since).exclude(
        actor_role__in=("system", "provider")
    )
    answered = (
        by_person.order_by()
        .values("case_id")
        .annotate(
            opened=Min(Subquery(opened)),
            began=_as_text("opened"),
            first=_as_text(Min("at")),
            decided=_as_text(Min("at", filter=Q(to_status__in=("approved", "rejected")))),
        )
        .filter(opened__gte=period.since)
        .values_list("began", "first", "decided")
    )
    first, decided = [], []
    for start, answer, decision in answered:
        begin = datetime.fromisoformat(start)
        first.append(_hours(begin, datetime.fromisoformat(answer)))
        if decision is not None:
            decided.append(_hours(begin, datetime.fromisoformat(decision)))
    appeals = Appeal.objects.filter(decided_at__gte=period.since).values_list("filed_at", "decided_at")
    ended = [_hours(start, end) for start, end in appeals if end is not None]
    for category, hours in (("first_answer", first), ("decision", decided), ("appeal", ended)):
        value = round(median(hours), 1) if hours else None
        yield Row("median_time", period.name, category, value, "hours", len(hours))


def _as_text(moment: str | Min) -> Cast:
    """Read as text: on SQLite Django takes ten times as long to read a moment as Python does."""
    return Cast(moment, CharField())


def _hours(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 3600
