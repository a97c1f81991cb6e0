"""Reads the demonstration's own data files: towns, areas, names, texts, hand-shaped providers."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

Texts = dict[str, dict[str, list[str]]]
"""Language → part → sentences."""


@dataclass(frozen=True, slots=True)
class Town:
    """A real town, WGS 84 degrees. `area` is the `Area` whose registers stand for it."""

    name: str
    area: str
    region: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Area:
    """Where one set of registers stands for everybody: a country, or a nation of the United Kingdom."""

    code: str
    listings: int
    names: str
    tongue: str
    also: tuple[str, ...]
    title: str
    licence: str
    qualifications: tuple[str, ...]
    facilities: tuple[str, ...]
    others: tuple[tuple[str, int], ...]
    practices: bool
    funding: tuple[str, ...]
    phone: str


def rows(name: str) -> list[dict[str, str]]:
    """The rows of `data/<name>.tsv` by column."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def towns() -> tuple[Town, ...]:
    return tuple(
        Town(row["name"], row["area"], row["region"], float(row["latitude"]), float(row["longitude"]))
        for row in rows("towns")
    )


def towns_of(area: str) -> tuple[Town, ...]:
    return tuple(town for town in towns() if town.area == area)


def town_called(name: str) -> Town:
    """The first town of that name. Raises `KeyError`."""
    for town in towns():
        if town.name == name:
            return town
    raise KeyError(name)


@cache
def areas() -> dict[str, Area]:
    return {row["area"]: _area(row) for row in rows("areas")}


def _area(row: dict[str, str]) -> Area:
    return Area(
        code=row["area"],
        listings=int(row["listings"]),
        names=row["names"],
        tongue=row["tongue"],
        also=_list(row["also"]),
        title=row["title"],
        licence=row["licence"],
        qualifications=_list(row["qualification"]),
        facilities=_list(row["facility"]),
        others=tuple((code, int(place)) for code, place in (o.split(":") for o in _list(row["other"]))),
        practices=row["practice"] == "yes",
        funding=_list(row["funding"]),
        phone=row["phone"],
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)


@cache
def names(kind: str, part: str) -> tuple[str, ...]:
    """Given names, family names or names of houses of one naming custom. Raises `KeyError`."""
    found = {(row["names"], row["part"]): tuple(row["words"].split("|")) for row in rows("names")}
    return found[kind, part]


@cache
def texts() -> Texts:
    with (DATA / "texts.toml").open("rb") as file:
        found: Texts = tomllib.load(file)
    return found
