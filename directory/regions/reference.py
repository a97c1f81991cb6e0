"""Loads the committed data (`data/`) into the database: whole or not at all, and only when it has changed."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from directory import clock
from directory.regions.models import DEEPEST, Place, PlaceName, ReferenceSet, Region

DATA = Path(__file__).parent / "data"
BATCH = 5000


class DataDamaged(Exception):
    """A committed data file is not the one that was built; nothing was loaded."""


@dataclass(frozen=True)
class Loaded:
    """What the database now holds of one set; `changed` is false when it held it already."""

    name: str
    rows: int
    changed: bool


def load_regions() -> Loaded:
    """Countries and subdivisions of ISO 3166. A code that the data no longer has stays: it may be in use."""
    return _load("regions.tsv", _store_regions)


def load_places() -> Loaded:
    """The gazetteer, which replaces the one before it. Loads the regions first, since places lie in them."""
    load_regions()
    return _load("places.tsv.gz", _store_places)


def _load(name: str, store: Callable[[bytes], int]) -> Loaded:
    content, sha256 = _read(name)
    with transaction.atomic():
        ReferenceSet.objects.get_or_create(
            name=name, defaults={"sha256": "", "rows": 0, "loaded_at": clock.now()}
        )
        held = ReferenceSet.objects.select_for_update().get(name=name)
        if held.sha256 == sha256:
            return Loaded(name, held.rows, changed=False)
        rows = store(content)
        ReferenceSet.objects.filter(name=name).update(sha256=sha256, rows=rows, loaded_at=clock.now())
    return Loaded(name, rows, changed=True)


def _read(name: str) -> tuple[bytes, str]:
    content = (DATA / name).read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    if json.loads((DATA / "manifest.json").read_text())[name] != sha256:
        raise DataDamaged(f"{name} is not the file that was built. Nothing was loaded. Fetch it again.")
    return content, sha256


def _store_regions(content: bytes) -> int:
    regions = [_region(line) for line in content.decode().splitlines()]
    above = {region.code: region.parent_id for region in regions}
    if any(_depth(above, code) > DEEPEST for code in above):
        raise DataDamaged(f"Regions are nested deeper than {DEEPEST} steps. Nothing was loaded.")
    columns = [field.name for field in Region._meta.concrete_fields if not field.primary_key]
    for start in range(0, len(regions), BATCH):
        Region.objects.bulk_create(
            regions[start : start + BATCH],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=columns,
        )
    return len(regions)


def _region(line: str) -> Region:
    code, parent, kind, type_label, name, local_names, latitude, longitude = line.split("\t")
    return Region(
        code=code,
        parent_id=parent or None,
        kind=kind,
        type_label=type_label,
        name=name,
        local_names=local_names.split("|") if local_names else [],
        latitude=float(latitude),
        longitude=float(longitude),
    )


def _depth(above: dict[str, str | None], code: str) -> int:
    parent = above[code]
    return 1 + _depth(above, parent) if parent else 0


def _store_places(content: bytes) -> int:
    lines = gzip.decompress(content).decode().splitlines()
    _empty(PlaceName, Place)
    _insert(Place, _places(lines))
    _insert(PlaceName, _other_names(lines))
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor
        ):  # without figures the planner reads whole tables until autovacuum comes
            cursor.execute(f"ANALYZE {_tables(Place, PlaceName)}")
    return len(lines)


def _empty(*tables: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # DELETE would check every row against names without an index
            cursor.execute(f"TRUNCATE {_tables(*tables)}")
            return
        for table in tables:
            cursor.execute(f"DELETE FROM {_tables(table)}")  # noqa: S608


def _tables(*tables: type[models.Model]) -> str:
    return ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)


def _places(lines: list[str]) -> Iterator[tuple[Any, ...]]:
    for number, line in enumerate(lines, 1):
        kind, country, region, name, key, latitude, longitude, rank, _keys = line.split("\t")
        yield number, kind, key, name, country, region, float(latitude), float(longitude), int(rank)


def _other_names(lines: list[str]) -> Iterator[tuple[Any, ...]]:
    number = 0
    for place, line in enumerate(lines, 1):
        keys = line[line.rindex("\t") + 1 :]
        for key in keys.split("|") if keys else ():
            number += 1
            yield number, key, place


def _insert(model: type[models.Model], rows: Iterable[tuple[Any, ...]]) -> None:
    """Hundreds of thousands of rows by the database's own fast way, since model instances take minutes."""
    columns = [connection.ops.quote_name(field.column) for field in model._meta.concrete_fields]
    into = f"{_tables(model)} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        remaining = iter(rows)
        while batch := list(itertools.islice(remaining, BATCH)):
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", batch)  # noqa: S608
