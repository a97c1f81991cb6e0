"""The queue in words: priorities, ages in working days, and versions compared."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.moderation.forms.fields import label
from directory.moderation.queue import Age, Standing, why_here, working_days
from directory.moderation.views.shown import Piece, _pieces

PLAIN = Standing(
    recheck=False,
    hidden=False,
    person_asked=False,
    appeal_won=False,
    machine_asks=False,
    followed_rejection=False,
)


def test_plain_case_stands_there_by_age_only() -> None:
    assert why_here(PLAIN) == ["By age only."]


def test_every_part_of_a_priority_is_named() -> None:
    everything = replace(
        PLAIN, recheck=True, hidden=True, person_asked=True, appeal_won=True, machine_asks=True,
        followed_rejection=True,
    )  # fmt: skip

    assert len(why_here(everything)) == 5
    assert why_here(everything)[0] == "A published listing is hidden until this is decided."
    assert why_here(replace(PLAIN, recheck=True)) == ["A published listing is being checked again."]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-20", "2026-11-20", 0),  # a Friday
        ("2026-11-20", "2026-11-22", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-16", "2026-11-20", 4),
        ("2026-11-16", "2026-11-30", 10),
        ("2026-11-20", "2026-11-19", 0),
    ],
)
def test_weekends_do_not_count_as_waiting(start: str, end: str, days: int) -> None:
    assert working_days(date.fromisoformat(start), date.fromisoformat(end)) == days


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_working_days_agree_with_counting_them(start: date, length: int) -> None:
    counted = sum((start + timedelta(days=day)).weekday() < 5 for day in range(1, length + 1))

    assert working_days(start, start + timedelta(days=length)) == counted


def test_age_turns_near_and_then_late() -> None:
    found = [(age.near, age.late) for age in (Age(7, 10), Age(8, 10), Age(10, 10), Age(11, 10))]

    assert found == [(False, False), (True, False), (True, False), (False, True)]
    assert [str(Age(days, 10)) for days in (0, 1, 2)] == ["today", "1 working day", "2 working days"]


def test_fields_are_named_in_words() -> None:
    assert label("how_to_refer") == "How to refer"
    assert label("sites-1") == "Place of care 2"
    assert label("unheard-of") == "unheard-of"


def test_only_what_differs_is_marked() -> None:
    old, new = _pieces("I see adults here.", "I see children here.", lines=False)

    assert old == [Piece("I see "), Piece("adults ", "del"), Piece("here.")]
    assert new == [Piece("I see "), Piece("children ", "ins"), Piece("here.")]


def test_item_added_to_a_list_leaves_the_others_unmarked() -> None:
    old, new = _pieces("Adults", "Adults\nChildren", lines=True)

    assert old == [Piece("Adults")]
    assert new == [Piece("Adults\n"), Piece("Children", "ins")]


def test_text_that_appears_or_goes_is_marked_whole() -> None:
    assert _pieces("", "Quite new.", lines=False) == ([], [Piece("Quite new.", "ins")])
    assert _pieces("Old.", "", lines=False) == ([Piece("Old.", "del")], [])


@given(st.text(max_size=60), st.text(max_size=60), st.booleans())
def test_compared_texts_are_both_whole(old: str, new: str, lines: bool) -> None:
    left, right = _pieces(old, new, lines=lines)

    assert "".join(piece.text for piece in left) == old
    assert "".join(piece.text for piece in right) == new
    assert "ins" not in {piece.mark for piece in left}
    assert "del" not in {piece.mark for piece in right}
