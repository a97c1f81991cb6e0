"""The rows of a preview: each case or listing in neutral facts, its name after the declaration, and its forecast."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.listings.models import Listing

from ..models import Case, ConflictDeclaration, ScreeningFinding, ScreeningRun
from ..quality.ties import Ties, ties
from .forecast import (
    CaseFacts,
    ListingFacts,
    Standing,
    undeclared,
    what_hiding_does,
    what_rejecting_does,
    why_not_hide,
    why_not_reject,
)


@dataclass(frozen=True, slots=True)
class Row:
    """`barred` is empty where it can be done; else `will` is. `version` is the one that this preview shows.

    `name` is there for whoever declared to have no tie; `ask` is the provider's name where only the declaration is
    missing, to be shown beside that question alone. `cites` are findings that would stand in the statement.
    """

    id: UUID
    version: int
    reference: str
    what: str
    name: str
    ask: str
    will: str
    barred: str
    case_id: UUID | None
    cites: tuple[ScreeningFinding, ...] = ()


def missing(row_id: UUID) -> Row:
    """For an id that belongs to nothing here."""
    return Row(
        row_id, 0, str(row_id)[:8].upper(), "", "", "", "", _("There is nothing with this number."), None
    )


def case_rows(ids: Iterable[UUID], user: User) -> list[Row]:
    """One row an id, in the order given, in a number of queries that does not grow with them."""
    wanted = list(ids)
    cases = Case.objects.select_related("listing__provider__country", "lease_by")
    found = cases.annotate(waiting=Count("reports", filter=Q(reports__outcome=""))).in_bulk(wanted)
    declared = _declared(found, user)
    near = ties([user.pk], {case.listing.provider_id for case in found.values()})
    cited = _cited([case for case in found.values() if case.pk in declared])
    rows = []
    for each in wanted:
        case = found.get(each)
        rows.append(_case_row(case, user, near, case.pk in declared, cited) if case else missing(each))
    return rows


def _declared(case_ids: Iterable[UUID], user: User) -> set[UUID]:
    said = ConflictDeclaration.objects.filter(case__in=list(case_ids), user=user, has_conflict=False)
    return set(said.values_list("case_id", flat=True))


def _case_row(
    case: Case, user: User, near: Ties, declared: bool, cited: dict[UUID, list[ScreeningFinding]]
) -> Row:
    held = case.leased_by_other(user.pk, clock.now())
    standing = _standing(case.listing, user, near, declared, str(case.lease_by) if held else "")
    facts = CaseFacts(
        standing=standing,
        status=case.status,
        since=case.status_since,
        kind=case.kind,
        publication=case.listing.publication,
        was_first=case.first_actor_id == user.pk,
        waiting_reports=case.waiting,  # type: ignore[attr-defined]  # annotated in `case_rows`
    )
    barred = why_not_reject(facts)
    only_undeclared = bool(barred) and barred == undeclared(standing)
    opened = declared and not standing.tie and not standing.own_house
    return Row(
        id=case.pk,
        version=case.version,
        reference=str(case.pk)[:8].upper(),
        what=f"{case.listing.get_kind_display()} · {case.listing.provider.country}",
        name=case.listing.provider.name if opened else "",
        ask=case.listing.provider.name if only_undeclared else "",
        will="" if barred else what_rejecting_does(facts),
        barred=barred,
        case_id=case.pk,
        cites=tuple(cited[case.pk]) if opened else (),
    )


def _standing(listing: Listing, user: User, near: Ties, declared: bool, held_by: str = "") -> Standing:
    pair = (user.pk, listing.provider_id)
    return Standing(
        own_house=pair in near.house, tie=pair in near.declared, declared=declared, held_by=held_by
    )


def _cited(cases: list[Case]) -> dict[UUID, list[ScreeningFinding]]:
    """Findings that nobody dismissed, of the last reading of each case's present version."""
    runs = ScreeningRun.objects.filter(case__in=cases, revision__in=[case.revision_id for case in cases])
    last = dict(runs.order_by("at", "id").values_list("case_id", "pk"))
    open_findings = ScreeningFinding.objects.filter(run__in=last.values(), dismissed_at=None)
    found: dict[UUID, list[ScreeningFinding]] = defaultdict(list)
    for finding in open_findings.exclude(severity="note").select_related("run"):
        found[finding.run.case_id].append(finding)
    return found


def listing_rows(ids: Iterable[UUID], user: User) -> list[Row]:
    """As `case_rows`, for listings that were public at some time. A public name is no secret."""
    wanted = list(ids)
    known = Listing.objects.select_related("provider__country").exclude(live_revision=None)
    found = known.in_bulk(wanted)
    newest = newest_cases(found)
    declared = _declared(newest.values(), user)
    near = ties([user.pk], {listing.provider_id for listing in found.values()})
    rows = []
    for each in wanted:
        listing, case_id = found.get(each), newest.get(each)
        rows.append(
            _listing_row(listing, case_id, _standing(listing, user, near, case_id in declared))
            if listing and case_id
            else missing(each)
        )
    return rows


def newest_cases(listing_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The newest case of each listing: the one in which ties are declared before the listing is hidden."""
    cases = Case.objects.filter(listing__in=list(listing_ids)).order_by("opened_at", "pk")
    return dict(cases.values_list("listing_id", "pk"))


def _listing_row(listing: Listing, case_id: UUID, standing: Standing) -> Row:
    barred = why_not_hide(ListingFacts(standing=standing, publication=listing.publication))
    return Row(
        id=listing.pk,
        version=listing.version,
        reference=str(listing.pk)[:8].upper(),
        what=f"{listing.get_kind_display()} · {listing.provider.country}",
        name=listing.provider.name if listing.publication == Listing.Publication.LIVE else "",
        ask=listing.provider.name if barred and barred == undeclared(standing) else "",
        will="" if barred else what_hiding_does(),
        barred=barred,
        case_id=case_id,
    )
