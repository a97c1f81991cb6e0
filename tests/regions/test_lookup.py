"""What people type, and where it leads them."""

import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.regions.lookup import Match, lookup
from directory.regions.models import Place
from directory.regions.reference import Loaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]


def found(text: str, country: str | None = None) -> list[tuple[str, str]]:
    return [(match.kind, match.region) for match in lookup(text, country=country)]


@pytest.mark.parametrize(
    ("text", "kind", "region"),
    [
        ("Leeds", "city", "GB-LDS"),
        ("LS1 4DY", "postcode", "GB-LDS"),
        ("ls14dy", "postcode", "GB-LDS"),
        ("90210", "postcode", "US-CA"),
        ("90210-1234", "postcode", "US-CA"),
        ("Bavaria", "region", "DE-BY"),
        ("Bayern", "region", "DE-BY"),
        ("München", "city", "DE-BY"),
        ("munchen", "city", "DE-BY"),
        ("Muenchen", "city", "DE-BY"),
        ("Munich", "city", "DE-BY"),
        ("San José, CR", "city", "CR-SJ"),
        ("san jose costa rica", "city", "CR-SJ"),
        ("Montréal H3A", "postcode", "CA-QC"),
        ("H3A 1B1, Montreal", "postcode", "CA-QC"),
        ("10115 Berlin", "postcode", "DE-BE"),
        ("Berlin 10115", "postcode", "DE-BE"),
        ("D-10115", "postcode", "DE-BE"),
        ("Paris", "city", "FR-75C"),
        ("Paris, Texas", "city", "US-TX"),
        ("Paris, TX", "city", "US-TX"),
        ("Paris Texas", "city", "US-TX"),
        ("75651 Paris Cedex 13", "postcode", "FR-75C"),
        ("DE-BY", "region", "DE-BY"),
        ("GB", "country", "GB"),
        ("UK", "country", "GB"),
        ("Germany", "country", "DE"),
        ("Deutschland", "country", "DE"),
        ("TX", "region", "US-TX"),
        ("Москва", "city", "RU-MOW"),
        ("東京", "city", "JP-13"),
        ("100-0001 Tokyo", "postcode", "JP-13"),
        ("1000-003 Lisboa", "postcode", "PT-11"),
        ("01310-100 São Paulo", "postcode", "BR-SP"),
        ("Leeds, West Yorkshire", "city", "GB-LDS"),
        ("12 High Street, Leeds", "city", "GB-LDS"),
        ("Richmond, London", "city", "GB-ENG"),
        ("  leeds  ", "city", "GB-LDS"),
        ("Bournemouth, Christchurch and Poole", "region", "GB-BCP"),
        ("Caraga (Region XIII)", "region", "PH-13"),
    ],
)
def test_place_found_as_typed(text: str, kind: str, region: str) -> None:
    assert found(text)[0] == (kind, region)


def test_leeds_offers_city_and_region() -> None:
    assert found("Leeds")[:2] == [("city", "GB-LDS"), ("region", "GB-LDS")]


def test_springfield_offers_several_the_larger_first() -> None:
    states = [region for _, region in found("Springfield")]
    assert states[:3] == ["US-MO", "US-MA", "US-IL"]


def test_newcastle_in_britain_comes_first_for_a_briton() -> None:
    assert found("Newcastle", "GB")[0] == ("city", "GB-NET")
    assert found("Newcastle", "AU")[0] == ("city", "AU-NSW")
    assert {"AU", "GB", "ZA"} <= {match.country for match in lookup("Newcastle")}


@pytest.mark.parametrize("country", ["DE", "US", "PL"])
def test_bare_number_prefers_the_country_asked_for(country: str) -> None:
    assert lookup("10115", country=country)[0].country == country


def test_code_with_a_short_town_is_not_only_a_dutch_one() -> None:
    assert [match.country for match in lookup("1431 Ås", country="NO")] == ["NO", "NL"]


def test_small_town_at_home_does_not_hide_the_world() -> None:
    assert lookup("Paris", country="US")[0].country == "FR"


def test_match_says_where_it_is() -> None:
    assert lookup("LS1 4DY") == [Match("LS1 Leeds", "postcode", "GB-LDS", "GB", 53.797, -1.548)]


def test_town_outside_the_region_named_is_not_offered() -> None:
    assert lookup("Leeds, Bavaria") == []


def test_limit_is_kept() -> None:
    assert len(lookup("Springfield", limit=2)) == 2
    assert lookup("Springfield", limit=0) == []


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", ",", ", ,", "-", "?", "Gotham City", "Лeeds", "Le\x00eds", "Le\u200beds", "Leeds\x1b[0m", "\ud800",
        "'; DROP TABLE directory_place; --", "%", "_", "\\", "99999999999", "L" * 300,
        "Leeds " * 200_000, "é" * 1_000_000,
    ],
)  # fmt: skip
def test_hostile_or_unknown_text_finds_nothing_quickly(text: str) -> None:
    start = time.perf_counter()
    assert lookup(text) == []
    assert time.perf_counter() - start < 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80), st.none() | st.text(max_size=3))
def test_lookup_never_raises(text: str, country: str | None) -> None:
    assert len(lookup(text, country=country)) <= 10


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(min_value=1))
def test_every_place_is_found_by_its_own_name(gazetteer: Loaded, number: int) -> None:
    place = Place.objects.get(id=number % gazetteer.rows + 1)
    text = f"{place.key}00" if place.name[3:4] == "-" and place.country == "JP" else place.name
    matches = lookup(text, country=place.country, limit=1000)
    assert any((match.lat, match.lon) == (place.latitude, place.longitude) for match in matches)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["Leeds", "München", "San José", "Île-de-France", "LS1 4DY", "Stoke-on-Trent"]), st.data()
)
def test_case_does_not_matter(name: str, data: st.DataObject) -> None:
    upper = data.draw(st.lists(st.booleans(), min_size=len(name), max_size=len(name)))
    mixed = "".join(letter.upper() if up else letter.lower() for letter, up in zip(name, upper, strict=True))
    assert lookup(mixed) == lookup(name)


def test_lookup_reads_by_index_in_few_queries() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        lookup("Springfield")
    assert len(queries) <= 4


VARIED = [
    "Leeds", "LS1 4DY", "90210", "Bavaria", "München", "San José, CR", "Montréal H3A", "10115 Berlin", "Springfield",
    "Newcastle", "Paris, Texas", "DE-BY", "Deutschland", "London", "New York", "12 High Street, Leeds", "Gotham",
    "Richmond, London", "Springfield IL", "san jose costa rica", "Santa Cruz", "San Antonio", "Москва", "東京", "TX",
    "01310-100 São Paulo", "2000", "1000 Bruxelles", "Newcastle upon Tyne NE1 4LP", "a b c d e f g h", "Victoria, BC",
]  # fmt: skip


def test_lookup_is_quick(capsys: pytest.CaptureFixture[str]) -> None:
    took = []
    for text in VARIED * 5:
        start = time.perf_counter()
        lookup(text, country="GB")
        took.append((time.perf_counter() - start) * 1000)
    p95 = statistics.quantiles(took, n=20)[-1]
    with capsys.disabled():
        print(f"\nlookup on {connection.vendor}: median {statistics.median(took):.1f} ms, p95 {p95:.1f} ms")
    assert p95 < 100  # the aim is 20 ms; a busy machine gets room
