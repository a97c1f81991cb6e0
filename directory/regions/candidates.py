"""The gazetteer's rows for a key, read by index: the only queries behind a lookup."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from directory.regions.models import Place, Region

MOST_NAMESAKES = 200
OTHER_NAME = 0.5
"""A place that is only also called so comes after one half its size that bears the name itself."""
SHORT_CODES_OF = ("US", "CA", "AU")
"""Where people write the second half of an ISO 3166-2 code by itself: TX, ON, NSW."""
RANGE_STARTS = "BR"
"""The country whose listed codes are the first of a town's range, so that any code lies above its town's."""


@dataclass(frozen=True)
class Found:
    """A row, and whether it bears the name itself or is only also called so."""

    place: Place
    is_own_name: bool = True

    @property
    def weight(self) -> float:
        return 1.0 if self.is_own_name else OTHER_NAME

    @property
    def codes(self) -> frozenset[str]:
        """Everything the place lies in: its region, those above it, its country."""
        chain = {self.place.country}
        region: Region | None = self.place.region
        while region is not None:
            chain.add(region.code)
            region = region.parent
        return frozenset(chain)


def named(key: str) -> list[Found]:
    """Countries, regions and towns that bear or are also called `key` (folded)."""
    own = _rows(Place.objects.filter(key=key).exclude(kind=Place.Kind.POSTCODE))
    known = {place.id for place in own}
    also = {
        place.id: place for place in (*_rows(Place.objects.filter(other_names__key=key)), *_short_code(key))
    }
    others = [Found(place, is_own_name=False) for number, place in also.items() if number not in known]
    return [*(Found(place) for place in own), *others]


def with_postcode(keys: Mapping[str, frozenset[str]]) -> list[Found]:
    """Postcodes by key, each looked for only in the countries whose shape it has."""
    either = [Q(key=key, country__in=sorted(countries)) for key, countries in keys.items()]
    rows = _rows(Place.objects.filter(functools.reduce(operator.or_, either), kind=Place.Kind.POSTCODE))
    return [Found(place) for place in rows or _start_of_range(keys)]


def _start_of_range(keys: Mapping[str, frozenset[str]]) -> list[Place]:
    codes = [key for key, countries in keys.items() if countries == {RANGE_STARTS}]
    below = Place.objects.filter(kind=Place.Kind.POSTCODE, country=RANGE_STARTS)
    rows = [below.filter(key__lte=code, key__gte=code[:2] + "000").order_by("-key") for code in codes]
    return [place for row in rows for place in _related(row)[:1]]


def _short_code(key: str) -> list[Place]:
    if not (key.isascii() and key.isalpha() and 2 <= len(key) <= 3):
        return []
    codes = [f"{country.lower()} {key}" for country in SHORT_CODES_OF]
    return _rows(Place.objects.filter(other_names__key__in=codes, kind=Place.Kind.REGION))


def _rows(places: QuerySet[Place]) -> list[Place]:
    return list(_related(places.order_by("-rank", "id"))[:MOST_NAMESAKES])


def _related(places: QuerySet[Place]) -> QuerySet[Place]:
    return places.select_related("region__parent__parent__parent")
