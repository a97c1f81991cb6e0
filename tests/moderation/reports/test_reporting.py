"""A report opens or joins one recheck, raises it, and hides nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest

from directory import clock
from directory.catalogue.models import Entry
from directory.moderation import actions, applicant, log, publication
from directory.moderation.cases import PRIORITY, open_case
from directory.moderation.models import Case, Decision
from directory.moderation.reports import actions as reports
from directory.moderation.reports.categories import CORRECTIONS, SAFETY
from directory.moderation.reports.models import PublicReport
from directory.outbox.models import Message
from directory.submission import actions as submission
from tests.cast import Cast
from tests.moderation.pages import CELLS

from .stories import READER, approved, judged, recheck_of, taken, tapped, told


def test_report_opens_a_recheck_of_what_is_live_and_the_listing_stays(cast: Cast) -> None:
    listing = cast.publish()
    before = Entry.objects.get(), Decision.objects.count()

    report = told(listing)

    case = recheck_of(listing)
    assert report.case_id == case.pk
    assert case.revision_id == listing.live_revision_id
    assert report.revision_sha256 == case.revision.sha256
    listing.refresh_from_db()
    assert listing.publication == "live"
    assert (Entry.objects.get(), Decision.objects.count()) == before
    assert log.first_break() is None


def test_many_reports_are_one_case(cast: Cast) -> None:
    listing = cast.publish()
    for category in SAFETY:
        told(listing, category=category)
    for category in CORRECTIONS:
        tapped(listing, category)
    assert Case.objects.filter(listing=listing, kind="recheck").count() == 1
    assert recheck_of(listing).reports.count() == len(SAFETY) + len(CORRECTIONS)


def test_report_joins_the_recheck_that_moderators_opened(cast: Cast) -> None:
    listing = cast.publish()
    assert listing.live_revision is not None
    case = open_case(listing=listing, revision=listing.live_revision, kind="recheck")
    assert tapped(listing).case_id == case.pk
    case.refresh_from_db()
    assert case.priority == PRIORITY["recheck"]
    told(listing)
    case.refresh_from_db()
    assert case.priority > PRIORITY["hidden by rules taken back"]


def test_version_in_work_and_a_report_do_not_hinder_each_other(cast: Cast) -> None:
    listing = cast.publish()
    edit = submission.revise(listing=listing, document=cast.content(summary="New words."), by=cast.owner)
    report = told(listing)
    assert report.case_id != edit.pk
    assert report.case.revision_id == listing.live_revision_id


def test_after_a_recheck_has_ended_a_report_opens_another(cast: Cast) -> None:
    listing = cast.publish()
    first = told(listing)
    approved(cast, recheck_of(listing))
    assert told(listing).case_id != first.case_id


def test_unsafe_stands_above_everything_and_wrong_details_between_age_and_a_person_asked_for(
    cast: Cast,
) -> None:
    listing = cast.publish()
    tapped(listing)
    case = recheck_of(listing)
    assert PRIORITY["review"] < PRIORITY["wrong details"] <= case.priority < PRIORITY["asked"]
    for number in range(9):
        tapped(listing, email=f"reader{number}@home.example")
    case.refresh_from_db()
    assert case.priority < PRIORITY["asked"]
    told(listing)
    case.refresh_from_db()
    assert (
        max(each for name, each in PRIORITY.items() if name != "unsafe") < PRIORITY["unsafe"] <= case.priority
    )


def test_report_found_wrong_takes_its_points_back_and_one_found_right_keeps_them(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    case = taken(recheck_of(listing), cast.ann)
    unsafe = case.priority
    judged(case, by=cast.ann, outcome="not_confirmed")
    case.refresh_from_db()
    assert case.priority == PRIORITY["recheck"]
    reports.judge(report=case.reports.get(), outcome="confirmed", by=cast.ann, version=case.version)
    case.refresh_from_db()
    assert case.priority >= unsafe > PRIORITY["recheck"]


def test_wrong_detail_that_was_judged_does_not_move_up(cast: Cast) -> None:
    listing = cast.publish()
    tapped(listing)
    case = taken(recheck_of(listing), cast.ann)
    before = case.priority
    judged(case, by=cast.ann, outcome="not_confirmed")
    case.refresh_from_db()
    assert case.priority < before < PRIORITY["recheck"]


def test_person_who_was_asked_for_outlives_a_wrong_report(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    listing.refresh_from_db()
    publication.unpublish(listing=listing, by=cast.owner, version=listing.version)
    again = submission.revise(listing=listing, document=cast.content(description=CELLS), by=cast.owner)
    applicant.ask_person(case=again, by=cast.owner, version=again.version)
    again.refresh_from_db()
    assert again.priority >= PRIORITY["unsafe"]
    judged(taken(again, cast.ann), by=cast.ann, outcome="not_for_us")
    again.refresh_from_db()
    assert again.priority == PRIORITY["asked"]


def test_several_people_raise_more_than_one(cast: Cast) -> None:
    listing = cast.publish()
    seen = []
    for number in range(4):
        told(listing, email=f"reader{number}@home.example")
        seen.append(recheck_of(listing).priority)
    assert seen == sorted(set(seen))


def test_reader_who_was_mostly_wrong_raises_less_and_still_opens_a_case(cast: Cast) -> None:
    listing = cast.publish()
    for _ in range(3):
        told(listing, email=READER)
        approved(cast, recheck_of(listing), outcome="not_confirmed")
    told(listing, email=READER)
    doubted = recheck_of(listing).priority
    approved(cast, recheck_of(listing))
    told(listing)

    assert PRIORITY["unsafe"] <= doubted < recheck_of(listing).priority


def test_reports_that_are_nothing_for_us_count_neither_way(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER)
    unknown = recheck_of(listing).priority
    approved(cast, recheck_of(listing), outcome="not_for_us")
    told(listing, email=READER)
    assert recheck_of(listing).priority == unknown


@pytest.mark.parametrize("way", ["hidden", "taken down", "lapsed", "never published", "unknown"])
def test_only_what_is_live_can_be_reported(cast: Cast, way: str) -> None:
    listing = cast.submit().listing if way == "never published" else cast.publish()
    moment = clock.now() + timedelta(days=400 if way == "lapsed" else 0)
    if way == "hidden":
        publication.quarantine(listing=listing, reasons=("incorrect",), by=cast.ann, version=listing.version)
    if way == "taken down":
        publication.unpublish(listing=listing, by=cast.owner, version=listing.version)
    if way == "unknown":
        listing.pk = uuid4()
    with clock.set_to(moment), pytest.raises(reports.NotPublic):
        told(listing)
    assert not PublicReport.objects.exists()


@pytest.mark.parametrize(
    ("kind", "category"), [("safety", "closed"), ("correction", "harm"), ("safety", ""), ("praise", "harm")]
)
def test_unknown_category_is_not_kept(cast: Cast, kind: str, category: str) -> None:
    with pytest.raises(ValueError, match=f"^{category}$"):
        told(cast.publish(), kind=kind, category=category)


def test_reader_with_an_address_gets_one_confirmation_that_names_nothing(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    report = told(listing, email=READER)
    mail = Message.objects.get(to=READER)
    assert mail.key == f"report_received:{report.pk}"
    assert "within 1 working day" in mail.text
    assert "22 November 2026" in mail.text
    assert str(report.pk)[:8].upper() in mail.subject
    for body in (mail.subject, mail.text, mail.html):
        assert "Aldous" not in body
        assert "CANARY" not in body
        assert "{" not in body
    assert "/privacy/#reports" in mail.html
    assert "your account" not in mail.text


def test_report_waits_while_the_provider_has_the_case_and_goes_on_when_nobody_answers(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    case = taken(recheck_of(listing), cast.ann)
    actions.request_changes(case=case, requests={"summary": "Shorter."}, by=cast.ann, version=case.version)
    tapped(listing)
    assert PublicReport.objects.filter(case=case).count() == 2

    with clock.set_to(clock.now() + timedelta(days=15)):
        applicant.expire_overdue()
        again = recheck_of(listing)

    assert again.pk != case.pk
    assert PublicReport.objects.filter(case=again).count() == 2
    assert again.priority >= PRIORITY["unsafe"]


def test_words_are_added_to_a_tap_once_and_only_while_it_waits(cast: Cast) -> None:
    listing = cast.publish()
    tap = tapped(listing)
    assert not reports.complete(report_id=tap.pk)
    assert reports.complete(report_id=tap.pk, text="It is 0113 496 0001.", email=READER)
    assert not reports.complete(report_id=tap.pk, text="Something else")
    assert not reports.complete(report_id=uuid4(), text="Nothing")
    tap.refresh_from_db()
    assert (tap.text, tap.email) == ("It is 0113 496 0001.", READER)
    assert Message.objects.filter(to=READER).count() == 1

    late = tapped(listing, "closed")
    judged(taken(recheck_of(listing), cast.ann), by=cast.ann)
    assert not reports.complete(report_id=late.pk, text="Too late")
