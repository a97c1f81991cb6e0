"""Several people report and decide at the same moment: one case, nothing lost, nobody waits for ever (PostgreSQL)."""

import pytest
from django.db import connection

from directory.listings.models import Listing
from directory.moderation import actions, log, publication
from directory.moderation.errors import ModerationError
from directory.moderation.models import Case
from directory.moderation.reports import actions as reports
from directory.moderation.reports import outcomes
from directory.moderation.reports.models import PublicReport
from directory.outbox.models import Message
from tests.cast import Cast, assemble
from tests.moderation.test_races import at_once, fresh

from .stories import READER, judged, recheck_of, taken, tapped, told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None, now: object) -> Cast:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time: this race exists on PostgreSQL only")
    return assemble()


def unexpected(results: list[object]) -> list[object]:
    return [
        each
        for each in results
        if isinstance(each, Exception) and not isinstance(each, ModerationError | reports.NotPublic)
    ]


@pytest.mark.parametrize("there_is_one", [False, True])
def test_eight_reports_at_once_are_one_case(cast: Cast, there_is_one: bool) -> None:
    listing = cast.publish()
    if there_is_one:
        tapped(listing)
    results = at_once(*(lambda: told(listing) for _ in range(8)))
    assert unexpected(results) == []
    assert Case.objects.filter(kind="recheck").count() == 1
    assert recheck_of(listing).reports.count() == 8 + there_is_one
    assert log.first_break() is None


def test_report_and_hiding_at_once_leave_the_report_in_the_recheck_or_refused(cast: Cast) -> None:
    listing = cast.publish()

    def hide() -> object:
        found = Listing.objects.get(pk=listing.pk)
        return publication.quarantine(
            listing=found, reasons=("safety_report",), by=cast.ann, version=found.version
        )

    results = at_once(lambda: told(listing), hide, lambda: told(listing), lambda: tapped(listing))
    assert unexpected(results) == []
    assert Case.objects.filter(kind="recheck").count() == 1
    kept = sum(isinstance(each, PublicReport) for each in results)
    assert recheck_of(listing).reports.count() == kept


def test_report_at_the_moment_of_a_rejection_is_not_passed_over(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    case = taken(recheck_of(listing), cast.ann)
    judged(case, by=cast.ann)

    def reject() -> object:
        return actions.reject(
            case=fresh(case), reasons=("incorrect",), explanation="", by=cast.ann, version=case.version
        )

    results = at_once(reject, lambda: told(listing))
    assert unexpected(results) == []
    late = PublicReport.objects.waiting().get()
    assert late.case.status == "open"


def test_judgement_and_added_words_at_once_do_not_lock_each_other_out(cast: Cast) -> None:
    listing = cast.publish()
    tap = tapped(listing)
    case = taken(recheck_of(listing), cast.ann)
    results = at_once(
        lambda: reports.judge(report=tap, outcome="confirmed", by=cast.ann, version=case.version),
        lambda: reports.complete(report_id=tap.pk, text="More", email=READER),
        lambda: told(listing),
    )
    assert unexpected(results) == []
    tap.refresh_from_db()
    assert tap.outcome == "confirmed"


def test_two_daily_runs_at_once_tell_once(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER)
    case = taken(recheck_of(listing), cast.ann)
    judged(case, by=cast.ann)
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ann, version=case.version)
    Case.objects.filter(pk=case.pk).update(status_since=case.opened_at - outcomes.REMOVAL * 2)
    results = at_once(outcomes.settle_all, outcomes.settle_all)
    assert unexpected(results) == []
    assert Message.objects.filter(key__startswith="report_outcome:").count() == 1
