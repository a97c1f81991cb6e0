"""Distances are exact where maps go wrong: at the poles and across the antimeridian."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.regions.distance import EARTH_KM, Point, km

POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def by_chord(one: Point, other: Point) -> float:
    """The same distance by another way: the chord between two vectors."""
    vectors = []
    for lat, lon in (one, other):
        a, b = math.radians(lat), math.radians(lon)
        vectors.append((math.cos(a) * math.cos(b), math.cos(a) * math.sin(b), math.sin(a)))
    return 2 * EARTH_KM * math.asin(min(1.0, math.dist(*vectors) / 2))


@given(POINTS, POINTS)
def test_distance_agrees_with_the_chord(one: Point, other: Point) -> None:
    assert km(one, other) == pytest.approx(by_chord(one, other), abs=1e-3)


@given(POINTS, POINTS)
def test_distance_is_the_same_both_ways(one: Point, other: Point) -> None:
    assert km(one, other) == pytest.approx(km(other, one), abs=1e-9)


def test_distance_across_the_antimeridian_is_short() -> None:
    assert km((-17.0, 179.9), (-17.0, -179.9)) < 25


def test_distance_at_the_pole_ignores_longitude() -> None:
    assert km((90.0, 0.0), (90.0, 137.0)) == pytest.approx(0, abs=1e-6)


def test_distance_of_two_known_towns() -> None:
    assert km((53.7965, -1.5478), (51.5085, -0.1257)) == pytest.approx(273, abs=3)
