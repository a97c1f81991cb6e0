"""Targets in working days: due days, lateness, and the cut-offs that the database compares with."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.moderation.targets import (
    DECISION,
    FIRST_LOOK,
    SAFETY,
    Clock,
    Target,
    due_on,
    earliest_start,
    working_days,
)  # fmt: skip

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)


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


@given(DAYS, st.integers(0, 60))
def test_working_days_agree_with_counting_them(start: date, length: int) -> None:
    counted = sum((start + timedelta(days=day)).weekday() < 5 for day in range(1, length + 1))

    assert working_days(start, start + timedelta(days=length)) == counted


@given(DAYS, st.integers(1, 40))
def test_due_day_is_the_first_working_day_on_which_the_days_have_passed(start: date, days: int) -> None:
    due = due_on(start, days)

    assert due.weekday() < 5
    assert working_days(start, due) == days
    assert working_days(start, due - timedelta(days=1)) == days - 1


@given(DAYS, st.integers(-1, 20), st.integers(-40, 5))
def test_what_began_before_the_cut_off_and_nothing_else_has_waited_longer(
    today: date, days: int, shift: int
) -> None:
    began = today + timedelta(days=shift)

    assert (began < earliest_start(today, days)) == (working_days(began, today) > days and began <= today)


@given(DAYS, st.integers(0, 40))
def test_clock_is_late_exactly_when_a_working_day_has_passed_since_it_was_due(
    since: date, waited: int
) -> None:
    clock = Clock(DECISION, since, since + timedelta(days=waited))

    assert clock.late == (working_days(clock.due, clock.today) > 0)
    assert not (clock.late and clock.near)


@pytest.mark.parametrize(
    ("target", "since", "today", "words", "tone"),
    [
        (DECISION, FRIDAY, FRIDAY, "Decision: due Friday 4 December", ""),
        (DECISION, FRIDAY, date(2026, 12, 2), "Decision: due Friday 4 December", "wait"),
        (DECISION, FRIDAY, date(2026, 12, 3), "Decision: due tomorrow", "wait"),
        (DECISION, FRIDAY, date(2026, 12, 4), "Decision: due today", "wait"),
        (DECISION, FRIDAY, date(2026, 12, 5), "Decision: due before the next working day", "wait"),
        (DECISION, FRIDAY, date(2026, 12, 7), "Decision: late by 1 working day", "stop"),
        (FIRST_LOOK, FRIDAY, FRIDAY, "First look: due Tuesday 24 November", ""),
        (FIRST_LOOK, SATURDAY, MONDAY, "First look: due tomorrow", "wait"),
        (SAFETY, SATURDAY, SATURDAY, "Safety report: due Monday 23 November", "wait"),
        (SAFETY, FRIDAY, date(2026, 11, 25), "Safety report: late by 2 working days", "stop"),
    ],
)
def test_clock_says_when_something_is_due(
    target: Target, since: date, today: date, words: str, tone: str
) -> None:
    clock = Clock(target, since, today)

    assert (str(clock), clock.tone) == (words, tone)


def test_days_of_targets_stand_in_no_sentence_as_words() -> None:
    """They come from `targets`, so that a change there changes what is promised; and they are called one thing."""
    root = Path(__file__).parents[2]
    texts = [*(root / "templates").rglob("*.*"), *(root / "directory").rglob("*.py")]
    promised = re.compile(r"business day|\b(one|two|ten|fifteen|\d+) working days?")
    found = {
        path.name: promised.search(path.read_text())
        for path in texts
        if path.suffix in {".py", ".html", ".txt"}
    }
    assert {name: hit[0] for name, hit in found.items() if hit and name != "targets.py"} == {}


def test_target_says_its_days_in_one_word() -> None:
    assert (SAFETY.within, DECISION.within) == ("1 working day", "10 working days")
