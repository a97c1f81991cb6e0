"""How much a report weighs: never nothing, never without end, more for people who were right before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.moderation.reports.reliability import (
    ENOUGH,
    UNKNOWN,
    Record,
    Voice,
    accuracy,
    in_words,
    points,
    strength,
)

records = st.builds(Record, st.integers(0, 500), st.integers(0, 500))
voices = st.lists(st.builds(Voice, st.sampled_from(["", "a", "b", "c", "d", "e", "f"]), records), max_size=30)


def test_share_confirmed_is_smoothed() -> None:
    assert accuracy(Record()) == UNKNOWN
    assert accuracy(Record(confirmed=1)) == pytest.approx(2 / 3)
    assert accuracy(Record(not_confirmed=1)) == pytest.approx(1 / 3)
    assert accuracy(Record(confirmed=3, not_confirmed=1)) == pytest.approx(4 / 6)


@given(records)
def test_nobody_is_believed_wholly_or_not_at_all(record: Record) -> None:
    assert 0 < accuracy(record) < 1


@given(records)
def test_one_more_confirmed_report_raises_trust_and_one_more_refuted_lowers_it(record: Record) -> None:
    better = Record(record.confirmed + 1, record.not_confirmed)
    worse = Record(record.confirmed, record.not_confirmed + 1)
    assert accuracy(worse) < accuracy(record) < accuracy(better)


@given(voices)
def test_strength_has_an_end_and_no_debts(found: list[Voice]) -> None:
    assert 0 <= strength(found) <= ENOUGH
    assert (strength(found) > 0) == bool(found)


@given(voices, st.integers(0, 9))
def test_points_are_whole_and_within_what_is_given(found: list[Voice], most: int) -> None:
    assert 0 <= points(found, most=most) <= most


@given(voices, records)
def test_one_more_person_never_lowers_the_strength(found: list[Voice], record: Record) -> None:
    assert strength([*found, Voice("someone else", record)]) >= strength(found)


def test_one_person_counts_once_however_often_they_report() -> None:
    assert strength([Voice("a")] * 7) == strength([Voice("a")])
    assert strength([Voice("a"), Voice("b")]) > strength([Voice("a")])


def test_unknown_people_count_as_two_at_most() -> None:
    assert strength([Voice("")]) == 0.5
    assert strength([Voice("")] * 2) == strength([Voice("")] * 20) == 1.0


def test_more_than_enough_raises_nothing_more() -> None:
    many = [Voice(str(number), Record(confirmed=50)) for number in range(20)]
    assert strength(many) == ENOUGH
    assert points(many, most=9) == 9


def test_reporter_mostly_wrong_raises_less_than_an_unknown_one() -> None:
    wrong, unknown = Voice("a", Record(not_confirmed=5)), Voice("")
    right = Voice("b", Record(confirmed=5))
    assert points([wrong], most=9) < points([unknown], most=9) < points([right], most=9)


@pytest.mark.parametrize(
    ("reporter", "record", "words"),
    [
        ("", Record(), "Unknown: no e-mail address was left."),
        ("a", Record(), "Unknown: no earlier report of this person was judged."),
        ("a", Record(3, 1), "Mostly right before: 3 of 4 confirmed."),
        ("a", Record(0, 2), "Mostly not confirmed before: 0 of 2 confirmed."),
        ("a", Record(1, 1), "As often right as not before: 1 of 2 confirmed."),
    ],
)
def test_reliability_is_said_in_words(reporter: str, record: Record, words: str) -> None:
    assert in_words(reporter, record) == words
