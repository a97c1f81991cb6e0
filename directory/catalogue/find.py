"""One page of what a search finds: every distance exact, the order stable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from directory.regions.distance import km

from .models import Entry, EntrySite
from .querysets import RANKED_LOWER_DAYS, EntryQuerySet, Near, Search

STEPS_KM = (50.0, 250.0, 1000.0)
"""How far to look for the nearest among many when no radius is asked for; then everywhere."""
FEW = 1000
"""So many can all be measured in less time than it takes to look around in steps."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry with the site that answers the search; `km` to that site, None where no place was asked for."""

    entry: Entry
    site: EntrySite
    km: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """`total` counts everything that fits; `hits` are the asked-for slice, in order."""

    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Measured:
    entry_id: UUID
    name_key: str
    late: bool
    km: float


def find(search: Search, *, on: date, offset: int, limit: int) -> Found:
    """Live entries that fit `search` on the UTC date `on`, from `offset`, at most `limit`.

    A constant number of queries whatever is found. Distance is that of an entry's nearest site.
    """
    matching = Entry.objects.live(on=on).matching(search, on=on)
    near = search.near
    if near is None or (near.radius_km is None and search.sort == "name"):
        total, ids = matching.count(), _by_name(matching, search, on, offset, limit)
    elif near.radius_km is None:
        total = matching.count()
        steps = STEPS_KM if total > FEW else ()
        nearest = _nearest(matching, search, near, on, steps=steps, needed=offset + limit)
        ids = nearest[offset : offset + limit]
    else:
        measured = _measure(matching, near, on)
        total, ids = len(measured), _ordered(measured, search)[offset : offset + limit]
    return Found(total, _hits(ids, search))


def _by_name(matching: EntryQuerySet, search: Search, on: date, offset: int, limit: int) -> list[UUID]:
    """By name; unless asked for by name alone, what nobody confirmed for long follows after everything else."""
    ordered = matching.order_by("name_key", "listing_id")
    if search.sort == "name":
        return _ids(ordered, offset, limit)
    lately = ordered.confirmed_lately(on=on)
    ids = _ids(lately, offset, limit)
    if len(ids) < limit:
        start = max(0, offset - lately.count())
        ids += _ids(ordered.filter(attested_on__lt=_line(on)), start, limit - len(ids))
    return ids


def _ids(entries: EntryQuerySet, offset: int, limit: int) -> list[UUID]:
    return list(entries.values_list("listing_id", flat=True)[offset : offset + limit])


def _nearest(
    matching: EntryQuerySet, search: Search, near: Near, on: date, *, steps: tuple[float, ...], needed: int
) -> list[UUID]:
    """At least the first `needed`: looks further in steps, as nothing beyond can come before what lies within."""
    for radius in steps:
        around = replace(near, radius_km=radius)
        measured = _measure(matching.within(around), around, on)
        first = [one for one in measured if search.sort == "distance" or not one.late]
        if len(first) >= needed:
            return _ordered(first, search)
    return _ordered(_measure(matching, near, on), search)


def _measure(matching: EntryQuerySet, near: Near, on: date) -> list[_Measured]:
    """Each entry with a site within the radius, at the distance of its nearest one."""
    sites = EntrySite.objects.filter(entry__in=matching.order_by())
    columns = ("entry_id", "latitude", "longitude", "entry__name_key", "entry__attested_on")
    best: dict[UUID, _Measured] = {}
    for entry_id, latitude, longitude, name_key, attested_on in sites.values_list(*columns).iterator():
        away = km(near.point, (latitude, longitude))
        if near.radius_km is not None and away > near.radius_km:
            continue
        known = best.get(entry_id)
        if known is None or away < known.km:
            best[entry_id] = _Measured(entry_id, name_key, attested_on < _line(on), away)
    return list(best.values())


def _ordered(measured: Iterable[_Measured], search: Search) -> list[UUID]:
    def key(one: _Measured) -> tuple[bool, float, str, UUID]:
        late = one.late and not search.sort
        return late, 0.0 if search.sort == "name" else one.km, one.name_key, one.entry_id

    return [one.entry_id for one in sorted(measured, key=key)]


def _line(on: date) -> date:
    return on - timedelta(days=RANKED_LOWER_DAYS)


def _hits(ids: list[UUID], search: Search) -> tuple[Hit, ...]:
    found = Entry.objects.defer("content").prefetch_related("evidence", "sites__region__parent__parent")
    entries = found.in_bulk(ids)
    return tuple(_hit(entries[each], search) for each in ids if each in entries)


def _hit(entry: Entry, search: Search) -> Hit:
    """The nearest site; without a place one in the region asked for; else the first."""
    sites = sorted(entry.sites.all(), key=lambda site: site.pk)
    if search.near is not None:
        point = search.near.point
        distance, site = min(
            ((km(point, (each.latitude, each.longitude)), each) for each in sites), key=lambda pair: pair[0]
        )
        return Hit(entry, site, distance)
    asked = search.region or search.country
    inside = [each for each in sites if asked in _codes(each)]
    return Hit(entry, (inside or sites)[0], None)


def _codes(site: EntrySite) -> set[str]:
    return {site.country, site.region_id, *(above.code for above in site.region.ancestors())}
