"""Writes the committed files; the same sources always give the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from directory.regions.build.cities import City
from directory.regions.build.geometry import middle
from directory.regions.build.postcodes import Postcode
from directory.regions.build.regions import Row
from directory.regions.distance import Point, km
from directory.regions.fold import LONGEST_KEY, fold, fold_german

ASTRAY_KM = 600.0
"""A subdivision's centre farther than this from where its people live is an error of the source."""


def place_regions(rows: dict[str, Row], cities: list[City]) -> dict[str, int]:
    """Gives every region its centre and returns how prominent each is, in inhabitants of its towns.

    A region that shares its name with a town in it comes just after the town: Leeds, New York, Paris.
    """
    inside: dict[str, list[City]] = defaultdict(list)
    for city in cities:
        for code in chain(rows, city.region):
            inside[code].append(city)
    for row in rows.values():
        row.centre = _centre(row, rows, inside[row.code])
    return {code: _rank(row, inside[code]) for code, row in rows.items()}


def chain(rows: dict[str, Row], code: str) -> Iterator[str]:
    while code:
        yield code
        code = rows[code].parent


def _centre(row: Row, rows: dict[str, Row], towns: list[City]) -> Point:
    lived_in = middle((town.centre, town.population + 1) for town in towns) if towns else None
    if row.kind == "country":
        children = [other.centre for other in rows.values() if other.parent == row.code and other.centre]
        return row.centre or lived_in or middle((centre, 1) for centre in children)
    if row.centre and (lived_in is None or km(row.centre, lived_in) <= ASTRAY_KM):
        return row.centre
    return lived_in or rows[row.code[:2]].centre or (0.0, 0.0)


def _rank(row: Row, towns: list[City]) -> int:
    names = {fold(name) for name in (row.name, *row.local_names)}
    namesakes = [town.population - 1 for town in towns if fold(town.name) in names]
    namesakes += [town.population // 2 - 1 for town in towns if names & set(town.other_keys)]
    if row.kind == "country" or not namesakes:
        return sum(town.population for town in towns)
    return max(0, *namesakes)


def region_lines(rows: dict[str, Row]) -> Iterator[str]:
    """Parents before children: countries, then by depth and code."""
    for code in sorted(rows, key=lambda code: (len(list(chain(rows, code))), code)):
        row = rows[code]
        where = row.centre or ("", "")
        yield _line(code, row.parent, row.kind, row.type_label, row.name, "|".join(row.local_names), *where)


def place_lines(
    rows: dict[str, Row], ranks: dict[str, int], cities: list[City], postcodes: list[Postcode]
) -> Iterator[str]:
    generic = {fold(row.type_label) for row in rows.values()} | {"kanton", "provincia"}
    for row in sorted(rows.values(), key=lambda row: row.code):
        keys = {fold(name) for name in (*row.local_names, *row.aliases)}
        keys |= {fold_german(name) for name in (row.name, *row.local_names)}
        other = sorted(key for key in keys - generic - {fold(row.name)} if 1 < len(key) <= LONGEST_KEY)
        kind = "country" if row.kind == "country" else "region"
        where = row.centre or (0.0, 0.0)
        yield _line(
            kind, row.code[:2], row.code, row.name, fold(row.name), *where, ranks[row.code], "|".join(other)
        )
    for city in cities:
        cells = ("city", city.country, city.region, city.name, fold(city.name), *city.centre, city.population)
        yield _line(*cells, "|".join(city.other_keys))
    for code in postcodes:
        where = code.centre
        yield _line("postcode", code.country, code.region, code.name, code.key, *where, code.population, "")


def _line(*cells: object) -> str:
    texts = [str(cell).replace("\t", " ").strip() for cell in cells]
    return "\t".join(texts) + "\n"


def write(folder: Path, regions: Iterable[str], places: Iterable[str]) -> dict[str, str]:
    """Writes both files and their manifest; returns the SHA-256 of each."""
    region_bytes = "".join(regions).encode()
    place_bytes = gzip.compress("".join(places).encode(), compresslevel=9, mtime=0)
    (folder / "regions.tsv").write_bytes(region_bytes)
    (folder / "places.tsv.gz").write_bytes(place_bytes)
    hashes = {
        "regions.tsv": hashlib.sha256(region_bytes).hexdigest(),
        "places.tsv.gz": hashlib.sha256(place_bytes).hexdigest(),
    }
    (folder / "manifest.json").write_text(json.dumps(hashes, indent=1) + "\n")
    return hashes
