"""The most urgent case that a person may take: not of their own house, without a tie, and free."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from directory import clock
from directory.accounts.models import User
from directory.accreditation.models import Affiliation, Membership

from .models import Case, ConflictDeclaration
from .queue_clocks import WITH_US
from .queue_filter import Wanted
from .queue_find import QueueQuerySet, cases

_URGENT = Wanted()


def next_case(*, user: User, after: UUID | None = None) -> Case | None:
    """The most urgent case for this person, or the one that follows `after` in the same order; None at the end.

    A handful of queries, however much waits. It reserves nothing: whoever comes first takes the case.
    """
    today = clock.today()
    found = takeable(user)
    here = cases().filter(pk=after, status__in=WITH_US).weighed(today).first() if after else None
    if here is not None:
        found = _behind(found.weighed(today), here)
    first = found.in_order(_URGENT, today).values_list("pk", flat=True).first()
    return Case.objects.get(pk=first) if first else None


def takeable(user: User) -> QueueQuerySet:
    """What waits for somebody and could be this person's; the rules are those of `people.permit`, for many at once."""
    taken = Q(lease_by__isnull=False, lease_until__gt=clock.now()) & ~Q(lease_by=user)
    was_first = Q(status=Case.Status.SECOND_REVIEW, first_actor_id=user.pk)
    found = cases().filter(status__in=WITH_US).exclude(taken).exclude(was_first)
    barred = _own_house(user) | _tied(user)
    return found.exclude(listing__provider__in=barred) if barred else found


def _own_house(user: User) -> set[UUID]:
    """Providers the person acts for, and those who work there or where those work."""
    own = set(Membership.objects.filter(user=user).values_list("provider_id", flat=True))
    bonds = Affiliation.objects.filter(Q(practitioner__in=own) | Q(organisation__in=own))
    return own.union(*bonds.values_list("practitioner_id", "organisation_id"))


def _tied(user: User) -> set[UUID]:
    """Providers to whom the person ever declared a tie, in whatever case."""
    ties = ConflictDeclaration.objects.filter(user=user, has_conflict=True)
    return set(ties.values_list("case__listing__provider_id", flat=True))


def _behind(found: QueueQuerySet, here: Case) -> QueueQuerySet:
    """Those that the queue shows after this one."""
    urgency, came_in = here.urgency, here.came_in  # type: ignore[attr-defined]  # annotated by `weighed()`
    same = Q(urgency=urgency)
    return found.filter(
        Q(urgency__lt=urgency) | same & Q(came_in__gt=came_in) | same & Q(came_in=came_in, pk__gt=here.pk)
    )
