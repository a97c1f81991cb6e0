"""Searching the catalogue. A `Search` is frozen and already understood; the QuerySet executes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from directory.regions.models import Region

from .cells import covering
from .promotion import hiding_countries

if TYPE_CHECKING:
    from .models import Entry, EntrySite  # noqa: F401 (named in the base class)

UNCONFIRMED_DAYS = 90
"""Details that nobody confirmed for longer are shown as such (after No Surprises Act §116; an analogy)."""
RANKED_LOWER_DAYS = 120
"""Details that nobody confirmed for longer come after those that somebody did."""


@dataclass(frozen=True, slots=True)
class Near:
    """Around a point (WGS 84 degrees); within `radius_km` of it, or at any distance where that is None."""

    latitude: float
    longitude: float
    radius_km: float | None = None

    @property
    def point(self) -> tuple[float, float]:
        return self.latitude, self.longitude


@dataclass(frozen=True, slots=True)
class Search:
    """What a patient asks for. Masks are bits of the vocabularies; zero means "any".

    `name` is folded as by `actions.fold_name`. `sort` is "distance", "name" or empty: by distance where there is a
    place, else by name, in both cases with details that were not confirmed for long at the end.
    """

    country: str = ""
    region: str = ""
    near: Near | None = None
    headaches: int = 0
    treatments: int = 0
    languages: int = 0
    ages: int = 0
    referrals: int = 0
    funding: int = 0
    kinds: tuple[str, ...] = ()
    telehealth: bool = False
    accepting: bool = False
    name: str = ""
    sort: str = ""


def holds(on: date, *, path: str = "") -> Q:
    """What makes an entry live on `on`; `path` leads to it from another model, such as `entry__`."""
    return Q(**{f"{path}valid_until__gte": on, f"{path}attestation_until__gte": on})


class EntryQuerySet(models.QuerySet["Entry", "Entry"]):
    def live(self, *, on: date) -> Self:
        """Entries the public may see on `on` (UTC date, last valid day inclusive). Nothing else may be shown."""
        return self.filter(holds(on))

    def having_any(self, column: str, mask: int) -> Self:
        """Entries with at least one bit of `mask` in `column`; all when the mask is zero."""
        if not mask:
            return self
        alias = f"{column}_asked"
        return self.alias(**{alias: F(column).bitand(mask)}).exclude(**{alias: 0})

    def in_region(self, code: str) -> Self:
        """Entries with a site in the region or anywhere below it (GB ⊃ GB-ENG ⊃ GB-LDS)."""
        if not code:
            return self
        sites = _sites().filter(country=code[:2])
        if len(code) > 2:
            sites = sites.filter(region__in=Region.objects.within(code).values("pk"))
        return self.filter(pk__in=sites.values("entry"))

    def within(self, near: Near) -> Self:
        """Every entry with a site within the radius, and some just beyond: `find()` measures each exactly."""
        cells = covering(near.latitude, near.longitude, near.radius_km) if near.radius_km else None
        if cells is None:
            return self
        sites = _sites().filter(**{f"{cells.column}__in": cells.numbers})
        return self.filter(pk__in=sites.values("entry"))

    def offering(self, treatments: int, *, on: date) -> Self:
        """Entries with any of the treatments that may be shown for every country they have a site in."""
        found = self.having_any("treatments", treatments)
        for country, hidden in hiding_countries(on=on).items() if treatments else ():
            if treatments & hidden:
                there = Exists(_sites().filter(entry=OuterRef("pk"), country=country))
                alias = f"shown_in_{country.lower()}"
                found = found.alias(**{alias: F("treatments").bitand(treatments & ~hidden)})
                found = found.exclude(Q(there) & Q(**{alias: 0}))
        return found

    def matching(self, search: Search, *, on: date) -> Self:
        """Entries that fit every part of the search; of the distance see `within()`."""
        found = self.in_region(search.country).in_region(search.region)
        for column in ("headaches", "languages", "ages", "referrals", "funding"):
            found = found.having_any(column, getattr(search, column))
        found = found.offering(search.treatments, on=on)
        if search.kinds:
            found = found.filter(kind__in=search.kinds)
        if search.telehealth:
            found = found.filter(telehealth=True)
        if search.accepting:
            found = found.filter(accepting=True)
        for word in search.name.split():
            found = found.filter(name_key__contains=word)
        return found.within(search.near) if search.near else found

    def confirmed_lately(self, *, on: date) -> Self:
        """Entries that are not ranked lower: somebody confirmed the details within the last 120 days."""
        return self.filter(attested_on__gte=on - timedelta(days=RANKED_LOWER_DAYS))


def _sites() -> models.QuerySet[EntrySite]:
    from .models import EntrySite  # models import this module

    return EntrySite.objects.all()
