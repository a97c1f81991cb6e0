"""A misspelt place: the nearest spellings, each of which leads somewhere."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.regions.lookup import lookup, suggest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Liverpol", "Liverpool"),
        ("Notingham", "Nottingham"),
        ("Birmngham", "Birmingham"),
        ("Edinbrugh", "Edinburgh"),
        ("Muncih", "Munich"),
        ("Liverpol Merseyside", "Liverpool"),
    ],
)
def test_nearest_spelling_comes_first(typed: str, meant: str) -> None:
    assert suggest(typed, country="GB")[0] == meant


def test_place_in_the_country_comes_first_among_equals() -> None:
    assert suggest("Perthh", country="AU") == suggest("Perthh", country="GB")
    assert suggest("Hamiltn", country="NZ")[0] == "Hamilton"


@pytest.mark.parametrize("text", ["", "  ", "x", "\x00", "qqqqzzzzxxxx", "L" * 500, "é" * 1_000_000, ",,,"])
def test_nothing_near_suggests_nothing(text: str) -> None:
    assert suggest(text) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", min_size=3, max_size=14))
def test_every_suggestion_leads_somewhere(text: str) -> None:
    names = suggest(text)
    assert len(names) <= 5
    assert all(lookup(name) for name in names)
