"""Who reported something hears once what came of it; then the words and the address are gone."""

from datetime import timedelta

from django.db import transaction

from directory import clock
from directory.moderation import actions, publication
from directory.moderation.reports import outcomes
from directory.moderation.reports.models import PublicReport
from directory.outbox.models import Message
from directory.submission import actions as submission
from tests.cast import Cast

from .stories import READER, approved, judged, recheck_of, rejected, taken, tapped, told


def answers() -> list[str]:
    """The texts of the messages that tell an outcome."""
    return list(Message.objects.filter(key__startswith="report_outcome:").values_list("text", flat=True))


def kept(report: PublicReport) -> tuple[str, str]:
    report.refresh_from_db()
    return report.text, report.email


def test_listing_that_stays_is_said_to_stay_and_what_was_written_goes(cast: Cast) -> None:
    listing = cast.publish()
    report = told(listing, email=READER)
    approved(cast, recheck_of(listing))

    (answer,) = answers()
    assert "stays as it is" in answer
    assert "22 November 2026" in answer
    assert "Aldous" not in answer
    assert "CANARY" not in answer
    assert "Ann" not in answer
    assert kept(report) == ("", "")
    assert report.told_at == clock.now()
    assert report.reporter
    assert report.outcome == "not_confirmed"


def test_listing_that_changed_is_said_to_have_changed(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER)
    case = taken(recheck_of(listing), cast.ann)
    judged(case, by=cast.ann)
    actions.request_changes(
        case=case, requests={"phone": "Which is right?"}, by=cast.ann, version=case.version
    )
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        submission.revise(listing=listing, document=cast.content(phone="+44 113 496 0001"), by=cast.owner)
        assert answers() == []
        approved(cast, recheck_of(listing))
    assert "was changed since" in answers()[0]


def test_hidden_listing_is_told_of_when_its_recheck_is_rejected(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER)
    publication.quarantine(listing=listing, reasons=("safety_report",), by=cast.ben, version=listing.version)
    assert answers() == []
    rejected(cast, recheck_of(listing))
    assert "no longer shown" in answers()[0]


def test_rejected_but_live_listing_is_told_of_when_it_is_removed(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER)
    rejected(cast, recheck_of(listing))
    assert answers() == []
    listing.refresh_from_db()
    publication.delist(listing=listing, reasons=("incorrect",), by=cast.ben, version=listing.version)
    assert "no longer shown" in answers()[0]


def test_removal_that_nobody_completes_is_told_after_thirty_days(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER)
    rejected(cast, recheck_of(listing))
    with clock.set_to(clock.now() + timedelta(days=29)):
        assert outcomes.settle_all() == 0
    with clock.set_to(clock.now() + timedelta(days=31)):
        assert outcomes.settle_all() == 1
        assert outcomes.settle_all() == 0
    assert len(answers()) == 1
    assert "what you reported is right" in answers()[0]
    assert "stays as it is" not in answers()[0]


def test_reader_who_was_right_is_not_told_that_it_stays_where_the_recheck_is_approved(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER)
    approved(cast, recheck_of(listing), outcome="confirmed")
    assert "what you reported is right" in answers()[0]


def test_reader_who_was_not_confirmed_hears_that_it_stays_where_nobody_removed_it(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER)
    rejected(cast, recheck_of(listing), outcome="not_confirmed")
    with clock.set_to(clock.now() + timedelta(days=31)):
        outcomes.settle_all()
    assert "stays as it is" in answers()[0]


def test_provider_who_takes_the_listing_down_ends_what_was_judged(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER)
    judged(taken(recheck_of(listing), cast.ann), by=cast.ann)
    listing.refresh_from_db()
    publication.unpublish(listing=listing, by=cast.owner, version=listing.version)
    assert "no longer shown" in answers()[0]


def test_each_person_hears_once_however_the_listing_goes_on(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER)
    tapped(listing, email="other@home.example")
    tapped(listing, "closed")
    approved(cast, recheck_of(listing))
    with clock.set_to(clock.now() + timedelta(days=1)):
        told(listing)
        rejected(cast, recheck_of(listing))
        listing.refresh_from_db()
        publication.delist(listing=listing, reasons=("incorrect",), by=cast.ben, version=listing.version)
        outcomes.settle_all()
    told_people = Message.objects.filter(key__startswith="report_outcome:").values_list("to", flat=True)
    assert sorted(told_people) == ["other@home.example", READER]


def test_decision_that_is_rolled_back_tells_nobody(cast: Cast) -> None:
    listing = cast.publish()
    report = told(listing, email=READER)
    with transaction.atomic():
        approved(cast, recheck_of(listing))
        assert len(answers()) == 1
        transaction.set_rollback(True)
    assert answers() == []
    assert kept(report)[1] == READER


def test_words_without_an_address_go_ninety_days_after_the_end(cast: Cast) -> None:
    listing = cast.publish()
    report = told(listing)
    with clock.set_to(clock.now() + timedelta(days=200)):
        assert outcomes.forget_old() == 0
    approved(cast, recheck_of(listing))
    with clock.set_to(clock.now() + timedelta(days=89)):
        assert outcomes.forget_old() == 0
        assert kept(report)[0]
    with clock.set_to(clock.now() + timedelta(days=91)):
        assert outcomes.forget_old() == 1
        assert outcomes.forget_old() == 0
    assert kept(report) == ("", "")
    assert report.outcome


def test_answer_is_in_the_language_of_the_reader(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER, language="es")
    approved(cast, recheck_of(listing))
    assert '<html lang="es">' in Message.objects.get(key__startswith="report_outcome:").html


def test_daily_run_does_both(cast: Cast) -> None:
    from directory.management.commands.daily import PARTS

    assert {outcomes.settle_all, outcomes.forget_old} <= set(PARTS.values())
