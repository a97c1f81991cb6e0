"""Entries anywhere on earth and in any state of confirmation, which no cast of a few people could reach by actions.

The guards are out while such entries are made (they ask for the decision behind each entry), so the rows say nothing
about what may be public; they are for searching alone. The test's own transaction takes rows and guards back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from directory import clock
from directory.catalogue.actions import cell, fold_name
from directory.catalogue.models import Address, Entry, EntryEvidence, EntrySite
from directory.guards import install
from directory.vocabulary.headaches import HEADACHES
from directory.vocabulary.practice import AGES, FUNDING, REFERRALS, languages
from directory.vocabulary.treatments import TREATMENTS

LEEDS = (53.796, -1.548)
YORK = (53.958, -1.083)
LONDON = (51.509, -0.126)
BERLIN = (52.524, 13.411)


@dataclass
class Made:
    """What to write; `sites` are (latitude, longitude, region)."""

    name: str = "Dr Ivo Marsh"
    slug: str = ""
    sites: tuple[tuple[float, float, str], ...] = ((*LEEDS, "GB-LDS"),)
    headaches: tuple[str, ...] = ("migraine-without-aura",)
    treatments: tuple[str, ...] = ("assessment",)
    languages: tuple[str, ...] = ("en",)
    ages: tuple[str, ...] = ("adult",)
    referrals: tuple[str, ...] = ("gp",)
    funding: tuple[str, ...] = ("public",)
    attested_days_ago: int = 0
    valid_days: int = 300
    columns: dict[str, Any] = field(default_factory=dict)


Make = Callable[..., Entry]


def rows_of(made: Made) -> tuple[Entry, list[EntrySite], EntryEvidence, Address]:
    listing_id = uuid4()
    attested = clock.today() - timedelta(days=made.attested_days_ago)
    valid_until = clock.today() + timedelta(days=made.valid_days)
    slug = made.slug or f"entry-{listing_id.hex[:12]}"
    entry = Entry(
        listing_id=listing_id,
        slug=slug,
        revision_sha256="0" * 64,
        decision_seq=0,
        content="{}",
        name=made.name,
        name_key=fold_name(made.name),
        summary="Sees people with headache.",
        headaches=HEADACHES.mask(made.headaches),
        treatments=TREATMENTS.mask(made.treatments),
        languages=languages().mask(made.languages),
        ages=AGES.mask(made.ages),
        referrals=REFERRALS.mask(made.referrals),
        funding=FUNDING.mask(made.funding),
        valid_until=valid_until,
        attested_on=attested,
        attestation_until=attested + timedelta(days=180),
        published_at=clock.now(),
        **{"kind": "specialist", **made.columns},
    )
    sites = [_site(listing_id, *place) for place in made.sites]
    evidence = EntryEvidence(
        entry_id=listing_id,
        position=0,
        link="licence",
        register_code="uk-gmc",
        register_name="General Medical Council",
        number="7000001",
        holder=made.name,
        scope="licence",
        checked_on=clock.today(),
        how="register",
        valid_until=valid_until,
    )
    return entry, sites, evidence, Address(slug=slug, listing_id=listing_id)


def _site(entry_id: UUID, latitude: float, longitude: float, region: str) -> EntrySite:
    return EntrySite(
        entry_id=entry_id,
        site_id=uuid4(),
        name="Consulting rooms",
        town="Somewhere",
        region_id=region,
        country=region[:2],
        latitude=latitude,
        longitude=longitude,
        cell3=cell(latitude, longitude, 3),
        cell5=cell(latitude, longitude, 5),
    )


@pytest.fixture
def unguarded(db: None, now: object) -> None:
    install.drop(connection)  # the test's transaction ends in a rollback, which brings every guard back


def write(*several: Made) -> list[Entry]:
    rows = [rows_of(made) for made in several]
    EntryEvidence.objects.bulk_create(evidence for _, _, evidence, _ in rows)
    Entry.objects.bulk_create(entry for entry, _, _, _ in rows)
    EntrySite.objects.bulk_create(site for _, sites, _, _ in rows for site in sites)
    Address.objects.bulk_create(address for _, _, _, address in rows)
    return [entry for entry, _, _, _ in rows]


@pytest.fixture
def make(unguarded: None) -> Make:
    """`make(name=…, sites=…)` writes one live entry; `columns` sets further columns as they are."""
    return lambda **changes: write(Made(**changes))[0]
