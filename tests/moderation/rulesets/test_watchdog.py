"""A rule that suddenly fires on many cases loses its power to reject; nobody is left uninformed."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import clock
from directory.listings.models import Listing
from directory.moderation.models import Case, ScreeningFinding, ScreeningRun
from directory.moderation.rulesets import watchdog
from directory.moderation.rulesets.models import RuleMode
from directory.moderation.rulesets.modes import Mode
from directory.moderation.rulesets.standing import modes_now, set_mode
from directory.moderation.rulesets.watchdog import Count, check_rules, suddenly
from directory.outbox.models import Message
from directory.screening.findings import Severity
from tests.cast import Cast

RULE = "OFF-01"


@pytest.mark.parametrize(
    ("recent", "before", "alarm"),
    [
        (Count(8, 100), Count(20, 2000), True),
        (Count(7, 100), Count(20, 2000), False),
        (Count(14, 100), Count(80, 2000), True),
        (Count(8, 100), Count(80, 2000), False),
        (Count(5, 100), Count(0, 2000), False),
        (Count(49, 49), Count(0, 2000), False),
        (Count(50, 50), Count(0, 49), False),
        (Count(50, 50), Count(0, 50), True),
        (Count(100, 100), Count(2000, 2000), False),
        (Count(10, 100), Count(200, 2000), False),
    ],
)
def test_sudden_means_more_than_five_percent_and_clearly_more_than_before(
    recent: Count, before: Count, alarm: bool
) -> None:
    assert suddenly(recent, before) is alarm


@given(st.integers(0, 100), st.integers(0, 300))
def test_never_an_alarm_without_a_rise(fired: int, earlier: int) -> None:
    if fired * 300 <= earlier * 100:
        assert not suddenly(Count(fired, 100), Count(earlier, 300))


@given(st.integers(0, 99), st.integers(0, 300))
def test_more_firings_never_silence_an_alarm(fired: int, earlier: int) -> None:
    if suddenly(Count(fired, 100), Count(earlier, 300)):
        assert suddenly(Count(fired + 1, 100), Count(earlier, 300))


def readings(cast: Cast, many: int, *, fired: int) -> None:
    """So many cases were read, one after the other; in the last `fired` of them the rule blocked."""
    case = cast.submit()
    for number in range(many):
        at = clock.now() + timedelta(seconds=number)
        listing = Listing.objects.create(provider=cast.specialist, kind=case.listing.kind)
        each = Case.objects.create(
            listing=listing,
            revision=case.revision,
            kind=Case.Kind.SUBMISSION,
            opened_at=at,
            status_since=at,
        )
        run = ScreeningRun.objects.create(
            case=each, revision=case.revision, verdict="clear", ruleset="x", at=at
        )
        if number >= many - fired:
            ScreeningFinding.objects.create(
                run=run, rule=RULE, severity=Severity.BLOCK, field="name", start=0, end=1, reason="Why."
            )


def test_the_rule_is_lowered_and_operator_and_seniors_are_told(cast: Cast) -> None:
    readings(cast, 160, fired=20)
    with clock.set_to(clock.now() + timedelta(hours=1)):
        assert check_rules() == 1
        assert check_rules() == 0
    assert modes_now() == {RULE: Mode.REVIEW_ONLY}
    row = RuleMode.objects.get()
    assert row.by_id is None
    assert "20 of the last 100" in row.why
    told = set(Message.objects.filter(key__startswith="rule-alarm:").values_list("to", flat=True))
    assert told == {"operator@localhost", cast.senior.email, cast.second_senior.email}
    message = Message.objects.filter(key__startswith="rule-alarm:").first()
    assert message is not None
    assert RULE in message.subject
    assert f"/moderation/rulesets/rules/{RULE}/" in message.text


def test_too_few_cases_say_nothing(cast: Cast) -> None:
    readings(cast, 98, fired=20)
    assert check_rules() == 0


def test_after_a_senior_made_it_active_again_only_new_cases_count(cast: Cast) -> None:
    readings(cast, 160, fired=20)
    with clock.set_to(clock.now() + timedelta(hours=1)):
        assert check_rules() == 1
        set_mode(rule=RULE, mode=Mode.ACTIVE, why="They do sell cells.", by=cast.senior)
        assert check_rules() == 0
        assert modes_now() == {RULE: Mode.ACTIVE}


def test_rechecks_do_not_count(cast: Cast) -> None:
    readings(cast, 160, fired=20)
    recent = ScreeningRun.objects.order_by("-at")[:20].values("case")
    Case.objects.filter(pk__in=list(recent.values_list("case", flat=True))).update(kind=Case.Kind.RECHECK)
    assert check_rules() == 0


def test_what_a_mode_made_lighter_still_counts_as_fired(cast: Cast) -> None:
    readings(cast, 160, fired=0)
    run = ScreeningRun.objects.order_by("at").last()
    assert run is not None
    run.withheld.create(rule=RULE, mode=Mode.SHADOW, severity=Severity.BLOCK)
    assert watchdog._blocked_by(RULE, [run.pk]) == {run.pk: 1}
