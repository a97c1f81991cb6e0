"""What may be a postcode, and what is only a number."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.regions.asked import MOST_PARTS, parts, postcodes
from directory.regions.reference import DATA


def first(text: str) -> tuple[dict[str, frozenset[str]], tuple[str, ...]] | None:
    code = next(postcodes(parts(text)), None)
    return (code.keys, code.rest) if code else None


def test_british_code_is_cut_to_its_outward_part() -> None:
    for text in ("LS1 4DY", "ls14dy", "LS1"):
        found = first(text)
        assert found is not None
        assert "GB" in found[0]["ls1"]


def test_town_beside_a_code_is_kept_apart() -> None:
    found = first("10115 Berlin")
    assert found is not None
    assert found[1] == ("berlin",)
    assert {"DE", "US"} <= found[0]["10115"]


def test_sign_of_the_country_decides() -> None:
    assert first("D-10115") == ({"10115": frozenset({"DE"})}, ())
    assert first("CH-8001") == ({"8001": frozenset({"CH"})}, ())


@pytest.mark.parametrize("text", ["Leeds", "12", "1", "high street", "1234567890"])
def test_other_words_are_no_postcode(text: str) -> None:
    assert first(text) is None


def test_short_number_may_be_a_house() -> None:
    assert not next(postcodes(parts("1013 Gotham Street"))).is_certain
    assert next(postcodes(parts("10115 Gotham Street"))).is_certain


def test_every_committed_postcode_can_be_typed() -> None:
    for line in gzip.decompress((DATA / "places.tsv.gz").read_bytes()).decode().splitlines():
        kind, country, _region, name, key, *_ = line.split("\t")
        if kind == "postcode":
            typed = f"{key}00" if country == "JP" else name
            assert any(country in code.keys.get(key, ()) for code in postcodes(parts(typed))), name


@given(st.text(max_size=300))
def test_reading_never_raises_and_stays_bounded(text: str) -> None:
    read = parts(text)
    assert len(read) <= MOST_PARTS
    for code in postcodes(read):
        assert code.keys
