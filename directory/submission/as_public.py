"""A version of a listing as the public would see it: the page of the public side, filled before anything is public."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from directory import clock
from directory.accreditation.facts import Link, Qualification
from directory.catalogue.models import Entry, EntryEvidence, EntrySite
from directory.listings.content import Content, Invalid, SiteContent, vocabularies
from directory.listings.models import Listing
from directory.regions.models import Region
from directory.search.listing import ListingPage, listing_page

NOWHERE = "not-published"
"""Stands where a published listing has its address."""


def as_public(listing: Listing, document: Content, qualification: Qualification) -> ListingPage:
    """The very page that `search` would build, from rows that are never stored; evidence is what is proven today.

    Raises `listings.content.Invalid` for a place in an unknown region.
    """
    entry = _entry(listing, document, qualification)
    regions = Region.objects.select_related("parent__parent").in_bulk(
        [site.region for site in document.sites]
    )
    if any(site.region not in regions for site in document.sites):
        raise Invalid({"sites": _("A place of care lies in a region that is not known here.")})
    kept: dict[str, list[EntrySite] | list[EntryEvidence]] = {
        "sites": [_site(entry, site, number, regions) for number, site in enumerate(document.sites)],
        "evidence": [_evidence(entry, link, number) for number, link in enumerate(qualification.chain)],
    }
    entry._prefetched_objects_cache = kept  # type: ignore[attr-defined]  # what prefetch_related() would fill
    return listing_page(entry, on=clock.today())


def _entry(listing: Listing, document: Content, qualification: Qualification) -> Entry:
    masks = {name: vocabulary.mask(getattr(document, name)) for name, vocabulary in vocabularies().items()}
    texts = {
        name: getattr(document, name)
        for name in ("name", "summary", "description", "how_to_refer", "website", "phone", "email", "kind")
    }
    today = clock.today()
    return Entry(
        listing_id=listing.pk,
        slug=NOWHERE,
        telehealth=document.telehealth,
        accepting=document.accepting,
        accepting_since=date.fromisoformat(document.accepting_since) if document.accepting_since else None,
        valid_until=qualification.valid_until or today,
        attested_on=today,
        attestation_until=today,
        published_at=clock.now(),
        **texts,
        **masks,
    )


def _site(entry: Entry, site: SiteContent, number: int, regions: dict[str, Region]) -> EntrySite:
    return EntrySite(
        pk=number,
        entry=entry,
        site_id=UUID(site.id),
        name=site.name,
        street=site.street,
        town=site.town,
        postcode=site.postcode,
        region=regions[site.region],
        country=site.region[:2],
    )


def _evidence(entry: Entry, link: Link, number: int) -> EntryEvidence:
    return EntryEvidence(
        entry=entry,
        position=number,
        link=link.kind,
        register_code=link.register_code,
        register_name=link.register_name,
        number=link.number,
        holder=link.holder,
        scope=link.scope,
        checked_on=link.checked_on,
        how=link.how,
        valid_until=link.valid_until,
        lookup_url=link.lookup_url,
    )
