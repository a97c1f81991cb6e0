"""Trials near the place of a clinic search, beside its results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from directory.catalogue.querysets import Near, Search

from .links import from_here
from .parameters import Parameters
from .trial_search import TrialSearch, find_trials
from .trial_words import TrialCard, trial_card

SHOWN = 3
AROUND_KM = 250.0
"""How far a person may reasonably travel for the visits of a trial."""
_SHARED = ("place", "country", "region", "radius", "headache")


@dataclass(frozen=True, slots=True)
class Nearby:
    """The nearest few, how many there are, and the search that shows them all."""

    cards: tuple[TrialCard, ...]
    total: int
    url: str


def trials_nearby(search: Search, parameters: Parameters, *, on: date) -> Nearby | None:
    """None where the search names no place, or no trial is near it."""
    if not (search.near or search.region or search.country):
        return None
    found = find_trials(
        TrialSearch(search.country, search.region, _around(search.near), search.headaches),
        on=on,
        offset=0,
        limit=SHOWN,
    )
    if not found.total:
        return None
    here = from_here(parameters)
    cards = tuple(trial_card(hit, query=here) for hit in found.hits)
    around = _around(search.near)
    radius = {"radius": f"{around.radius_km:.0f}"} if around else {}
    return Nearby(cards, found.total, reverse("trials") + parameters.only(_SHARED, radius))


def _around(near: Near | None) -> Near | None:
    return near and Near(near.latitude, near.longitude, near.radius_km or AROUND_KM)
