"""Brings the stored facts of a user's listings together, in a number of queries that does not grow with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from directory import clock
from directory.accreditation.models import Affiliation, Provider
from directory.catalogue.models import Entry
from directory.listings.content import Invalid
from directory.listings.models import Listing
from directory.moderation.models import Case

from .situation import Facts, Situation, confirmation_due, situation


@dataclass(frozen=True)
class ListingLine:
    """One listing on the start page."""

    listing: Listing
    name: str
    now: Situation
    confirmation_due: bool


@dataclass(frozen=True)
class ProviderBlock:
    """One provider with its listings, and how many places and register entries it has given."""

    provider: Provider
    lines: tuple[ListingLine, ...]
    sites: int
    credentials: int
    awaiting: tuple[Affiliation, ...]


def facts_of(listing: Listing, case: Case | None, entry: Entry | None) -> Facts:
    """What `situation()` needs; `case` is the newest submission."""
    return Facts(
        publication=listing.publication,
        case_status=case.status if case else "",
        automatic=bool(case and case.automatic),
        person_asked=bool(case and case.person_asked_at),
        changes_due=case.changes_due_at.date() if case and case.changes_due_at else None,
        valid_until=entry.valid_until if entry else None,
        attested_on=entry.attested_on if entry else None,
        attestation_until=entry.attestation_until if entry else None,
    )


def overview(user_id: int) -> list[ProviderBlock]:
    """Every provider the user acts for, with the state of its listings."""
    providers = list(
        Provider.objects.managed_by(user_id)
        .select_related("country")
        .prefetch_related(
            "sites", "credentials", "listings", "affiliations__organisation", "affiliations__site"
        )
        .order_by("name", "pk")
    )
    lines = _lines([listing for provider in providers for listing in provider.listings.all()])
    return [_block(provider, lines) for provider in providers]


def _block(provider: Provider, lines: dict[UUID, ListingLine]) -> ProviderBlock:
    return ProviderBlock(
        provider=provider,
        lines=tuple(lines[listing.pk] for listing in provider.listings.all()),
        sites=len(provider.sites.all()),
        credentials=len(provider.credentials.all()),
        awaiting=tuple(bond for bond in provider.affiliations.all() if awaits_confirmation(bond)),
    )


def awaits_confirmation(bond: Affiliation) -> bool:
    """Whether the practitioner should say if they work there, at the address the place has now."""
    return bond.ended_at is None and (bond.confirmed_at is None or bond.site_version != bond.site.version)


def _lines(listings: Iterable[Listing]) -> dict[UUID, ListingLine]:
    ids = [listing.pk for listing in listings]
    cases = {
        case.listing_id: case
        for case in Case.objects.filter(listing__in=ids, kind=Case.Kind.SUBMISSION)
        .select_related("revision")
        .order_by("revision__number", "opened_at")
    }
    entries = Entry.objects.defer("content", "description").in_bulk(ids)
    found = {}
    for listing in listings:
        case, entry = cases.get(listing.pk), entries.get(listing.pk)
        facts, today = facts_of(listing, case, entry), clock.today()
        found[listing.pk] = ListingLine(
            listing=listing,
            name=name_of(case) or listing.get_kind_display(),
            now=situation(facts, on=today),
            confirmation_due=confirmation_due(facts, on=today),
        )
    return found


def name_of(case: Case | None) -> str:
    """The name in the case's version; "" where the version was erased."""
    try:
        return case.revision.document().name if case else ""
    except Invalid:
        return ""
