"""What is due and how long such work took: read from the cases, the catalogue and the log for `work_ahead.plan()`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, DateField, Exists, Min, OuterRef
from django.db.models.functions import Cast

from directory.catalogue.models import Entry

from .models import Appeal, Case, ConflictDeclaration, Decision
from .queue_clocks import WITH_US
from .queue_find import cases
from .reports.models import PublicReport
from .targets import APPEAL, DECISION, SAFETY, due_on
from .work_ahead import AHEAD, Due, Plan, plan

LAST = 300
"""Decisions of the log that are looked at."""
_FIRST = ("approve", "send_to_second", "reject", "request_changes")
_SECOND = ("approve_second", "return_to_first", "reject_second")
_APPEAL = ("confirm", "overturn")


def work_ahead(on: date) -> Plan:
    """The work of the next 30 days, in a number of queries that does not grow with it."""
    return plan([*_cases(), *_appeals(), *_renewals(on)], _measured(), on)


def _cases() -> Iterator[Due]:
    """Cases by the day their decision is due; one reported as unsafe by the day that report is."""
    unsafe = PublicReport.objects.waiting().filter(kind=PublicReport.Kind.SAFETY).order_by()
    waiting = cases().filter(status__in=WITH_US).timed()
    plain = waiting.exclude(Exists(unsafe.filter(case=OuterRef("pk"))))
    by_day = plain.annotate(day=Cast("came_in", DateField())).order_by().values_list("kind", "status", "day")
    for kind, status, day, count in by_day.annotate(n=Count("pk")):
        yield Due(_kind(kind, status), due_on(day, DECISION.days), count)
    reported = unsafe.filter(case__status__in=WITH_US).values_list("case__kind", "case__status", "case")
    for kind, status, _case, first in reported.annotate(first=Min("at")):
        yield Due(_kind(kind, status), due_on(first.date(), SAFETY.days), 1)


def _kind(kind: str, status: str) -> str:
    return "second" if status == Case.Status.SECOND_REVIEW else kind


def _appeals() -> Iterator[Due]:
    filed = Appeal.objects.filter(status=Appeal.Status.OPEN).values_list("filed_at", flat=True)
    return (Due("appeal", due_on(at.date(), APPEAL.days), 1) for at in filed)


def _renewals(on: date) -> Iterator[Due]:
    """Published entries by the last day of their evidence: a moderator looks again before it."""
    ending = Entry.objects.live(on=on).filter(valid_until__lte=on + AHEAD).order_by()
    by_day = ending.values_list("valid_until").annotate(n=Count("pk"))
    return (Due("renewal", day, count) for day, count in by_day)


def _measured() -> dict[str, list[float]]:
    """Minutes from a person's declaration to their first step on that case, of the last decisions, by kind of work."""
    timed = Decision.objects.filter(actor_id__isnull=False, action__in=(*_FIRST, *_SECOND, *_APPEAL))
    steps = list(timed.order_by("-seq").values_list("case_id", "actor_id", "action", "at")[:LAST])
    ids = {case_id for case_id, *_rest in steps}
    kinds = dict(Case.objects.filter(pk__in=ids).values_list("pk", "kind"))
    declared = {
        (case_id, user_id): at
        for case_id, user_id, at in ConflictDeclaration.objects.filter(case__in=ids).values_list(
            "case_id", "user_id", "at"
        )
    }
    minutes: dict[str, list[float]] = {}
    for case_id, actor_id, action, at in _firsts(steps):
        begun = declared.get((case_id, actor_id))
        if begun is not None and begun <= at:
            code = _work(action, kinds.get(case_id, ""))
            minutes.setdefault(code, []).append((at - begun).total_seconds() / 60)
    return minutes


def _firsts(steps: list[Any]) -> list[Any]:
    """Each person's first step on each case: later ones begin somewhere else than at the declaration."""
    return list(
        {(case_id, actor_id): (case_id, actor_id, *rest) for case_id, actor_id, *rest in steps}.values()
    )


def _work(action: str, kind: str) -> str:
    return "second" if action in _SECOND else "appeal" if action in _APPEAL else kind
