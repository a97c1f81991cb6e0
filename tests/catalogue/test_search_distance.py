"""Distance: what lies within a radius is found, nothing else, wherever on earth; the nearest comes first."""

import math
import random
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from directory import clock
from directory.catalogue.actions import cell
from directory.catalogue.cells import covering
from directory.catalogue.find import find
from directory.catalogue.querysets import Near, Search
from directory.regions.distance import EARTH_KM, km
from tests.search.synthetic import BERLIN, LEEDS, LONDON, YORK, Made, Make, write

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
ALL = 10_000
LATE = 150


def beside(latitude: float, longitude: float, away: float, bearing: float) -> tuple[float, float]:
    """The point `away` km from another in a direction (radians), on the sphere."""
    angle, north = away / EARTH_KM, math.radians(latitude)
    sine = math.sin(north) * math.cos(angle) + math.cos(north) * math.sin(angle) * math.cos(bearing)
    east = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(north), math.cos(angle) - math.sin(north) * sine
    )
    there = (math.degrees(math.asin(max(-1.0, min(1.0, sine)))), longitude + math.degrees(east))
    return there[0], (there[1] + 180) % 360 - 180


@settings(max_examples=400, deadline=None)
@given(
    latitudes,
    longitudes,
    st.sampled_from([10.0, 25.0, 50.0, 100.0, 250.0, 1000.0]),
    st.floats(0, 1),
    st.floats(0, 7),
)
@example(90.0, 0.0, 250.0, 1.0, 1.0)
@example(-90.0, 0.0, 10.0, 1.0, 1.0)
@example(0.0, 180.0, 50.0, 1.0, math.pi / 2)
@example(0.0, -180.0, 50.0, 1.0, -math.pi / 2)
@example(64.7, 10.5, 100.0, 1.0, 1.0)  # one of the twelve pentagons
@example(58.16, 11.2, 50.0, 1.0, 2.0)  # another, of resolution 5
def test_every_point_within_the_radius_lies_in_a_covering_cell(
    latitude: float, longitude: float, radius: float, share: float, bearing: float
) -> None:
    there = beside(latitude, longitude, radius * share, bearing)

    cells = covering(latitude, longitude, radius)

    assert cells is not None
    assert cell(*there, int(cells.column[-1])) in cells.numbers


def test_a_radius_beyond_every_use_asks_for_no_cells() -> None:
    assert covering(*LEEDS, 5000.0) is None


def scattered(count: int) -> list[Made]:
    """Entries all over the earth, crowded at the poles and along the antimeridian, some with two sites."""
    chance = random.Random(7)
    spots = [
        lambda: (chance.uniform(-90, 90), chance.uniform(-180, 180)),
        lambda: (chance.choice([-1, 1]) * chance.uniform(87, 90), chance.uniform(-180, 180)),
        lambda: (chance.uniform(-70, 70), chance.choice([-1, 1]) * chance.uniform(177, 180)),
        lambda: (chance.gauss(53.8, 1), chance.gauss(-1.5, 1)),
    ]
    return [
        Made(
            name=f"Dr {number % 37:02}",
            sites=tuple((*chance.choice(spots)(), "GB-LDS") for _ in range(chance.choice([1, 1, 2]))),
            attested_days_ago=LATE if number % 9 == 0 else 0,
        )
        for number in range(count)
    ]


centres = st.one_of(
    st.tuples(latitudes, longitudes),
    st.tuples(st.floats(88, 90), longitudes),
    st.tuples(st.floats(-90, -88), longitudes),
    st.tuples(st.floats(-70, 70), st.one_of(st.floats(178, 180), st.floats(-180, -178))),
    st.tuples(st.floats(53, 55), st.floats(-2, -1)),
)


@pytest.fixture
def everywhere(unguarded: None) -> dict[UUID, list[tuple[float, float]]]:
    """Where each of 300 entries has its sites."""
    made = scattered(300)
    entries = write(*made)
    return {
        entry.pk: [(latitude, longitude) for latitude, longitude, _ in one.sites]
        for entry, one in zip(entries, made, strict=True)
    }


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(centres, st.sampled_from([10.0, 25.0, 50.0, 100.0, 250.0, None]))
def test_search_by_distance_finds_what_measuring_everything_finds(
    everywhere: dict[UUID, list[tuple[float, float]]], centre: tuple[float, float], radius: float | None
) -> None:
    measured = {pk: min(km(centre, site) for site in sites) for pk, sites in everywhere.items()}
    expected = {pk: away for pk, away in measured.items() if radius is None or away <= radius}

    found = find(Search(near=Near(*centre, radius)), on=clock.today(), offset=0, limit=ALL)

    assert found.total == len(expected)
    assert {hit.entry.pk: hit.km for hit in found.hits} == expected
    order = [(hit.entry.attested_on < clock.today(), hit.km) for hit in found.hits]
    assert order == sorted(order)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(centres, st.integers(0, 290), st.sampled_from(["", "distance"]))
def test_looking_further_in_steps_finds_what_measuring_everything_finds(
    everywhere: dict[UUID, list[tuple[float, float]]], centre: tuple[float, float], offset: int, sort: str
) -> None:
    search = Search(near=Near(*centre), sort=sort)
    whole = find(search, on=clock.today(), offset=0, limit=ALL).hits

    with patch("directory.catalogue.find.FEW", 0):
        page = find(search, on=clock.today(), offset=offset, limit=10).hits

    assert [hit.entry.pk for hit in page] == [hit.entry.pk for hit in whole[offset : offset + 10]]


def test_distance_is_that_of_the_nearest_site(make: Make) -> None:
    make(sites=((*LONDON, "GB-ENG"), (*YORK, "GB-YOR")))

    hit = find(Search(near=Near(*LEEDS)), on=clock.today(), offset=0, limit=20).hits[0]

    assert hit.site.region_id == "GB-YOR"
    assert hit.km == pytest.approx(35.5, abs=0.5)


def test_entry_just_beyond_the_radius_is_left_out(make: Make) -> None:
    make(sites=((*beside(*LEEDS, 10.001, 1.0), "GB-LDS"),))
    inside = make(sites=((*beside(*LEEDS, 9.999, 1.0), "GB-LDS"),))

    found = find(Search(near=Near(*LEEDS, 10.0)), on=clock.today(), offset=0, limit=20)

    assert [hit.entry.pk for hit in found.hits] == [inside.pk]


def test_details_unconfirmed_for_long_come_after_nearer_and_farther_ones(make: Make) -> None:
    late = make(sites=((*LEEDS, "GB-LDS"),), attested_days_ago=121)
    near = make(sites=((*YORK, "GB-YOR"),), attested_days_ago=120)
    far = make(sites=((*BERLIN, "DE-BE"),))

    usual = find(Search(near=Near(*LEEDS)), on=clock.today(), offset=0, limit=20).hits
    strictly = find(Search(near=Near(*LEEDS), sort="distance"), on=clock.today(), offset=0, limit=20).hits

    assert [hit.entry.pk for hit in usual] == [near.pk, far.pk, late.pk]
    assert [hit.entry.pk for hit in strictly] == [late.pk, near.pk, far.pk]
