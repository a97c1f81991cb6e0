"""A provider does not shake off a report by taking the listing down and sending it again."""

from datetime import timedelta

import pytest

from directory import clock
from directory.listings.models import Listing
from directory.moderation import actions, appeals, applicant, publication
from directory.moderation.errors import TransitionRefused
from directory.moderation.models import Case
from directory.moderation.reports import outcomes
from directory.moderation.reports.models import PublicReport
from directory.outbox.models import Message
from directory.submission import actions as submission
from tests.cast import Cast

from .stories import READER, WORDS, judged, told

CELLS = "We offer stem cell injections for migraine. Book your stem cell therapy today."


def down(cast: Cast, listing: Listing) -> None:
    listing.refresh_from_db()
    publication.unpublish(listing=listing, by=cast.owner, version=listing.version)


def reported_and_taken_down(cast: Cast) -> tuple[Listing, PublicReport]:
    listing = cast.publish()
    report = told(listing, email=READER)
    down(cast, listing)
    report.refresh_from_db()
    return listing, report


def answers() -> int:
    return Message.objects.filter(key__startswith="report_outcome:").count()


def test_unread_report_is_neither_told_nor_erased_when_the_listing_goes(cast: Cast) -> None:
    _listing, report = reported_and_taken_down(cast)
    with clock.set_to(clock.now() + timedelta(days=364)):
        assert outcomes.settle_all() == outcomes.forget_old() == 0
    report.refresh_from_db()
    assert (report.text, report.email, report.outcome) == (WORDS, READER, "")
    assert answers() == 0


def test_unread_report_is_not_kept_for_ever_when_the_listing_stays_away(cast: Cast) -> None:
    _listing, report = reported_and_taken_down(cast)
    with clock.set_to(clock.now() + timedelta(days=366)):
        assert outcomes.settle_all() == 1
        outcomes.forget_old()
    report.refresh_from_db()
    assert (report.text, report.email) == ("", "")
    assert answers() == 1


def test_listing_that_is_sent_again_brings_its_unread_report_with_it(cast: Cast) -> None:
    listing, report = reported_and_taken_down(cast)
    with clock.set_to(clock.now() + timedelta(hours=1)):
        again = cast.ready(submission.revise(listing=listing, document=cast.content(), by=cast.owner))
        report.refresh_from_db()
        assert report.case_id == again.pk
        assert again.priority >= 60
        with pytest.raises(TransitionRefused, match="waits for your judgement"):
            actions.approve(case=again, by=cast.ann, version=again.version)
        judged(again, by=cast.ann, outcome="not_confirmed")
        actions.approve(case=again, by=cast.ann, version=again.version)
    assert answers() == 1


@pytest.mark.parametrize("way", ["a person was asked", "an appeal was won"])
def test_rejected_version_that_opens_again_brings_the_unread_report_with_it(cast: Cast, way: str) -> None:
    listing = cast.publish()
    edit = submission.revise(listing=listing, document=cast.content(description=CELLS), by=cast.owner)
    assert edit.status == Case.Status.REJECTED
    report = told(listing)
    down(cast, listing)
    if way == "a person was asked":
        applicant.ask_person(case=edit, by=cast.owner, version=edit.version)
    else:
        filed = applicant.appeal(case=edit, text="That is not us.", by=cast.owner)
        appeals.decide_appeal(
            appeal=filed,
            overturn=True,
            reasons=("cell_product",),
            answer="So it is.",
            by=cast.senior,
            version=0,
        )
    report.refresh_from_db()
    assert report.case_id == edit.pk


def test_version_that_the_machine_rejects_takes_up_nothing(cast: Cast) -> None:
    listing, report = reported_and_taken_down(cast)
    before = report.case_id
    submission.revise(listing=listing, document=cast.content(description=CELLS), by=cast.owner)
    report.refresh_from_db()
    assert report.case_id == before
