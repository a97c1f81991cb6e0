"""Finds the places that a person may mean by what they typed: a town, a region, a country or a postcode."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from directory.regions import asked
from directory.regions.candidates import Found, named, with_postcode
from directory.regions.distance import km
from directory.regions.fold import fold
from directory.regions.models import Place
from directory.regions.nearest import suggest

__all__ = ["Match", "lookup", "suggest"]

NEAR_KM = 40.0
"""A town qualified by another ("Richmond, London") lies this near to it."""
AT_HOME = 20.0
"""How many times larger a namesake abroad must be to come before one in the country asked for."""
LESS_KNOWN = 0.05
"""What is only *also* called so is left out when the largest that bears the name is so much larger."""
LAST_WORDS = 4


@dataclass(frozen=True)
class Match:
    """A place. `region` is its ISO 3166-2 code, or the country's where no finer one is known; `lat` and `lon`
    are WGS 84 degrees; `kind` is country, region, city or postcode."""

    name: str
    kind: str
    region: str
    country: str
    lat: float
    lon: float


def lookup(text: str, *, country: str | None = None, limit: int = 10) -> list[Match]:
    """The places `text` may mean, the likeliest first; empty when it names none that is known.

    `country` (ISO 3166-1 alpha-2) is preferred, not required: its postcodes come first, and its towns before
    others unless those are far larger. Never raises, whatever the text holds.
    """
    parts = asked.parts(text)
    found = _find(parts)
    while not found and len(parts) > 1 and any(letter.isdigit() for letter in parts[0]):
        parts = parts[1:]  # a street with a house number before the town
        found = _find(parts)
    home = (country or "").upper()
    ordered = sorted(_well_known(found), key=lambda one: _order(one, home, parts))
    return [_match(one.place) for one in ordered[: max(0, limit)]]


def _find(parts: tuple[str, ...]) -> list[Found]:
    if not parts:
        return []
    if len(parts) > 1 and (whole := named(" ".join(parts))):
        return whole  # some names hold a comma: Bournemouth, Christchurch and Poole
    return _by_postcode(parts) or _by_name(parts) or _by_last_words(parts)


def _match(place: Place) -> Match:
    return Match(place.name, place.kind, place.region_id, place.country, place.latitude, place.longitude)


def _well_known(found: list[Found]) -> list[Found]:
    largest = max((one.place.rank for one in found if one.is_own_name), default=0)
    return [one for one in found if one.is_own_name or one.place.rank >= largest * LESS_KNOWN]


def _order(one: Found, home: str, parts: tuple[str, ...]) -> tuple[bool, bool, float, str, int]:
    place = one.place
    is_code = fold(place.region_id) == parts[0] and place.kind in (Place.Kind.COUNTRY, Place.Kind.REGION)
    at_home = place.country == home
    size = (place.rank + 1) * one.weight * (AT_HOME if at_home else 1.0)
    return (not is_code, place.kind == Place.Kind.POSTCODE and not at_home, -size, place.name, place.id)


def _by_postcode(parts: tuple[str, ...]) -> list[Found]:
    """What fits any reading of the text: ``1431 Ås`` is a Norwegian code with its town, or a Dutch code."""
    readings = [(code, with_postcode(code.keys)) for code in asked.postcodes(parts)]
    fitting = {
        one.place.id: one
        for code, rows in readings
        for one in (_within(rows, code.rest, strict=True) if code.rest else rows)
    }
    if fitting:
        return list(fitting.values())
    for code, rows in readings:
        if rows and (others := _by_name(code.rest)):
            return others
    return next((rows for code, rows in readings if rows and code.is_certain), [])


def _by_name(parts: tuple[str, ...], *, strict: bool = False) -> list[Found]:
    return _within(named(parts[0]), parts[1:], strict=strict)


def _by_last_words(parts: tuple[str, ...]) -> list[Found]:
    """``Paris Texas``: the last words of the first part may say where it lies."""
    words = parts[0].split()
    for count in range(1, min(LAST_WORDS, len(words))):
        split = (" ".join(words[:-count]), " ".join(words[-count:]), *parts[1:])
        if found := _by_name(split, strict=True):
            return found
    return []


def _within(found: list[Found], qualifiers: Iterable[str], *, strict: bool) -> list[Found]:
    """Those of `found` that every qualifier fits: they lie in it, near it, or bear it in their name.

    Unless `strict`, a qualifier that names nothing known is passed over (a historic county, a hospital).
    """
    for qualifier in qualifiers:
        if not found:
            break
        outer = named(qualifier)
        if strict or outer:
            found = [one for one in found if _fits(one, qualifier, outer)]
    return found


def _fits(one: Found, qualifier: str, outer: list[Found]) -> bool:
    codes = one.codes
    if any(qualifier.upper() in (code, code.partition("-")[2]) for code in codes):
        return True
    if one.place.kind == Place.Kind.POSTCODE and f" {qualifier} " in f" {fold(one.place.name)} ":
        return True
    return any(_holds(other.place, one.place, codes) for other in outer)


def _holds(outer: Place, inner: Place, codes: frozenset[str]) -> bool:
    if outer.kind == Place.Kind.CITY:
        return km((outer.latitude, outer.longitude), (inner.latitude, inner.longitude)) <= NEAR_KM
    return outer.region_id in codes
