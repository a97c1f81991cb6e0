"""Percentiles, shares and durations in words, against figures worked out by hand and properties that must hold."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.moderation.quality.spread import Rate, Spread, in_words, percentile, rate, spread

waits = st.lists(st.timedeltas(timedelta(0), timedelta(days=400)), min_size=1, max_size=60)


def hours(*numbers: int) -> list[timedelta]:
    return [timedelta(hours=each) for each in numbers]


@pytest.mark.parametrize(
    ("percent", "expected"), [(1, 1), (10, 1), (11, 2), (50, 5), (51, 6), (90, 9), (91, 10), (100, 10)]
)
def test_percentile_of_ten_known_values(percent: int, expected: int) -> None:
    assert percentile(hours(*range(1, 11)), percent) == timedelta(hours=expected)


def test_spread_of_one_is_that_one() -> None:
    assert spread(hours(7)) == Spread(1, *hours(7, 7))


def test_spread_sorts_for_itself() -> None:
    assert spread(hours(30, 10, 20)) == Spread(3, *hours(20, 30))


def test_nothing_waited_is_unknown_and_not_zero() -> None:
    assert spread([]) == Spread(0, None, None)
    assert spread([]).words == "none so far"


@pytest.mark.parametrize("percent", [0, 101, -5])
def test_percentile_outside_its_range_is_an_error(percent: int) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(hours(1), percent)
    with pytest.raises(ValueError, match="percentile"):
        percentile([], 50)


@given(waits, st.integers(1, 100))
def test_percentile_is_a_value_that_so_many_do_not_exceed(values: list[timedelta], percent: int) -> None:
    ordered = sorted(values)

    found = percentile(ordered, percent)

    assert found in ordered
    assert sum(each <= found for each in ordered) * 100 >= percent * len(ordered)
    assert sum(each < found for each in ordered) * 100 < percent * len(ordered)


@given(waits)
def test_half_never_waits_longer_than_nine_in_ten(values: list[timedelta]) -> None:
    found = spread(values)

    assert found.p50 is not None
    assert found.p90 is not None
    assert min(values) <= found.p50 <= found.p90 <= max(values)


@given(st.lists(st.booleans(), max_size=200))
def test_rate_counts_and_lies_in_its_interval(outcomes: list[bool]) -> None:
    found = rate(outcomes)

    assert (found.hits, found.of) == (sum(outcomes), len(outcomes))
    if outcomes:
        assert found.share.value is not None
        assert found.share.low - 1e-9 <= found.share.value <= found.share.high + 1e-9


def test_rate_in_words_says_how_little_few_cases_show() -> None:
    assert Rate(2, 10).words == "2 of 10: 20 % (likely 6 to 51 %)"
    assert Rate(0, 0).words == "none so far"


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(minutes=59), "less than an hour"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=47, minutes=59), "47 hours"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=9, hours=23), "9 days"),
    ],
)
def test_durations_in_words(wait: timedelta, words: str) -> None:
    assert in_words(wait) == words
