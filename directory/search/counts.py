"""How many live entries there are in each country or part of one, everything below included."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Count, QuerySet

from directory.catalogue.models import EntrySite
from directory.catalogue.querysets import holds
from directory.regions.models import Region


def by_country(*, on: date) -> dict[str, int]:
    """Live entries by ISO 3166-1 code; countries without any are absent."""
    return _entries_by(_live_sites(on), "country")


def by_child(region: Region, *, on: date) -> Counter[str]:
    """Live entries in each region directly below `region`. An entry with sites in two of them counts in both."""
    child_of = _children_above(region)
    sites = _live_sites(on).filter(country=region.country_code)
    counted: Counter[str] = Counter()
    for code, entries in _entries_by(sites, "region").items():
        if code in child_of:
            counted[child_of[code]] += entries
    return counted - _counted_again(sites, child_of)


def _live_sites(on: date) -> QuerySet[EntrySite]:
    return EntrySite.objects.filter(holds(on, path="entry__"))


def _entries_by(sites: QuerySet[EntrySite], column: str) -> dict[str, int]:
    counted = sites.values(column).order_by(column).annotate(entries=Count("entry", distinct=True))
    return dict(counted.values_list(column, "entries"))


def _children_above(region: Region) -> dict[str, str]:
    """For every region below `region` the one directly below it."""
    rows = dict(Region.objects.filter(code__startswith=f"{region.country_code}-").values_list("pk", "parent"))
    above: dict[str, str] = {}
    for code in rows:
        chain = [code]
        while (parent := rows.get(chain[-1])) is not None:
            chain.append(parent)
        if region.pk in chain[1:]:
            above[code] = chain[chain.index(region.pk) - 1]
    return above


def _counted_again(sites: QuerySet[EntrySite], child_of: dict[str, str]) -> Counter[str]:
    """How often an entry was counted more than once in a child, because it has sites in several of its parts."""
    several = sites.values("entry").annotate(regions=Count("region", distinct=True)).filter(regions__gt=1)
    pairs = sites.filter(entry__in=several.values("entry")).values_list("entry", "region").distinct()
    times: dict[object, Counter[str]] = defaultdict(Counter)
    for entry, code in pairs:
        if code in child_of:
            times[entry][child_of[code]] += 1
    again: Counter[str] = Counter()
    for children in times.values():
        again.update({child: number - 1 for child, number in children.items()})
    return again
