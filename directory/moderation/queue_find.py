"""What waits, for whom and how urgently. A `Wanted` is frozen and already understood; the QuerySet executes it."""

from __future__ import annotations

from datetime import date
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
)
from django.db.models.functions import Cast, Coalesce, Greatest

from directory import clock
from directory.accounts.models import User
from directory.listings.models import Listing
from directory.screening.findings import Verdict

from .cases import PRIORITY
from .models import Appeal, Case, CaseQuerySet, ScreeningRun
from .queue_clocks import by_due, late, late_or_near, looked, near_start, start, waiting_reports
from .queue_filter import UNMARKED, Wanted
from .reports.models import PublicReport
from .still_public import REJECTED_BUT_LIVE, newest_recheck
from .targets import APPEAL

LATE_POINTS = 15
NEAR_POINTS = 5
TWO_PEOPLE_POINTS = 3
STILL_PUBLIC_POINTS = 50
"""What the clock, the need for a second person and a rejected listing's being public add to a case's stored priority
(`cases.PRIORITY`)."""


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
        """The newest recheck of every hidden listing, decided or not, and of what was rejected and is still public."""
        hidden = Q(listing__publication=Listing.Publication.QUARANTINED)
        return self.filter(hidden | REJECTED_BUT_LIVE, newest_recheck())

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
            found = found.timed().filter(by_due(wanted.due, late(on), late_or_near(on)))
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
        clocked = Choice(
            When(~late_or_near(on), then=Value(0)),
            When(late(on), then=Value(LATE_POINTS)),
            default=Value(NEAR_POINTS),
            output_field=IntegerField(),
        )
        two = Choice(
            When(risks=[], then=Value(0)), default=Value(TWO_PEOPLE_POINTS), output_field=IntegerField()
        )
        public = Choice(
            When(REJECTED_BUT_LIVE, then=Value(STILL_PUBLIC_POINTS)),
            default=Value(0),
            output_field=IntegerField(),
        )
        return self.timed().annotate(
            still_public=public, urgency=F("priority") + clocked + two + F("still_public")
        )

    def in_order(self, wanted: Wanted, on: date) -> Self:
        """The most urgent first and then the oldest, unless another order is wanted."""
        if wanted.order:
            return self.timed().order_by("came_in" if wanted.order == "oldest" else "-came_in", "id")
        if wanted.tab == "changes":
            return self.order_by("changes_due_at", "id")
        return self.weighed(on).order_by("-urgency", "came_in", "id")

    def told(self, on: date) -> Self:
        """With everything a row of the queue says. For the few cases of a page: each part is looked up by case."""
        unsafe = waiting_reports(PublicReport.Kind.SAFETY)
        return (
            self.weighed(on)
            .select_related("listing__provider__country", "lease_by")
            .annotate(
                appeal_won=_reason("appeal"),
                verdict=_verdict(),
                looked=looked(),
                safety_reports=_count(unsafe),
                corrections=_count(waiting_reports(PublicReport.Kind.CORRECTION)),
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
    over, near = Q(filed_at__lt=start(on, APPEAL.days)), Q(filed_at__lt=near_start(on, APPEAL))
    return found.filter(by_due(wanted.due, over, near))


def _reason(code: str) -> Any:
    """What makes a case stand in the queue for this reason, one of `queue_filter.WHYS`. "machine" needs `verdict`."""
    own: dict[str, Any] = {
        "rules": Q(priority=PRIORITY["hidden by rules taken back"]),
        "hidden": Q(kind=Case.Kind.RECHECK, listing__publication=Listing.Publication.QUARANTINED),
        "recheck": Q(kind=Case.Kind.RECHECK),
        "asked": Q(person_asked_at__isnull=False),
        "machine": Q(verdict=Verdict.REVIEW),
        "again": Q(previous__isnull=False),
        "unsafe": Exists(waiting_reports(PublicReport.Kind.SAFETY)),
        "wrong": Exists(waiting_reports(PublicReport.Kind.CORRECTION)),
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


def _unsafe_with_provider() -> Q:
    """A recheck that waits for the provider's answer while a new report about it says that something is unsafe."""
    return Q(Exists(waiting_reports(PublicReport.Kind.SAFETY)), status=Case.Status.CHANGES_REQUESTED)


def _count(reports: QuerySet[PublicReport]) -> Coalesce:
    return Coalesce(Subquery(reports.values("case").annotate(n=Count("pk")).values("n")), 0)
