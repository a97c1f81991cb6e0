"""What a reader wrote can be read by everybody who still decides about the listing, and goes then."""

from datetime import timedelta

import pytest

from directory import clock
from directory.moderation import appeals, applicant, publication
from directory.moderation.models import Case
from directory.moderation.reports import outcomes
from directory.moderation.reports.models import PublicReport
from directory.submission import actions as submission
from tests.cast import Cast

from .stories import READER, WORDS, approved, recheck_of, rejected, told


def hidden_and_rejected(cast: Cast, email: str = READER) -> tuple[Case, PublicReport]:
    listing = cast.publish()
    report = told(listing, email=email)
    publication.quarantine(listing=listing, reasons=("incorrect",), by=cast.ann, version=listing.version)
    return rejected(cast, recheck_of(listing)), report


def kept(report: PublicReport) -> tuple[str, str]:
    report.refresh_from_db()
    return report.text, report.email


def later(days: int) -> None:
    with clock.set_to(clock.now() + timedelta(days=days)):
        outcomes.settle_all()
        outcomes.forget_old()


@pytest.mark.parametrize("email", [READER, ""])
def test_words_stay_for_the_second_person_and_the_address_does_not(cast: Cast, email: str) -> None:
    _case, report = hidden_and_rejected(cast, email)
    later(183)
    assert kept(report) == (WORDS, "")


def remove(cast: Cast, case: Case) -> None:
    listing = case.listing
    listing.refresh_from_db()
    publication.delist(listing=listing, reasons=("incorrect",), by=cast.ben, version=listing.version)


def test_words_go_when_the_time_to_appeal_is_over(cast: Cast) -> None:
    case, report = hidden_and_rejected(cast)
    remove(cast, case)
    later(184)
    assert kept(report) == (WORDS, "")
    later(185)
    assert kept(report) == ("", "")


def test_words_of_a_hidden_listing_wait_for_whoever_removes_it(cast: Cast) -> None:
    _case, report = hidden_and_rejected(cast)
    later(400)
    assert kept(report) == (WORDS, "")


def test_words_stay_while_an_appeal_waits_for_its_answer(cast: Cast) -> None:
    case, report = hidden_and_rejected(cast)
    remove(cast, case)
    filed = applicant.appeal(case=case, text="It was never so.", by=cast.owner)
    later(300)
    assert kept(report) == (WORDS, "")
    appeals.decide_appeal(
        appeal=filed, overturn=False, reasons=("incorrect",), answer="It was.", by=cast.senior, version=0
    )
    later(300)
    assert kept(report) == ("", "")


def test_words_stay_while_another_case_of_the_listing_is_open(cast: Cast) -> None:
    listing = cast.publish()
    report = told(listing, email=READER)
    edit = submission.revise(listing=listing, document=cast.content(summary="New words."), by=cast.owner)
    approved(cast, recheck_of(listing))
    assert kept(report) == (WORDS, "")
    applicant.withdraw_case(case=edit, by=cast.owner, version=edit.version)
    later(1)
    assert kept(report) == ("", "")
