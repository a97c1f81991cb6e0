"""Reference data: whole or not at all, once, and what was built."""

import gzip
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from directory.regions import reference
from directory.regions.fold import LONGEST_KEY, fold
from directory.regions.models import Place, PlaceName, ReferenceSet, Region
from directory.regions.reference import DATA, DataDamaged, Loaded, load_places, load_regions

MEGABYTE = 1_000_000


def lines() -> list[list[str]]:
    return [
        line.split("\t")
        for line in gzip.decompress((DATA / "places.tsv.gz").read_bytes()).decode().splitlines()
    ]


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data in a folder of its own, where a test may change it."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    monkeypatch.setattr(reference, "DATA", folder)
    return folder


def rewrite(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest[name] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_loading_again_changes_nothing(db: None, gazetteer: Loaded) -> None:
    assert load_regions() == Loaded("regions.tsv", 5295, changed=False)
    assert load_places() == Loaded("places.tsv.gz", gazetteer.rows, changed=False)


def test_everything_in_the_file_is_in_the_database(db: None, gazetteer: Loaded) -> None:
    rows = lines()
    assert Place.objects.count() == gazetteer.rows == len(rows)
    assert PlaceName.objects.count() == sum(len(row[8].split("|")) for row in rows if row[8])


def test_a_damaged_file_loads_nothing(db: None, gazetteer: Loaded, copied: Path) -> None:
    (copied / "places.tsv.gz").write_bytes((copied / "places.tsv.gz").read_bytes()[:-100])
    with pytest.raises(DataDamaged, match="Nothing was loaded"):
        load_places()
    assert Place.objects.count() == gazetteer.rows


def test_a_load_that_breaks_off_keeps_the_old_gazetteer(
    db: None, gazetteer: Loaded, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks_off(lines: list[str]) -> Iterator[tuple[Any, ...]]:
        yield 1, "leeds", 1
        raise OSError("the disk is full")

    before = ReferenceSet.objects.get(name="places.tsv.gz").sha256
    rewrite(copied, "places.tsv.gz", gzip.compress(b"city\tGB\tGB-LDS\tLeeds\tleeds\t53.8\t-1.5\t1\t"))
    monkeypatch.setattr(reference, "_other_names", breaks_off)
    with pytest.raises(OSError, match="disk"):
        load_places()
    assert ReferenceSet.objects.get(name="places.tsv.gz").sha256 == before
    assert Place.objects.count() == gazetteer.rows


def test_new_data_replaces_the_gazetteer(db: None, gazetteer: Loaded, copied: Path) -> None:
    row = b"city\tGB\tGB-LDS\tNewtown\tnewtown\t53.8\t-1.5\t9\tnovus|nova"
    rewrite(copied, "places.tsv.gz", gzip.compress(row))
    assert load_places() == Loaded("places.tsv.gz", 1, changed=True)
    assert list(Place.objects.values_list("name", "other_names__key").order_by("other_names__key")) == [
        ("Newtown", "nova"),
        ("Newtown", "novus"),
    ]


def test_a_code_that_iso_withdraws_stays(db: None, copied: Path) -> None:
    kept = [
        line for line in (copied / "regions.tsv").read_text().splitlines() if not line.startswith("GB-LDS\t")
    ]
    rewrite(copied, "regions.tsv", "\n".join(kept).encode())
    assert load_regions().changed
    assert Region.objects.filter(code="GB-LDS").exists()


def test_a_renamed_region_is_renamed(db: None, copied: Path) -> None:
    text = (copied / "regions.tsv").read_text().replace("\tBavaria\t", "\tBavarialand\t")
    rewrite(copied, "regions.tsv", text.encode())
    load_regions()
    assert Region.objects.get(code="DE-BY").name == "Bavarialand"


def test_regions_nested_too_deep_are_refused(db: None, copied: Path) -> None:
    deeper = "XX-1\tGB-LDS\tsubdivision\t\tA\t\t0\t0\nXX-2\tXX-1\tsubdivision\t\tB\t\t0\t0\n"
    rewrite(copied, "regions.tsv", ((copied / "regions.tsv").read_text() + deeper).encode())
    with pytest.raises(DataDamaged, match="deeper"):
        load_regions()
    assert not Region.objects.filter(code="XX-1").exists()


def test_committed_data_is_small() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) <= 8 * MEGABYTE


def test_committed_keys_are_what_a_query_is_folded_to() -> None:
    for kind, _country, _region, name, key, *_rest, others in lines():
        if kind == "postcode":
            assert re.fullmatch(r"[a-z0-9]{2,6}", key)
        else:
            assert key == fold(name) != ""
        for other in others.split("|"):
            assert other == fold(other)
            assert len(other) <= LONGEST_KEY


def test_committed_places_lie_in_known_regions_and_on_the_earth() -> None:
    known = {line.split("\t")[0] for line in (DATA / "regions.tsv").read_text().splitlines()}
    for kind, country, region, _name, _key, latitude, longitude, *_ in lines():
        assert region in known
        assert region[:2] == country
        assert kind in Place.Kind.values
        assert -90 <= float(latitude) <= 90
        assert -180 <= float(longitude) <= 180


def test_data_names_its_source_and_licence() -> None:
    notice = (DATA / "README.md").read_text()
    assert "GeoNames" in notice
    assert "CC BY 4.0" in notice
