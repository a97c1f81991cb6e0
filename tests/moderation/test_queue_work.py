"""Hours of work ahead: counted from what waits, timed by the log, with assumed times until enough were measured."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from directory import clock
from directory.moderation import actions
from directory.moderation.models import Case
from directory.moderation.queue_clocks import WITH_US
from directory.moderation.reports.models import PublicReport
from directory.moderation.work_ahead import AHEAD, KINDS, Due, in_hours, pace, plan
from directory.moderation.work_measured import work_ahead
from directory.submission import actions as submission
from tests.cast import Cast
from tests.moderation.pages import appealed, declared, in_second_review, signed_in
from tests.moderation.queue_many import many, many_endings

TODAY = date(2026, 11, 18)  # a Wednesday
SUBMISSION, SECOND = KINDS[0], KINDS[2]


def counted(plan_: Any) -> dict[str, dict[str, int]]:
    return {week.label: {kind.code: n for kind, n in week.named if n} for week in plan_.weeks}


def test_work_is_told_by_week_with_what_is_late_first() -> None:
    found = plan(
        [
            Due("submission", TODAY - timedelta(days=1), 2),
            Due("submission", TODAY, 1),
            Due("submission", date(2026, 11, 22), 1),  # the Sunday of the same week
            Due("appeal", date(2026, 11, 23), 1),
            Due("renewal", TODAY + AHEAD, 3),
            Due("renewal", TODAY + AHEAD + timedelta(days=1), 50),
        ],
        {},
        TODAY,
    )

    assert counted(found) == {
        "Late already": {"submission": 2},
        "This week": {"submission": 2},
        "Week of 23 November": {"appeal": 1},
        "Week of 14 December": {"renewal": 3},
    }
    assert [week.minutes for week in found.weeks] == [40, 40, 30, 30]
    assert found.hours == "2½ hours"


def test_pace_is_the_median_of_enough_examples_and_assumed_before() -> None:
    few, enough = pace(SUBMISSION, [1, 1, 1, 1]), pace(SUBMISSION, [4, 5, 6, 7, 8])

    assert (few.minutes, few.examples) == (20, 0)
    assert str(few) == "New and changed listings: 20 minutes each, assumed until 5 were measured."
    assert (enough.minutes, enough.examples) == (6, 5)
    assert str(enough) == "New and changed listings: 6 minutes each, the median of the last 5."


def test_decision_for_many_at_once_is_no_example() -> None:
    assert pace(SUBMISSION, [0.0, 0.1, 0.9, 0.5, 0.0, 0.2]).examples == 0
    assert (
        str(pace(SUBMISSION, [1.0] * 5))
        == "New and changed listings: 1 minute each, the median of the last 5."
    )


def test_night_between_declaration_and_decision_counts_as_two_hours_at_most() -> None:
    assert pace(SECOND, [900.0] * 9).minutes == 120


@given(
    st.lists(
        st.builds(
            Due,
            st.sampled_from([kind.code for kind in KINDS]),
            st.dates(TODAY - timedelta(days=90), TODAY + timedelta(days=90)),
            st.integers(1, 50),
        )
    ),
    st.dictionaries(st.sampled_from([kind.code for kind in KINDS]), st.lists(st.floats(0, 5000), max_size=9)),
)
def test_nothing_that_is_due_is_left_out_or_counted_twice(
    due: list[Due], measured: dict[str, list[float]]
) -> None:
    found = plan(due, measured, TODAY)

    shown = sum(n for week in found.weeks for _kind, n in week.named)
    assert shown == sum(each.count for each in due if each.day <= TODAY + AHEAD)
    assert found.minutes == sum(week.minutes for week in found.weeks)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"), (1, "1 minute"), (59, "59 minutes"), (60, "1 hour"), (74, "1 hour"), (75, "1 hour"),
        (90, "1½ hours"), (840, "14 hours"),
    ],
)  # fmt: skip
def test_hours_are_rounded_as_an_estimate(minutes: int, words: str) -> None:
    assert in_hours(minutes) == words


def test_everything_that_waits_is_counted_by_kind(cast: Cast) -> None:
    in_second_review(cast)
    appealed(cast)
    reported = cast.submit()
    cast.submit()
    PublicReport.objects.create(
        listing=reported.listing, case=reported, kind="safety", category="other", revision_sha256="0" * 64
    )
    many_endings(3)

    assert counted(work_ahead(clock.today())) == {
        "Week of 23 November": {"submission": 1},
        "Week of 30 November": {"submission": 1, "second": 1, "renewal": 3},
        "Week of 7 December": {"appeal": 1},
    }


def test_as_many_cases_are_counted_as_wait(cast: Cast) -> None:
    many(cast, 60)

    found = work_ahead(clock.today())

    waiting = Case.objects.filter(status__in=WITH_US).count()
    assert sum(n for week in found.weeks for _kind, n in week.named) == waiting


def test_time_a_review_took_is_measured_from_the_declaration_to_the_first_decision(cast: Cast) -> None:
    for minutes in (4, 6, 8, 10, 12):
        case = declared(cast.submit(), cast.ann)
        with clock.set_to(clock.now() + timedelta(minutes=minutes)):
            _taken(case, cast)
            actions.request_changes(case=case, requests={"name": "x"}, by=cast.ann, version=case.version)
            submission.revise(listing=case.listing, document=cast.content(summary="Other."), by=cast.owner)
        with clock.set_to(clock.now() + timedelta(minutes=90)):  # a later step began somewhere else
            _taken(case, cast)
            actions.reject(
                case=case, reasons=("incorrect",), explanation="", by=cast.ann, version=case.version
            )

    first = work_ahead(clock.today()).paces[0]

    assert (first.minutes, first.examples) == (8, 5)


def _taken(case: Case, cast: Cast) -> None:
    actions.take(case=case, by=cast.ann)
    case.refresh_from_db()


def test_queue_page_says_how_the_hours_were_computed(cast: Cast) -> None:
    cast.submit()
    page = signed_in(cast.ann).get(reverse("queue")).content.decode()

    assert "Work due in the next 30 days: about 20 minutes" in page
    assert "Appeals: 30 minutes each, assumed until 5 were measured." in page
