"""Numbers on how the team decides, counted from stories told by the product's own actions."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import clock
from directory.accounts.models import User
from directory.moderation import actions, applicant
from directory.moderation.appeals import decide_appeal
from directory.moderation.models import Case, ScreeningFinding
from directory.moderation.publication import quarantine
from directory.moderation.quality.facts import Facts, Judged, Timed, gather
from directory.moderation.quality.numbers import Overall, beside, few_behind, overall
from directory.moderation.quality.rules import ReasonLine, RuleLine, fares
from directory.moderation.quality.spread import Rate
from directory.moderation.reasons import BY_CODE, reasons_of
from tests.cast import Cast
from tests.moderation.pages import PRP, declared, page, signed_in

from .world import approved_alone, looked, rejected_automatically

pytestmark = pytest.mark.usefixtures("lot_falls")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def span(days: int = 30) -> Any:
    return (clock.now() - timedelta(days=days), clock.now())


def counted(days: int = 30) -> Overall:
    since, until = span(days)
    return overall(since=since, until=until)


def lines(days: int = 30) -> tuple[dict[str, RuleLine], dict[str, ReasonLine]]:
    found = fares(span(days), gather(span(days)).machine)
    return {line.rule: line for line in found.rules}, {str(line.title): line for line in found.reasons}


def rejected(cast: Cast, by: User, **changes: Any) -> Case:
    case = cast.ready(cast.submit(**changes), by=by)
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=by, version=case.version)
    return case


def appealed_and(cast: Cast, case: Case, *, overturn: bool, by: User | None = None) -> None:
    appeal = applicant.appeal(case=case, text="Please look again.", by=cast.owner)
    decide_appeal(
        appeal=appeal, overturn=overturn, reasons=("incorrect",), answer="We looked.",
        by=by or cast.senior, version=appeal.version,
    )  # fmt: skip


def brought_to_people(cast: Cast, case: Case) -> Case:
    case.refresh_from_db()
    applicant.ask_person(case=case, by=cast.owner, version=case.version)
    return Case.objects.get(pk=case.pk)


def test_empty_directory_has_empty_numbers(cast: Cast) -> None:
    assert counted().empty
    assert lines() == ({}, {})
    assert not fares(span(), []).machine_only


def test_appeals_are_counted_by_whether_the_decision_stood(cast: Cast) -> None:
    for number, overturn in enumerate((True, False, False)):
        appealed_and(cast, rejected(cast, cast.ann, name=f"Rooms {number}"), overturn=overturn)

    assert counted().appeals == Rate(1, 3)


def test_appeal_that_waits_is_not_counted(cast: Cast) -> None:
    applicant.appeal(case=rejected(cast, cast.ann), text="Please.", by=cast.owner)

    assert counted().appeals == Rate(0, 0)


def test_automatic_rejection_did_not_stand_when_people_approve_the_same_version(cast: Cast) -> None:
    overturned = brought_to_people(cast, rejected_automatically(cast))
    rejected_automatically(cast, name="Other rooms")
    case = cast.ready(overturned)
    finding_ids = ScreeningFinding.objects.filter(run__case=case).exclude(severity="note")
    for finding in finding_ids:
        actions.dismiss_finding(
            finding=ScreeningFinding.objects.get(pk=finding.pk), reason="They warn of it.",
            by=cast.ann, version=case.version,
        )  # fmt: skip
    actions.approve(case=case, by=cast.ann, version=case.version)
    cast.second(Case.objects.get(pk=case.pk))

    assert counted().machine == Rate(1, 2)
    rules, reasons = lines()
    assert rules["OFF-01"].dismissed == Rate(1, 2)
    assert rules["OFF-01"].overturned == Rate(1, 2)
    assert [line.overturned for line in reasons.values()] == [Rate(1, 2)]


def test_automatic_rejection_stands_when_people_reject_too(cast: Cast) -> None:
    case = cast.ready(brought_to_people(cast, rejected_automatically(cast)))
    actions.reject(case=case, reasons=("cell_product",), explanation="", by=cast.ann, version=case.version)

    assert counted().machine == Rate(0, 1)


def test_second_looks_are_counted_by_occasion(cast: Cast) -> None:
    looked(approved_alone(cast), cast.ben)
    looked(rejected_automatically(cast, name="A"), cast.ben, agrees=False, note="No.")
    looked(rejected_automatically(cast, name="B"), cast.ben)
    rejected_automatically(cast, name="C")

    assert counted().looks_alone == Rate(1, 1)
    assert counted().looks_automatic == Rate(1, 2)


def test_waits_run_from_when_the_case_came_to_people(cast: Cast) -> None:
    case = cast.submit()
    with clock.set_to(clock.now() + 3 * HOUR):
        declared(case, cast.ben)
    with clock.set_to(clock.now() + 5 * HOUR):
        case = cast.ready(case)
        actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ann, version=case.version)
        found = counted()

    assert (found.first_look.n, found.first_look.p50) == (1, 3 * HOUR)
    assert (found.decision.n, found.decision.p50, found.decision.p90) == (1, 5 * HOUR, 5 * HOUR)


def test_machine_keeps_nobody_waiting_until_a_person_is_asked(cast: Cast) -> None:
    case = rejected_automatically(cast)
    declared(case, cast.second_senior)
    with clock.set_to(clock.now() + 10 * DAY):
        brought_to_people(cast, case)
        with clock.set_to(clock.now() + 2 * HOUR):
            case = cast.ready(Case.objects.get(pk=case.pk))
            actions.reject(
                case=case, reasons=("cell_product",), explanation="", by=cast.ann, version=case.version
            )
            found = counted()

    assert (found.first_look.n, found.first_look.p50) == (1, 2 * HOUR)
    assert (found.decision.n, found.decision.p50) == (1, 2 * HOUR)


def test_case_won_back_by_appeal_waits_from_that_day(cast: Cast) -> None:
    case = rejected(cast, cast.ann)
    with clock.set_to(clock.now() + 20 * DAY):
        appealed_and(cast, case, overturn=True)
        with clock.set_to(clock.now() + 1 * DAY):
            again = cast.ready(Case.objects.get(pk=case.pk), by=cast.ben)
            actions.reject(
                case=again, reasons=("incorrect",), explanation="", by=cast.ben, version=again.version
            )
            facts = gather(span())

    assert sorted(each.waited for each in facts.decisions) == [timedelta(0), 1 * DAY]


def test_period_begins_and_ends_where_it_says(cast: Cast) -> None:
    rejected(cast, cast.ann)
    with clock.set_to(clock.now() + 40 * DAY):
        assert counted(30).empty
        assert counted(90).decision.n == 1


def test_dismissed_and_cited_findings_are_counted_by_rule(cast: Cast) -> None:
    case = cast.ready(cast.submit(description=PRP))
    finding = ScreeningFinding.objects.filter(run__case=case).first()
    assert finding is not None
    actions.dismiss_finding(finding=finding, reason="Not here.", by=cast.ann, version=case.version)
    other = cast.ready(cast.submit(name="Other rooms", description=PRP), by=cast.ben)
    told = reasons_of([finding.rule])
    actions.reject(case=other, reasons=told, explanation="", by=cast.ben, version=other.version)
    appealed_and(cast, other, overturn=True)
    few = lines()[0][finding.rule]
    for person in (cast.ann, cast.senior):
        rejected(cast, person, name=f"Rooms of {person}")

    rules, reasons = lines()

    assert rules[finding.rule].dismissed == few.dismissed == Rate(1, 2)
    assert rules[finding.rule].overturned == Rate(1, 1)
    assert few.overturned == Rate(0, 0)
    assert [reasons[str(BY_CODE[code].title)].overturned for code in told] == [Rate(1, 1)] * len(told)
    assert reasons["Details are not right"].overturned == Rate(0, 2)


def test_hidings_count_among_the_reasons(cast: Cast) -> None:
    listing = cast.publish()
    quarantine(listing=listing, reasons=("accreditation",), by=None, version=listing.version)

    _rules, reasons = lines()

    assert [line.overturned for line in reasons.values()] == [Rate(0, 1)]


def test_with_two_deciders_only_the_machines_decisions_are_counted_by_reason(cast: Cast) -> None:
    appealed_and(cast, rejected(cast, cast.ann, name="A"), overturn=True)
    rejected(cast, cast.ben, name="B")
    rejected_automatically(cast, name="C")
    two = page(signed_in(cast.ann), "quality_numbers")
    rejected(cast, cast.senior, name="D")
    three = page(signed_in(cast.ann), "quality_numbers")

    assert "Details are not right" not in two
    assert "Offers an unapproved cell product" in two
    assert "counts automatic decisions alone" in two
    assert "Details are not right" in three
    assert "counts automatic decisions alone" not in three


def test_own_numbers_are_of_own_work_alone(cast: Cast) -> None:
    looked(approved_alone(cast, name="C"), cast.ben, agrees=False, note="No.")
    appealed_and(cast, rejected(cast, cast.ann, name="A"), overturn=True)
    appealed_and(cast, rejected(cast, cast.ben, name="B"), overturn=False)
    rejected_automatically(cast, name="D")

    own = beside(cast.ann.pk, gather(span())).own

    assert own.appeals == Rate(1, 1)
    assert own.looks_alone == Rate(0, 1)
    assert own.machine == Rate(0, 0)
    assert own.decision.n == 2


def test_number_behind_which_fewer_than_three_stand_is_left_out() -> None:
    timed = [Timed(by, HOUR) for by in (1, 1, 2)]
    facts = Facts(
        decisions=timed,
        first_looks=[*timed, Timed(3, HOUR)],
        appeals=[Judged(1, None, True)],
        alone=[Judged(2, 1, True)],
    )

    assert few_behind(facts) == {"decision", "looks_alone"}


def test_page_with_two_people_shows_no_team_numbers(cast: Cast) -> None:
    rejected(cast, cast.ann, name="A")
    rejected(cast, cast.ben, name="B")
    two = page(signed_in(cast.ann), "quality_numbers")
    rejected(cast, cast.senior, name="C")
    three = page(signed_in(cast.ann), "quality_numbers")

    assert "left out: fewer than three people" in two
    assert "you could work out a colleague" in two
    assert "half within less than an hour, nine in ten within less than an hour (1 counted)" in two
    assert "(2 counted)" not in two
    assert "left out: fewer than three people" not in three
    assert "(3 counted)" in three


def test_page_names_nobody_and_no_provider(cast: Cast) -> None:
    looked(approved_alone(cast), cast.ben, agrees=False, note="zqcanary")
    rejected(cast, cast.ann, name="Zqcanary Rooms")

    for person in (cast.ben, cast.senior):
        text = page(signed_in(person), "quality_numbers").lower()
        assert "zqcanary" not in text
        assert "aldous" not in text
        assert ">ann<" not in text


def test_empty_page_says_so(cast: Cast) -> None:
    assert "Nothing to count in this period" in page(signed_in(cast.ann), "quality_numbers")


@pytest.mark.parametrize(
    "query", [{"days": "7"}, {"days": "90\x00"}, {"days": "²"}, {"person": "1"}, {"days": "-1"}]
)
def test_period_that_cannot_be_read_is_named_and_shows_nothing(cast: Cast, query: dict[str, str]) -> None:
    rejected(cast, cast.ann)

    response = signed_in(cast.ann).get(reverse("quality_numbers"), query)

    text = response.content.decode()
    assert response.status_code == 200
    assert "Something needs your attention" in text
    assert "Rule by rule" not in text


@pytest.mark.parametrize("days", ["30", "90", "365", ""])
def test_every_period_opens(cast: Cast, days: str) -> None:
    rejected_automatically(cast)

    text = signed_in(cast.ann).get(reverse("quality_numbers"), {"days": days}).content.decode()

    assert f'href="?days={days or 90}" aria-current="page"' in text
    assert "Offers an unapproved cell product" in text


def test_numbers_are_for_moderators(cast: Cast) -> None:
    for person in (cast.owner, cast.stranger):
        assert signed_in(person).get(reverse("quality_numbers")).status_code == 403


def test_page_asks_the_database_no_more_for_more_cases(cast: Cast) -> None:
    client = signed_in(cast.ann)

    def story(number: int) -> None:
        appealed_and(cast, rejected(cast, cast.ben, name=f"{number} A", description=PRP), overturn=True)
        looked(rejected_automatically(cast, name=f"{number} B"), cast.second_senior)

    story(0)
    page(client, "quality_numbers")
    with CaptureQueriesContext(connection) as few:
        page(client, "quality_numbers")
    for number in range(1, 4):
        story(number)
    with CaptureQueriesContext(connection) as many:
        page(client, "quality_numbers")

    assert len(many) == len(few)
    assert len(many) <= 20
