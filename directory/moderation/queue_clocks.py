"""Targets as conditions of the database: which cases are late or due soon on a day. Each needs `came_in`."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from .models import Case, ConflictDeclaration
from .reports.models import PublicReport
from .targets import DECISION, FIRST_LOOK, SAFETY, Target, earliest_start

WITH_US = (Case.Status.OPEN, Case.Status.SECOND_REVIEW)
"""Statuses in which a case waits for a moderator: then its clocks run."""


def looked() -> Exists:
    """Whether a moderator without a tie has opened the file: they said so first, and it is kept when."""
    return Exists(ConflictDeclaration.objects.filter(case=OuterRef("pk"), has_conflict=False))


def waiting_reports(kind: str) -> QuerySet[PublicReport]:
    """Reports of this kind about the case that nobody has judged yet."""
    return PublicReport.objects.waiting().filter(case=OuterRef("pk"), kind=kind).order_by()


def by_due(asked: str, over: Any, over_or_near: Any) -> Any:
    """The condition for one value of the filter `due`; empty means any."""
    if asked == "late":
        return over
    if asked == "soon":
        return ~over & over_or_near
    return ~over_or_near if asked == "intime" else Q()


def late(on: date) -> Any:
    return _over(start(on, DECISION.days), start(on, FIRST_LOOK.days), start(on, SAFETY.days))


def late_or_near(on: date) -> Any:
    return _over(near_start(on, DECISION), near_start(on, FIRST_LOOK), near_start(on, SAFETY))


def _over(decision: datetime, first_look: datetime, safety: datetime) -> Any:
    """Cases with a clock that began before the moment for its kind. With the provider only that of a report runs."""
    unseen = Q(status=Case.Status.OPEN, came_in__lt=first_look) & ~looked()
    unsafe = Exists(waiting_reports(PublicReport.Kind.SAFETY).filter(at__lt=safety))
    return unsafe | Q(status__in=WITH_US) & (Q(came_in__lt=decision) | unseen)


def start(on: date, days: int) -> datetime:
    """What began before this moment has waited more than so many working days."""
    return datetime.combine(earliest_start(on, days), time(), UTC)


def near_start(on: date, target: Target) -> datetime:
    """What began before this moment is due soon, or late."""
    return start(on, target.days - target.near - 1)
