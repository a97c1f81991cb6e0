"""Who judges a report, when, and that no recheck ends before."""

from typing import Any

import pytest
from pytest_django import Settings

from directory.moderation import actions, publication
from directory.moderation.errors import NotAllowed, NotLeaseHolder, StaleVersion, TransitionRefused
from directory.moderation.models import Case, StatementOfReasons
from directory.moderation.reports import actions as reports
from directory.moderation.reports.models import PublicReport
from tests.cast import Cast
from tests.moderation.pages import page, send, signed_in

from .stories import approved, judged, recheck_of, rejected, taken, tapped, told


def judge(report: PublicReport, by: Any, **changes: Any) -> PublicReport:
    case = Case.objects.get(pk=report.case_id)
    said: dict[str, Any] = {"outcome": "confirmed", "version": case.version} | changes
    return reports.judge(report=report, by=by, **said)


def test_lease_holder_judges_and_may_change_it_until_the_case_ends(cast: Cast) -> None:
    listing = cast.publish()
    report = told(listing)
    case = taken(recheck_of(listing), cast.ann)
    judge(report, cast.ann)
    found = judge(report, cast.ann, outcome="not_confirmed")
    assert (found.outcome, found.judged_by_id) == ("not_confirmed", cast.ann.pk)
    case.refresh_from_db()
    assert case.status == "open"

    approved(cast, case)
    with pytest.raises(TransitionRefused, match="has ended"):
        judge(report, cast.ann)


def test_nobody_else_judges(cast: Cast) -> None:
    listing = cast.publish()
    report = told(listing)
    case = taken(recheck_of(listing), cast.ann)
    with pytest.raises(NotLeaseHolder):
        judge(report, cast.ben)
    with pytest.raises(NotAllowed):
        judge(report, cast.owner)
    with pytest.raises(StaleVersion):
        judge(report, cast.ann, version=case.version + 1)
    with pytest.raises(ValueError, match="perhaps"):
        judge(report, cast.ann, outcome="perhaps")
    report.refresh_from_db()
    assert report.outcome == ""


def test_while_the_provider_has_the_case_whoever_declared_judges(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    case = taken(recheck_of(listing), cast.ann)
    actions.request_changes(case=case, requests={"summary": "Shorter."}, by=cast.ann, version=case.version)
    later = told(listing, category="unapproved")
    with pytest.raises(NotAllowed, match="conflict of interest"):
        judge(later, cast.ben)
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=False)
    assert judge(later, cast.ben).outcome == "confirmed"


def test_first_person_does_not_approve_over_a_waiting_report(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    case = cast.ready(recheck_of(listing))
    with pytest.raises(TransitionRefused, match="waits for your judgement"):
        actions.approve(case=case, by=cast.ann, version=case.version)
    with pytest.raises(TransitionRefused, match="waits for your judgement"):
        actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ann, version=case.version)
    judged(case, by=cast.ann)
    actions.approve(case=case, by=cast.ann, version=case.version)


def test_report_that_comes_before_the_second_look_is_judged_in_it(cast: Cast, settings: Settings) -> None:
    listing = cast.publish()
    settings.FOUR_EYES = "always"
    told(listing)
    case = cast.ready(recheck_of(listing))
    judged(case, by=cast.ann)
    actions.approve(case=case, by=cast.ann, version=case.version)
    late = tapped(listing)
    case.refresh_from_db()
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=False)
    with pytest.raises(TransitionRefused, match="waits for your judgement"):
        actions.approve_second(case=case, by=cast.ben, version=case.version)
    with pytest.raises(TransitionRefused, match="waits for your judgement"):
        actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ben, version=case.version)
    actions.take(case=case, by=cast.ben)
    judge(late, cast.ben, outcome="not_confirmed")
    actions.approve_second(case=case, by=cast.ben, version=case.version)
    case.refresh_from_db()
    assert case.status == "approved"


def test_removing_a_listing_passes_over_nobodys_report(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    case = rejected(cast, recheck_of(listing))
    told(listing, category="not_qualified")
    listing.refresh_from_db()
    with pytest.raises(TransitionRefused, match="waits for your judgement"):
        publication.delist(listing=listing, reasons=("incorrect",), by=cast.ben, version=listing.version)
    judged(taken(recheck_of(listing), cast.ben), by=cast.ben)
    publication.delist(listing=listing, reasons=("incorrect",), by=cast.ben, version=listing.version)
    assert case.pk != listing.cases.order_by("-opened_at")[0].pk


@pytest.mark.parametrize(
    ("outcome", "noticed"),
    [("confirmed", "report"), ("not_confirmed", "own_check"), ("not_for_us", "own_check")],
)
def test_statement_says_report_where_one_was_confirmed(cast: Cast, outcome: str, noticed: str) -> None:
    listing = cast.publish()
    told(listing)
    rejected(cast, recheck_of(listing), outcome=outcome)
    assert StatementOfReasons.objects.latest("decision_seq").noticed_by == noticed


def test_statement_of_hiding_after_a_report_says_so_unless_the_system_hid(cast: Cast) -> None:
    for by, noticed in ((cast.ann, "report"), (None, "own_check")):
        listing = cast.publish()
        told(listing)
        publication.quarantine(listing=listing, reasons=("safety_report",), by=by, version=listing.version)
        assert StatementOfReasons.objects.latest("decision_seq").noticed_by == noticed


def test_statement_names_no_report_that_did_not_lead_to_it(cast: Cast) -> None:
    listing = cast.publish()
    tapped(listing, "not_accepting")
    publication.quarantine(listing=listing, reasons=("accreditation",), by=cast.ann, version=listing.version)
    assert StatementOfReasons.objects.get().noticed_by == "own_check"


def test_statement_without_a_report_came_from_our_own_check(cast: Cast) -> None:
    listing = cast.publish()
    publication.quarantine(listing=listing, reasons=("incorrect",), by=cast.ann, version=listing.version)
    assert StatementOfReasons.objects.get().noticed_by == "own_check"


def test_case_page_judges_by_buttons(cast: Cast) -> None:
    listing = cast.publish()
    report = told(listing)
    case = taken(recheck_of(listing), cast.ann)
    client = signed_in(cast.ann)

    answer = send(client, "case_report_judge", case.pk, report.pk, version=case.version, outcome="confirmed")

    assert answer["Location"].endswith(f"/moderation/cases/{case.pk}/#reports")
    report.refresh_from_db()
    assert report.outcome == "confirmed"
    assert "Judged by" in page(client, "case", case.pk)


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 409), ({"outcome": "perhaps"}, 409), ({"outcome": "confirmed", "version": 9}, 409)],
)
def test_unclear_or_stale_judgement_changes_nothing(cast: Cast, sent: dict[str, Any], status: int) -> None:
    listing = cast.publish()
    report = told(listing)
    case = taken(recheck_of(listing), cast.ann)
    answer = send(signed_in(cast.ann), "case_report_judge", case.pk, report.pk, **sent)
    assert answer.status_code == status
    report.refresh_from_db()
    assert report.outcome == ""


def test_judging_address_is_closed_to_all_but_moderators_with_the_file_open(cast: Cast) -> None:
    listing = cast.publish()
    report = told(listing)
    case = recheck_of(listing)
    sent = {"version": case.version, "outcome": "confirmed"}
    assert send(signed_in(cast.owner), "case_report_judge", case.pk, report.pk, **sent).status_code == 403
    assert send(signed_in(cast.ben), "case_report_judge", case.pk, report.pk, **sent).status_code == 403
    other = cast.submit()
    actions.declare_conflict(case=other, by=cast.ben, has_conflict=False)
    assert send(signed_in(cast.ben), "case_report_judge", other.pk, report.pk, **sent).status_code == 404
    gone = signed_in(cast.ann).get(f"/moderation/cases/{case.pk}/reports/{report.pk}/judge/")
    assert gone["Location"] == f"/moderation/cases/{case.pk}/"
