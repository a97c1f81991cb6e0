"""Reading a study whose fields may be missing, of the wrong type, or nonsense."""

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.trials.ctgov import parse_study
from directory.trials.record import PartialDate, partial_date

from .records import assessed, site, study

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] + [found for key, each in inner for found in _paths(each, (*path, key))]


PLACES = _paths(study())[1:]


def test_study_is_read_whole() -> None:
    record = parse_study(study())
    assert record.problems == ()
    assert record.eligibility.criteria.endswith("pain < 3 days")
    assert (record.eligibility.minimum_age, record.eligibility.maximum_age) == (18, 65)
    assert record.dates.completion == PartialDate(date(2028, 6, 1), date(2028, 6, 30))
    assert (record.sites[0].latitude, record.sites[0].longitude) == (42.36, -71.06)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_partial_date_means_a_span(text: str, first: date, last: date) -> None:
    assert partial_date(text) == PartialDate(first, last)


@pytest.mark.parametrize("text", ["", "2023-02-29", "2024-13", "0000", "May 2024", "24-05-01", "２０２４"])
def test_other_text_is_no_date(text: str) -> None:
    assert partial_date(text) is None


@pytest.mark.parametrize(("text", "years"), [("6 Months", 0.5), ("1 Year", 1), ("N/A", None), (None, None)])
def test_age_is_in_years(text: str | None, years: float | None) -> None:
    record = parse_study(study(eligibility={"minimumAge": text}))
    assert record.eligibility.minimum_age == years
    assert record.problems == ()


def test_age_that_cannot_be_read_is_reported() -> None:
    record = parse_study(study(eligibility={"minimumAge": "grown up"}))
    assert record.eligibility.minimum_age is None
    assert [problem.path for problem in record.problems] == ["protocolSection.eligibilityModule.minimumAge"]


@pytest.mark.parametrize(
    "point", [{"lat": 91, "lon": 0}, {"lat": 1}, {"lat": "1", "lon": "2"}, {"lat": True, "lon": 1}]
)
def test_half_or_impossible_place_is_no_place(point: dict[str, Any]) -> None:
    record = parse_study(study(places={"locations": [site(geoPoint=point)]}))
    assert (record.sites[0].latitude, record.sites[0].longitude) == (None, None)


def test_missing_site_status_is_not_recruiting() -> None:
    assert parse_study(study(places={"locations": [site(status=None)]})).sites[0].status == ""


@pytest.mark.parametrize(
    "value", [None, [], "study", 7, {}, {"protocolSection": []}, {"protocolSection": None}]
)
def test_no_study_at_all_is_read_as_empty(value: Any) -> None:
    assert parse_study(value).registry_id == ""


@given(st.sampled_from(PLACES), JSON)
def test_anything_anywhere_is_reported_and_never_raised(path: tuple[Any, ...], junk: Any) -> None:
    value = copy.deepcopy(study())
    inner: Any = value
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = junk
    result = assessed(value)
    assert result.outcome.value in {"irrelevant", "blocked", "review", "listed"}


@given(st.sampled_from(PLACES), st.sampled_from([17.5, [[]]]))
def test_wrong_type_never_raises_the_outcome(path: tuple[Any, ...], junk: Any) -> None:
    order = ["blocked", "review", "listed"]
    value = copy.deepcopy(study(oversight={"isUsExport": True}))
    before = assessed(value)
    inner: Any = value
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = junk
    after = assessed(value)
    assert after.outcome.value == "irrelevant" or order.index(after.outcome.value) <= order.index(
        before.outcome.value
    )


@given(JSON)
def test_any_json_is_read(value: Any) -> None:
    parse_study(value)
