"""Everything the page of one clinic says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.catalogue.models import Entry, EntrySite
from directory.catalogue.promotion import hidden_treatments
from directory.vocabulary.terms import Term
from directory.vocabulary.treatments import TREATMENTS

from .cards import unconfirmed_since
from .evidence import EvidenceLine, evidence_lines, web_address


class Step(NamedTuple):
    """One step of the breadcrumbs."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ListingPage:
    entry: Entry
    sites: tuple[EntrySite, ...]
    headaches: tuple[str, ...]
    treatments: tuple[str, ...]
    languages: tuple[str, ...]
    ages: tuple[str, ...]
    referrals: tuple[str, ...]
    funding: tuple[str, ...]
    website: str
    phone_link: str
    evidence: tuple[EvidenceLine, ...]
    unconfirmed_since: date | None
    trail: tuple[Step, ...]


def listing_page(entry: Entry, *, on: date) -> ListingPage:
    """What may be shown of `entry` on that day. Its sites (with regions) and evidence should be prefetched."""
    sites = tuple(sorted(entry.sites.all(), key=lambda site: site.pk))
    hidden = hidden_treatments((site.country for site in sites), on=on)
    return ListingPage(
        entry=entry,
        sites=sites,
        headaches=_labels(entry.headache_terms),
        treatments=_labels(TREATMENTS.among(entry.treatments & ~hidden)),
        languages=_labels(entry.language_terms),
        ages=_labels(entry.age_terms),
        referrals=_labels(entry.referral_terms),
        funding=_labels(entry.funding_terms),
        website=web_address(entry.website),
        phone_link=phone_link(entry.phone),
        evidence=tuple(evidence_lines(list(entry.evidence.all()))),
        unconfirmed_since=unconfirmed_since(entry, on=on),
        trail=_trail(entry, sites),
    )


def _labels(terms: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple(str(term.label) for term in terms)


def phone_link(phone: str) -> str:
    """The number as a telephone dials it; nothing where it holds no number."""
    digits = re.sub(r"[^0-9+]", "", re.sub(r"\(0\)", "", phone))
    return f"tel:{digits}" if len(digits) >= 5 else ""


def _trail(entry: Entry, sites: tuple[EntrySite, ...]) -> tuple[Step, ...]:
    region = sites[0].region
    regions = [*region.ancestors(), region]
    return (
        Step(_("Regions"), reverse("regions")),
        *(Step(each.name, reverse("region", args=[each.pk])) for each in regions),
        Step(entry.name, ""),
    )
