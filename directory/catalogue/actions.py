"""The only door to the public side, and the way out."""

import unicodedata
from dataclasses import fields
from datetime import date, timedelta
from uuid import UUID

import h3
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from directory import clock

from .approval import Approval, ApprovedSite
from .models import Address, CatalogueVersion, Entry, EntryEvidence, EntrySite

ATTESTATION_DAYS = 180
"""Details that nobody confirmed for this long are hidden (after No Surprises Act §116; an analogy)."""

_COPIED = (
    {field.name for field in fields(Approval)} & {field.name for field in Entry._meta.get_fields()}
) - {"sites", "evidence"}


@transaction.atomic
def publish(approval: Approval) -> Entry:
    """Make the approved revision public, replacing what was public of the listing before.

    Belongs into the transaction of the decision. Raises `django.db.IntegrityError` when one of the
    database's guards refuses; then nothing changed.
    """
    _bump_version()
    slug = _address(approval)
    _remove(approval.listing_id)
    EntryEvidence.objects.bulk_create(
        EntryEvidence(
            entry_id=approval.listing_id,
            position=position,
            **{field.name: getattr(line, field.name) for field in fields(line)},
        )
        for position, line in enumerate(approval.evidence)
    )
    entry = Entry(
        slug=slug,
        name_key=fold_name(approval.name),
        attestation_until=approval.attested_on + timedelta(days=ATTESTATION_DAYS),
        published_at=clock.now(),
        **{name: getattr(approval, name) for name in _COPIED},
    )
    entry.save(force_insert=True)
    EntrySite.objects.bulk_create(_site(entry, site) for site in approval.sites)
    return entry


@transaction.atomic
def withdraw(listing_id: UUID) -> bool:
    """Take a listing out of the public side; its address answers 410 from now on. True when something was public."""
    _bump_version()
    return _remove(listing_id)


@transaction.atomic
def attest(listing_id: UUID, *, on: date) -> None:
    """The provider confirmed the details on that day."""
    _bump_version()
    Entry.objects.filter(pk=listing_id).update(
        attested_on=on, attestation_until=on + timedelta(days=ATTESTATION_DAYS)
    )


def version() -> int:
    """A number that changes with every change of the catalogue."""
    row = CatalogueVersion.objects.filter(pk=1).first()
    return row.number if row else 0


def fold_name(name: str) -> str:
    """The name without marks and capitals, as searches compare it."""
    plain = unicodedata.normalize("NFKD", name)
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).casefold().split())[
        :220
    ]


def _bump_version() -> None:
    CatalogueVersion.objects.get_or_create(pk=1)
    CatalogueVersion.objects.filter(pk=1).update(number=F("number") + 1)


def _remove(listing_id: UUID) -> bool:
    # The entry goes first: its evidence is kept by a guard as long as the entry stands.
    EntrySite.objects.filter(entry_id=listing_id).delete()
    entries = Entry.objects.filter(pk=listing_id)
    removed = entries._raw_delete(using=entries.db)
    EntryEvidence.objects.filter(entry_id=listing_id).delete()
    return bool(removed)


def _address(approval: Approval) -> str:
    """The listing's address: given once, kept for ever."""
    known = Address.objects.filter(listing_id=approval.listing_id).first()
    if known is not None:
        return known.slug
    town = approval.sites[0].town if approval.sites else ""
    base = slugify(f"{approval.name} {town}")[:100] or "listing"
    slug, number = base, 1
    while Address.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return Address.objects.create(slug=slug, listing_id=approval.listing_id).slug


def _site(entry: Entry, site: ApprovedSite) -> EntrySite:
    return EntrySite(
        entry=entry,
        country=site.region[:2],
        region_id=site.region,
        cell3=cell(site.latitude, site.longitude, 3),
        cell5=cell(site.latitude, site.longitude, 5),
        **{
            name: getattr(site, name)
            for name in ("site_id", "name", "street", "town", "postcode", "latitude", "longitude")
        },
    )


def cell(latitude: float, longitude: float, resolution: int) -> int:
    """The H3 cell of a point (WGS 84 degrees) as a signed 64-bit integer."""
    return int(h3.str_to_int(h3.latlng_to_cell(latitude, longitude, resolution)))
