"""Entries as the pages show them: words instead of codes and masks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.catalogue.find import Hit
from directory.catalogue.models import Entry, EntrySite
from directory.catalogue.querysets import UNCONFIRMED_DAYS
from directory.vocabulary.headaches import HEADACHES

LANGUAGES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Card:
    """One result; what `components/card_listing.html` asks of an entry."""

    slug: str
    url: str
    name: str
    kind_label: str
    summary: str
    town: str
    region_label: str
    distance_km: float | None
    distance_label: str
    tags: tuple[str, ...]
    languages: tuple[str, ...]
    telehealth: bool
    accepting: bool | None
    checked_on: date | None
    unconfirmed_since: date | None


def card(hit: Hit, *, on: date, asked_headaches: int = 0) -> Card:
    """`asked_headaches` are the bits a search asked for: the card says which of them the entry names."""
    entry = hit.entry
    named = HEADACHES.among(entry.headaches & asked_headaches)
    return Card(
        slug=entry.slug,
        url=reverse("clinic", args=[entry.slug]),
        name=entry.name,
        kind_label=entry.get_kind_display(),
        summary=entry.summary,
        town=hit.site.town,
        region_label=region_words(hit.site),
        distance_km=None if hit.km is None else round(hit.km, 3),
        distance_label="" if hit.km is None else distance_words(hit.km),
        tags=tuple(str(term.label) for term in named),
        languages=tuple(str(term.label) for term in entry.language_terms[:LANGUAGES_SHOWN]),
        telehealth=entry.telehealth,
        accepting=entry.accepting,
        checked_on=min((line.checked_on for line in entry.evidence.all()), default=None),
        unconfirmed_since=unconfirmed_since(entry, on=on),
    )


def region_words(site: EntrySite) -> str:
    """Region and country, without repeating the town's own name."""
    chain = [site.region, *reversed(site.region.ancestors())]
    names = [chain[0].name, chain[-1].name]
    return ", ".join(dict.fromkeys(name for name in names if name != site.town))


def unconfirmed_since(entry: Entry, *, on: date) -> date | None:
    """The day of the last confirmation where that is more than 90 days ago."""
    return entry.attested_on if entry.attested_on < on - timedelta(days=UNCONFIRMED_DAYS) else None


def distance_words(km: float) -> str:
    """``4.3 km``, ``27 km``: one decimal under ten, as nobody measures a journey finer."""
    shown = f"{km:.1f}" if round(km, 1) < 10 else f"{km:.0f}"
    return _("%(km)s km away") % {"km": shown}
