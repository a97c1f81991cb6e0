"""Which second looks wait, and who may take each: nobody who had a part in the case, nobody with a tie."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.accreditation.models import Verification

from ..models import Case, Decision, ScreeningFinding
from ..reports.models import PublicReport
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
    """For each case who had a hand in its listing, as `people.has_acted`, in a fixed number of queries.

    Earlier second looks do not count: a look at one decision is no work on another.
    """
    cases = list(Case.objects.filter(pk__in=set(case_ids)).values_list("pk", "listing", "listing__provider"))
    listings = {listing for _case, listing, _provider in cases}
    hands: dict[UUID, set[int]] = defaultdict(set)
    for listing, user_id in _hands_on(listings):
        hands[listing].add(user_id)
    verified = _verifiers({provider for _case, _listing, provider in cases})
    acted: dict[UUID, set[int]] = defaultdict(set)
    for case, listing, provider in cases:
        acted[case] = hands[listing] | verified[provider]
    return acted


def _hands_on(listings: set[UUID]) -> Iterator[tuple[UUID, int]]:
    """Decided, answered a checklist, dismissed a finding, judged a report."""
    decisions = Decision.objects.filter(listing_id__in=listings, actor_id__isnull=False)
    yield from _whole(decisions.exclude(actor_role=Actor.PROVIDER).values_list("listing_id", "actor_id"))
    for listing, checklist in Case.objects.filter(listing__in=listings).values_list("listing", "checklist"):
        yield from _whole((listing, answer.get("by")) for answer in checklist.get("answers", {}).values())
    findings = ScreeningFinding.objects.filter(run__case__listing__in=listings)
    yield from _whole(findings.values_list("run__case__listing", "dismissed_by_id"))
    reports = PublicReport.objects.filter(listing__in=listings)
    yield from _whole(reports.values_list("listing", "judged_by_id"))


def _whole(pairs: Iterable[tuple[UUID | None, int | None]]) -> Iterator[tuple[UUID, int]]:
    return ((key, user_id) for key, user_id in pairs if key is not None and user_id is not None)


def _verifiers(providers: set[UUID]) -> dict[UUID, set[int]]:
    """For each provider who verified its credentials, or those of people who work there."""
    found: dict[UUID, set[int]] = defaultdict(set)
    for path in ("credential__provider", "credential__provider__affiliations__organisation"):
        rows = Verification.objects.filter(**{f"{path}__in": providers}).values_list(path, "by")
        for provider, user_id in _whole(rows):
            found[provider].add(user_id)
    return found


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
