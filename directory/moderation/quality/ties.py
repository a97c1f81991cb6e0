"""Who stands too close to a provider, for many people and many providers in three queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from directory.accreditation.models import Affiliation, Membership

from ..models import ConflictDeclaration

Pair = tuple[int, UUID]
"""A user's id and a provider's."""


@dataclass(frozen=True, slots=True)
class Ties:
    """`house`: who belongs to the provider's house (`people.in_the_house`); `declared`: `people.tied_to`."""

    house: frozenset[Pair]
    declared: frozenset[Pair]

    def between(self, user_id: int, provider_id: UUID) -> bool:
        return (user_id, provider_id) in self.house or (user_id, provider_id) in self.declared


def ties(user_ids: Iterable[int], provider_ids: Iterable[UUID]) -> Ties:
    """Every tie between these people and these providers."""
    people, providers = set(user_ids), set(provider_ids)
    houses = _houses(providers)
    members = Membership.objects.filter(user_id__in=people, provider_id__in=houses)
    house = {
        (user_id, provider)
        for user_id, member_of in members.values_list("user_id", "provider_id")
        for provider in houses[member_of]
    }
    declared = ConflictDeclaration.objects.filter(
        has_conflict=True, user_id__in=people, case__listing__provider_id__in=providers
    )
    return Ties(frozenset(house), frozenset(declared.values_list("user_id", "case__listing__provider_id")))


def _houses(providers: set[UUID]) -> dict[UUID, set[UUID]]:
    """For whoever belongs to the house of some of `providers`: of which of them, each being of its own."""
    houses: dict[UUID, set[UUID]] = defaultdict(set)
    for provider in providers:
        houses[provider].add(provider)
    works = Affiliation.objects.filter(Q(organisation_id__in=providers) | Q(practitioner_id__in=providers))
    for organisation, practitioner in works.values_list("organisation_id", "practitioner_id"):
        if organisation in providers:
            houses[practitioner].add(organisation)
        if practitioner in providers:
            houses[organisation].add(practitioner)
    return houses
