"""Which second looks wait, and who may take each: nobody who had a part in the case, nobody with a tie."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from directory.accounts.models import User
from directory.accounts.roles import Role

from ..models import Case, Decision
from ..tables import Actor
from .models import SecondLook, SecondLookQuerySet
from .ties import Ties, ties


@dataclass(frozen=True, slots=True)
class Row:
    """One look in the list, in neutral facts. `why_not` is empty for whoever may take it; `nobody`: no one can."""

    look: SecondLook
    case: Case
    reference: str
    decided_at: datetime | None
    why_not: str
    nobody: bool


def looks() -> SecondLookQuerySet:
    return SecondLook.objects.select_related("case__listing__provider__country", "by")


def rows_of(found: Iterable[SecondLook], user: User) -> list[Row]:
    """The looks as `user` sees them, in a number of queries that does not grow with them."""
    listed = list(found)
    acted = acted_on({look.case_id for look in listed})
    team = moderators()
    near = ties({*team, user.pk}, {look.case.listing.provider_id for look in listed})
    decided = dict(
        Decision.objects.filter(seq__in=[look.decision_seq for look in listed]).values_list("seq", "at")
    )
    return [
        Row(
            look=look,
            case=look.case,
            reference=str(look.case_id)[:8].upper(),
            decided_at=decided.get(look.decision_seq),
            why_not=_why_not(look, user.pk, acted[look.case_id], near),
            nobody=not _could(look, team, acted[look.case_id], near),
        )
        for look in listed
    ]


def moderators() -> set[int]:
    """Ids of everybody who moderates now."""
    roles = [Role.MODERATOR, Role.SENIOR]
    return set(User.objects.filter(is_active=True, groups__name__in=roles).values_list("pk", flat=True))


def acted_on(case_ids: Iterable[UUID]) -> dict[UUID, set[int]]:
    """Who, on the directory's side, decided anything in the course of each case."""
    acted: dict[UUID, set[int]] = defaultdict(set)
    decisions = Decision.objects.filter(case_id__in=set(case_ids), actor_id__isnull=False)
    for case_id, actor_id in decisions.exclude(actor_role=Actor.PROVIDER).values_list("case_id", "actor_id"):
        if case_id is not None and actor_id is not None:
            acted[case_id].add(actor_id)
    return acted


def _why_not(look: SecondLook, user_id: int, acted: set[int], near: Ties) -> str:
    provider = look.case.listing.provider_id
    if user_id in acted:
        return _("You had a part in this decision. Somebody else looks.")
    if (user_id, provider) in near.house:
        return _("This is a listing of your own organisation. Somebody else looks.")
    if (user_id, provider) in near.declared:
        return _("You declared a tie to this provider. Somebody else looks.")
    return ""


def _could(look: SecondLook, team: set[int], acted: set[int], near: Ties) -> set[int]:
    provider = look.case.listing.provider_id
    return {each for each in team - acted if not near.between(each, provider)}
