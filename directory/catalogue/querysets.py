"""Searching the catalogue. A `Search` is frozen and already understood; the QuerySet executes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef

from directory.regions.models import Region

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class Near:
    """Within `radius_km` of a point (WGS 84 degrees)."""

    latitude: float
    longitude: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Search:
    """What a patient asks for. Masks are bits of the vocabularies; zero means "any"."""

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
    sort: str = "name"


class EntryQuerySet(models.QuerySet["Entry"]):
    def live(self, *, on: date) -> Self:
        """Entries the public may see on `on` (UTC date, last valid day inclusive). Nothing else may be shown."""
        return self.filter(valid_until__gte=on, attestation_until__gte=on)

    def having_any(self, column: str, mask: int) -> Self:
        """Entries with at least one bit of `mask` in `column`; all when the mask is zero."""
        if not mask:
            return self
        alias = f"{column}_asked"
        return self.alias(**{alias: F(column).bitand(mask)}).exclude(**{alias: 0})

    def in_region(self, code: str) -> Self:
        """Entries with a site in the region or anywhere below it (GB ⊃ GB-ENG ⊃ GB-LDS)."""
        from .models import EntrySite

        if not code:
            return self
        sites = EntrySite.objects.filter(entry=OuterRef("pk"), country=code[:2])
        if len(code) > 2:
            sites = sites.filter(region__in=Region.objects.within(code).values("pk"))
        return self.filter(Exists(sites))

    def matching(self, search: Search) -> Self:
        """Entries that fit every part of the search but distance, which `near.rank()` decides exactly."""
        found = self.in_region(search.region or search.country)
        for column in ("headaches", "treatments", "languages", "ages", "referrals", "funding"):
            found = found.having_any(column, getattr(search, column))
        if search.kinds:
            found = found.filter(kind__in=search.kinds)
        if search.telehealth:
            found = found.filter(telehealth=True)
        if search.accepting:
            found = found.filter(accepting=True)
        if search.name:
            for word in search.name.split():
                found = found.filter(name_key__contains=word)
        return found
