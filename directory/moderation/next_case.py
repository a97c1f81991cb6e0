"""The most urgent case that a person may take: not of their own house, without a tie, and free."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from directory import clock
from directory.accounts.models import User
from directory.accreditation.models import Affiliation, Membership

from .models import Case, ConflictDeclaration
from .queue_filter import Wanted
from .queue_find import WITH_US, QueueQuerySet, cases

_URGENT = Wanted()


def next_case(*, user: User, after: UUID | None = None) -> Case | None:
    """The most urgent case for this person, or the one that follows `after` in the same order; None at the end.

    One query; two with `after`, three where that case has left the queue. It reserves nothing: whoever comes first
    takes the case.
    """
    found = takeable(user)
    here = cases().filter(pk=after, status__in=WITH_US).weighed(clock.today()).first() if after else None
    if here is not None:
        found = _behind(found, here)
    return found.in_order(_URGENT, clock.today()).first()


def takeable(user: User) -> QueueQuerySet:
    """What waits for somebody and could be this person's; the rules are those of `people.permit`, for many at once."""
    taken = Q(lease_by__isnull=False, lease_until__gt=clock.now()) & ~Q(lease_by=user)
    was_first = Q(status=Case.Status.SECOND_REVIEW, first_actor_id=user.pk)
    found = cases().filter(status__in=WITH_US).exclude(taken).exclude(was_first)
    return found.exclude(_own_house(user)).exclude(_tied(user)).weighed(clock.today())


def _own_house(user: User) -> Q:
    """Providers the person acts for, and those who work there or where those work."""
    own = Membership.objects.filter(user=user).values("provider_id")
    employers = Affiliation.objects.filter(practitioner_id__in=own).values("organisation_id")
    colleagues = Affiliation.objects.filter(organisation_id__in=own).values("practitioner_id")
    return (
        Q(listing__provider_id__in=own)
        | Q(listing__provider_id__in=employers)
        | Q(listing__provider_id__in=colleagues)
    )


def _tied(user: User) -> Q:
    """Providers to whom the person ever declared a tie, in whatever case."""
    ties = ConflictDeclaration.objects.filter(user=user, has_conflict=True)
    return Q(listing__provider_id__in=ties.values("case__listing__provider_id"))


def _behind(found: QueueQuerySet, here: Case) -> QueueQuerySet:
    """Those that the queue shows after this one."""
    urgency, came_in = here.urgency, here.came_in  # type: ignore[attr-defined]  # annotated by `weighed()`
    same = Q(urgency=urgency)
    return found.filter(
        Q(urgency__lt=urgency) | same & Q(came_in__gt=came_in) | same & Q(came_in=came_in, pk__gt=here.pk)
    )
