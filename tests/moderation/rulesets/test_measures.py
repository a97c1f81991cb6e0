"""Shares with their intervals, against figures worked out by hand and properties that must hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.moderation.rulesets.measures import Tally, wilson

counts = st.integers(0, 500)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433), (10, 10, 0.7225, 1.0)]
)
def test_wilson_interval_of_known_counts(hits: int, of: int, low: float, high: float) -> None:
    share = wilson(hits, of)
    assert share.value == hits / of
    assert share.low == pytest.approx(low, abs=1e-4)
    assert share.high == pytest.approx(high, abs=1e-4)


def test_nothing_counted_is_unknown_and_not_zero() -> None:
    share = wilson(0, 0)
    assert (share.value, share.low, share.high) == (None, 0.0, 1.0)


@given(counts, counts, counts, counts)
def test_each_value_lies_in_its_interval(both: int, predicted: int, decided: int, neither: int) -> None:
    tally = Tally(both, predicted, decided, neither)
    for share in (tally.precision, tally.recall, tally.f1):
        assert 0 <= share.low <= share.high <= 1
        if share.value is not None:
            assert share.low - 1e-9 <= share.value <= share.high + 1e-9


@given(st.integers(1, 500), counts, counts)
def test_f1_is_the_harmonic_mean(both: int, predicted: int, decided: int) -> None:
    tally = Tally(both, predicted, decided, 0)
    precision, recall = tally.precision.value, tally.recall.value
    assert precision
    assert recall
    assert tally.f1.value == pytest.approx(2 * precision * recall / (precision + recall))


def test_a_tally_counts_each_case_once() -> None:
    tally = Tally()
    for predicted in (True, False):
        for decided in (True, False):
            tally = tally.plus(predicted=predicted, decided=decided)
    assert tally == Tally(1, 1, 1, 1)
