"""What is published: edits, hiding, coming back, removal, lapse, and evidence that follows what was verified."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory import clock
from directory.accreditation import actions as accreditation
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import actions, applicant, log, publication, renewal
from directory.moderation.errors import NotAllowed, TransitionRefused
from directory.moderation.models import Case
from directory.submission import actions as submission
from directory.submission.actions import SubmissionRefused
from tests.cast import Cast


def live() -> list[Entry]:
    return list(Entry.objects.live(on=clock.today()))


def hide(cast: Cast, listing: Listing) -> Case:
    return publication.quarantine(
        listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version
    )


def test_edit_leaves_the_live_entry_until_it_is_approved(cast: Cast) -> None:
    listing = cast.publish()
    case = submission.revise(listing=listing, document=cast.content(summary="New words."), by=cast.owner)
    assert live()[0].summary != "New words."
    case = cast.ready(case)
    actions.approve(case=case, by=cast.ann, version=case.version)
    assert [entry.summary for entry in live()] == ["New words."]


def test_rejected_edit_leaves_the_live_entry_alone(cast: Cast) -> None:
    listing = cast.publish()
    before = Entry.objects.values().get()
    case = submission.revise(
        listing=listing, document=cast.content(treatments=("cell-based",)), by=cast.owner
    )
    assert case.status == Case.Status.REJECTED
    assert Entry.objects.values().get() == before


def test_address_stays_when_the_name_changes(cast: Cast) -> None:
    listing = cast.publish()
    slug = live()[0].slug
    case = cast.ready(
        submission.revise(listing=listing, document=cast.content(name="Dr M. Aldous"), by=cast.owner)
    )
    actions.approve(case=case, by=cast.ann, version=case.version)
    assert live()[0].slug == slug


def test_hidden_listing_vanishes_and_a_recheck_by_two_brings_it_back(cast: Cast) -> None:
    listing = cast.publish()
    case = hide(cast, listing)
    assert live() == []
    assert case.kind == Case.Kind.RECHECK
    case = cast.ready(case)
    actions.approve(case=case, by=cast.ann, version=case.version)
    assert live() == []
    cast.second(case)
    assert len(live()) == 1
    assert log.first_break() is None


def test_approved_edit_cannot_bring_a_hidden_listing_back(cast: Cast) -> None:
    listing = cast.publish()
    edit = submission.revise(listing=listing, document=cast.content(summary="New words."), by=cast.owner)
    hide(cast, listing)
    edit = cast.ready(Case.objects.get(pk=edit.pk))
    actions.approve(case=edit, by=cast.ann, version=edit.version)
    with pytest.raises(TransitionRefused, match="only through a recheck"):
        cast.second(edit)
    assert live() == []


def test_removal_takes_two_people(cast: Cast) -> None:
    listing = cast.publish()
    hide(cast, listing)
    listing.refresh_from_db()
    with pytest.raises(TransitionRefused, match="two people"):
        publication.delist(listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version)
    publication.delist(listing=listing, reasons=("safety_report",), by=cast.ben, version=listing.version)
    listing.refresh_from_db()
    assert listing.publication == Listing.Publication.DELISTED
    with pytest.raises(SubmissionRefused, match="removed for good"):
        submission.revise(listing=listing, document=cast.content(), by=cast.owner)


def test_live_listing_cannot_be_removed_by_one_person(cast: Cast) -> None:
    listing = cast.publish()
    with pytest.raises(TransitionRefused):
        publication.delist(listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version)
    assert len(live()) == 1


def test_provider_takes_the_listing_down(cast: Cast) -> None:
    listing = cast.publish()
    with pytest.raises(NotAllowed):
        publication.unpublish(listing=listing, by=cast.stranger, version=listing.version)
    publication.unpublish(listing=listing, by=cast.mate, version=listing.version)
    assert live() == []
    assert listing.publication == Listing.Publication.NONE


def test_lapsed_listing_comes_back_by_itself_when_verified_again(cast: Cast) -> None:
    cast.publish()
    end = live()[0].valid_until
    with clock.set_to(clock.now() + (end - clock.today()) + timedelta(days=1)):
        assert live() == []
        cast.verify()
        assert live()[0].valid_until > end
    assert log.first_break() is None


def test_lost_licence_hides_the_listing_at_once_and_opens_a_recheck(cast: Cast) -> None:
    listing = cast.publish()
    renewal.verify(
        credential=cast.credentials[0],
        method="register",
        where="https://register.example/",
        result="restricted",
        by=cast.ben,
    )
    listing.refresh_from_db()
    assert listing.publication == Listing.Publication.QUARANTINED
    assert live() == []
    recheck = listing.cases.get(kind=Case.Kind.RECHECK)
    assert recheck.statements.get().decided_automatically


def test_moved_place_hides_the_listing_until_two_people_approved_its_new_address(cast: Cast) -> None:
    listing = cast.publish()
    accreditation.change_site(site=cast.site, by=cast.owner, street="9 New Street")
    renewal.reconsider_provider(cast.specialist)
    listing.refresh_from_db()
    assert listing.publication == Listing.Publication.QUARANTINED
    recheck = listing.cases.get(kind=Case.Kind.RECHECK)
    actions.declare_conflict(case=recheck, by=cast.ann, has_conflict=False)
    actions.take(case=recheck, by=cast.ann)
    actions.request_changes(
        case=recheck, requests={"sites": "Send it again."}, by=cast.ann, version=recheck.version
    )
    submission.revise(listing=listing, document=cast.content(), by=cast.owner)
    recheck = cast.ready(Case.objects.get(pk=recheck.pk))
    actions.approve(case=recheck, by=cast.ann, version=recheck.version)
    cast.second(Case.objects.get(pk=recheck.pk))
    assert [site.street for site in live()[0].sites.all()] == ["9 New Street"]
    assert log.first_break() is None


def test_exclusion_hides_the_listing(cast: Cast) -> None:
    listing = cast.publish()
    accreditation.note_exclusion(
        provider=cast.specialist, source="Example exclusion list", since=clock.today(), by=cast.ann
    )
    renewal.reconsider_provider(cast.specialist)
    listing.refresh_from_db()
    assert listing.publication == Listing.Publication.QUARANTINED


def test_unconfirmed_details_hide_the_entry_after_180_days_until_confirmed(cast: Cast) -> None:
    listing = cast.publish()
    with clock.set_to(clock.now() + timedelta(hours=1)):
        cast.verify(valid_until=clock.today() + timedelta(days=330))
    with clock.set_to(clock.now() + timedelta(days=180)):
        assert len(live()) == 1
    with clock.set_to(clock.now() + timedelta(days=181)):
        assert live() == []
        with pytest.raises(NotAllowed):
            publication.attest(listing=listing, by=cast.stranger)
        publication.attest(listing=listing, by=cast.owner)
        assert len(live()) == 1


def test_appeal_is_decided_by_somebody_uninvolved_and_never_publishes(cast: Cast) -> None:
    from directory.moderation.appeals import decide_appeal

    case = cast.submit()
    actions.declare_conflict(case=case, by=cast.senior, has_conflict=False)
    actions.take(case=case, by=cast.senior)
    actions.reject(case=case, reasons=("authority",), explanation="", by=cast.senior, version=0)
    appeal = applicant.appeal(case=case, text="We are who we say.", by=cast.owner)
    wish: dict[str, Any] = {"overturn": True, "reasons": ("authority",), "answer": "Right.", "version": 0}
    for involved in (cast.senior, cast.ann):
        with pytest.raises(NotAllowed):
            decide_appeal(appeal=appeal, by=involved, **wish)
    decide_appeal(appeal=appeal, by=cast.second_senior, **wish)
    case.refresh_from_db()
    assert case.status == Case.Status.OPEN
    assert live() == []
    assert log.first_break() is None


def test_appeal_after_six_months_is_too_late_and_only_one_is_open(cast: Cast) -> None:
    case = cast.submit(treatments=("cell-based",))
    with (
        clock.set_to(clock.now() + timedelta(days=185)),
        pytest.raises(TransitionRefused, match="time to appeal"),
    ):
        applicant.appeal(case=case, text="Please.", by=cast.owner)
    applicant.appeal(case=case, text="Please.", by=cast.owner)
    with pytest.raises(TransitionRefused, match="already"):
        applicant.appeal(case=case, text="Please.", by=cast.mate)


def test_delisted_withdrawn_and_lapsed_answer_alike(cast: Cast, client: Client) -> None:
    listing = cast.publish()
    address = reverse("clinic", args=[live()[0].slug])
    assert client.get(address).status_code == 200
    with clock.set_to(clock.now() + timedelta(days=170)):
        lapsed = client.get(address)
    publication.unpublish(listing=listing, by=cast.owner, version=listing.version)
    withdrawn = client.get(address)
    assert lapsed.status_code == withdrawn.status_code == 410
    assert lapsed.content == withdrawn.content


def test_removed_listing_leaves_no_case_in_the_queue(cast: Cast) -> None:
    listing = cast.publish()
    edit = submission.revise(listing=listing, document=cast.content(summary="New words."), by=cast.owner)
    recheck = hide(cast, listing)
    listing.refresh_from_db()
    publication.delist(listing=listing, reasons=("safety_report",), by=cast.ben, version=listing.version)
    for case in (edit, recheck):
        case.refresh_from_db()
        assert case.status == Case.Status.REJECTED
    assert log.first_break() is None


def test_taking_down_takes_back_what_waits(cast: Cast) -> None:
    listing = cast.publish()
    edit = submission.revise(listing=listing, document=cast.content(summary="New words."), by=cast.owner)
    publication.unpublish(listing=listing, by=cast.owner, version=listing.version)
    edit.refresh_from_db()
    assert edit.status == Case.Status.WITHDRAWN


def test_declared_prp_is_listed_once_two_people_answered_the_finding(cast: Cast) -> None:
    case = cast.submit(treatments=("assessment", "prp"))
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    actions.take(case=case, by=cast.ann)
    for finding in case.screenings.get().findings.exclude(severity="note"):
        actions.dismiss_finding(
            finding=finding, reason="A trial of its own.", by=cast.ann, version=case.version
        )
    case = cast.ready(case)
    actions.approve(case=case, by=cast.ann, version=case.version)
    cast.second(case)
    assert len(live()) == 1
