"""What waits, for whom and how urgently. A `Wanted` is frozen and already understood; the QuerySet executes it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db.models import Case as Choice
from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Cast, Coalesce, Greatest

from directory import clock
from directory.accounts.models import User
from directory.listings.models import Listing
from directory.screening.findings import Verdict

from .cases import PRIORITY
from .models import Appeal, Case, CaseQuerySet, ConflictDeclaration, ScreeningRun
from .queue_filter import UNMARKED, Wanted
from .reports.models import PublicReport
from .targets import APPEAL, DECISION, FIRST_LOOK, SAFETY, Target, earliest_start

LATE_POINTS = 15
NEAR_POINTS = 5
TWO_PEOPLE_POINTS = 3
"""What the clock and the need for a second person add to a case's stored priority (`cases.PRIORITY`)."""

WITH_US = (Case.Status.OPEN, Case.Status.SECOND_REVIEW)


class QueueQuerySet(CaseQuerySet):
    """Cases as the queue sees them."""

    def in_part(self, tab: str, user: User) -> Self:
        """The cases of one of `queue_filter.TABS`."""
        if tab == "mine":
            held = Q(lease_by=user, lease_until__gt=clock.now())
            return self.filter(held | Q(first_actor_id=user.pk, status=Case.Status.SECOND_REVIEW))
        if tab == "hidden":
            return self._hidden()
        if tab == "waiting":
            return self.filter(Q(status=Case.Status.OPEN) | _unsafe_with_provider())
        statuses = {"second": Case.Status.SECOND_REVIEW, "changes": Case.Status.CHANGES_REQUESTED}
        return self.filter(status=statuses[tab])

    def _hidden(self) -> Self:
        """The newest recheck of every hidden listing, decided or not: a rejected one waits for its removal."""
        rechecks = Case.objects.filter(listing=OuterRef("listing"), kind=Case.Kind.RECHECK)
        newest = rechecks.order_by("-opened_at", "-id").values("pk")[:1]
        return self.filter(listing__publication=Listing.Publication.QUARANTINED, pk=Subquery(newest))

    def matching(self, wanted: Wanted, user: User, on: date) -> Self:
        """Cases that fit every filter."""
        found = self
        if wanted.kind:
            found = found.filter(listing__kind__in=wanted.kind)
        if wanted.country:
            found = found.filter(listing__provider__country=wanted.country)
        if wanted.why:
            found = found.alias(verdict=_verdict()).filter(_any(_reason(code) for code in wanted.why))
        if wanted.risk:
            found = found.alias(marks=Cast("risks", TextField()))
            found = found.filter(_any(_marked(code) for code in wanted.risk))
        if wanted.held:
            found = found.filter(_held(wanted.held, user))
        if wanted.due:
            found = found.timed().filter(_due(wanted.due, on))
        return found

    def timed(self) -> Self:
        """With `came_in`: when the case last came from the provider, or open again, to the moderators."""
        won = Appeal.objects.filter(case=OuterRef("pk"), status=Appeal.Status.OVERTURNED).order_by(
            "-decided_at"
        )
        last = Greatest(
            "opened_at",
            Coalesce("person_asked_at", "opened_at"),
            "revision__created_at",
            Coalesce(Subquery(won.values("decided_at")[:1]), "opened_at"),
        )
        # Most of what waits has never moved; looking no further halves the time for a long queue.
        unmoved = When(version=0, then=F("opened_at"))
        return self.annotate(came_in=Choice(unmoved, default=last, output_field=DateTimeField()))

    def weighed(self, on: date) -> Self:
        """With `came_in`, and `urgency`: the stored priority and what the clock and the risks add."""
        late, near = _late(on), _late_or_near(on)
        clocked = Choice(
            When(late, then=Value(LATE_POINTS)),
            When(near, then=Value(NEAR_POINTS)),
            default=Value(0),
            output_field=IntegerField(),
        )
        two = Choice(
            When(risks=[], then=Value(0)), default=Value(TWO_PEOPLE_POINTS), output_field=IntegerField()
        )
        return self.timed().annotate(urgency=F("priority") + clocked + two)

    def in_order(self, wanted: Wanted, on: date) -> Self:
        """The most urgent first and then the oldest, unless another order is wanted."""
        if wanted.order:
            return self.timed().order_by("came_in" if wanted.order == "oldest" else "-came_in", "id")
        if wanted.tab == "changes":
            return self.order_by("changes_due_at", "id")
        return self.weighed(on).order_by("-urgency", "came_in", "id")

    def told(self, on: date) -> Self:
        """With everything a row of the queue says. For the few cases of a page: each part is looked up by case."""
        unsafe = _reports(PublicReport.Kind.SAFETY)
        return (
            self.weighed(on)
            .select_related("listing__provider__country", "lease_by")
            .annotate(
                appeal_won=_reason("appeal"),
                verdict=_verdict(),
                looked=_looked(),
                safety_reports=_count(unsafe),
                corrections=_count(_reports(PublicReport.Kind.CORRECTION)),
                unsafe_since=Subquery(unsafe.values("case").annotate(first=Min("at")).values("first")),
            )
        )


def cases() -> QueueQuerySet:
    return QueueQuerySet(Case)


def appeals(wanted: Wanted, on: date) -> QuerySet[Appeal]:
    """Open appeals, the oldest first."""
    found = Appeal.objects.filter(status=Appeal.Status.OPEN).order_by("filed_at", "id")
    if wanted.kind:
        found = found.filter(case__listing__kind__in=wanted.kind)
    if wanted.country:
        found = found.filter(case__listing__provider__country=wanted.country)
    late = Q(filed_at__lt=_start(on, APPEAL.days))
    return found.filter(_by_due(wanted.due, late, Q(filed_at__lt=_near_start(on, APPEAL))))


def _reason(code: str) -> Any:
    """What makes a case stand in the queue for this reason, one of `queue_filter.WHYS`. "machine" needs `verdict`."""
    own: dict[str, Any] = {
        "rules": Q(priority=PRIORITY["hidden by rules taken back"]),
        "hidden": Q(kind=Case.Kind.RECHECK, listing__publication=Listing.Publication.QUARANTINED),
        "recheck": Q(kind=Case.Kind.RECHECK),
        "asked": Q(person_asked_at__isnull=False),
        "machine": Q(verdict=Verdict.REVIEW),
        "again": Q(previous__isnull=False),
        "unsafe": Exists(_reports(PublicReport.Kind.SAFETY)),
        "wrong": Exists(_reports(PublicReport.Kind.CORRECTION)),
        "appeal": Exists(Appeal.objects.filter(case=OuterRef("pk"), status=Appeal.Status.OVERTURNED)),
    }
    return own[code]


def _any(conditions: Any) -> Any:
    return reduce(or_, conditions)


def _marked(code: str) -> Q:
    return Q(risks=[]) if code == UNMARKED else Q(marks__contains=f'"{code}"')


def _held(by: str, user: User) -> Q:
    held = Q(lease_by__isnull=False, lease_until__gt=clock.now())
    return {"me": held & Q(lease_by=user), "others": held & ~Q(lease_by=user), "nobody": ~held}[by]


def _verdict() -> Subquery:
    """What the newest reading by the screening engine came to."""
    runs = ScreeningRun.objects.filter(case=OuterRef("pk")).order_by("-at", "-id")
    return Subquery(runs.values("verdict")[:1])


def _looked() -> Exists:
    """Whether a moderator without a tie has opened the file: they said so first, and it is kept when."""
    return Exists(ConflictDeclaration.objects.filter(case=OuterRef("pk"), has_conflict=False))


def _reports(kind: str) -> QuerySet[PublicReport]:
    """Reports of this kind about the case that nobody has judged yet."""
    return PublicReport.objects.waiting().filter(case=OuterRef("pk"), kind=kind).order_by()


def _unsafe_with_provider() -> Q:
    """A recheck that waits for the provider's answer while a new report about it says that something is unsafe."""
    return Q(Exists(_reports(PublicReport.Kind.SAFETY)), status=Case.Status.CHANGES_REQUESTED)


def _count(reports: QuerySet[PublicReport]) -> Coalesce:
    return Coalesce(Subquery(reports.values("case").annotate(n=Count("pk")).values("n")), 0)


def _due(asked: str, on: date) -> Any:
    return _by_due(asked, _late(on), _late_or_near(on))


def _by_due(asked: str, late: Any, late_or_near: Any) -> Any:
    if asked == "late":
        return late
    if asked == "soon":
        return ~late & late_or_near
    return ~late_or_near if asked == "intime" else Q()


def _late(on: date) -> Any:
    return _over(_start(on, DECISION.days), _start(on, FIRST_LOOK.days), _start(on, SAFETY.days))


def _late_or_near(on: date) -> Any:
    return _over(_near_start(on, DECISION), _near_start(on, FIRST_LOOK), _near_start(on, SAFETY))


def _over(decision: datetime, first_look: datetime, safety: datetime) -> Any:
    """Cases with a clock that began before the moment for its kind. With the provider only that of a report runs."""
    unseen = Q(status=Case.Status.OPEN, came_in__lt=first_look) & ~_looked()
    unsafe = Exists(_reports(PublicReport.Kind.SAFETY).filter(at__lt=safety))
    return unsafe | Q(status__in=WITH_US) & (Q(came_in__lt=decision) | unseen)


def _start(on: date, days: int) -> datetime:
    """What began before this moment has waited more than so many working days."""
    return datetime.combine(earliest_start(on, days), time(), UTC)


def _near_start(on: date, target: Target) -> datetime:
    """What began before this moment is due soon, or late."""
    return _start(on, target.days - target.near - 1)
