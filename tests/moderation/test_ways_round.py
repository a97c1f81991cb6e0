"""Ways round the rules that were tried, and do not work."""

from datetime import timedelta

import pytest

from directory import clock
from directory.accreditation import actions as accreditation
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import actions, applicant, log, publication, renewal
from directory.moderation.appeals import decide_appeal
from directory.moderation.errors import NotAllowed, TransitionRefused
from directory.moderation.models import Case
from directory.submission import actions as submission
from tests.cast import Cast


def live() -> list[Entry]:
    return list(Entry.objects.live(on=clock.today()))


def hide(cast: Cast, listing: Listing) -> Case:
    listing.refresh_from_db()
    return publication.quarantine(
        listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version
    )


def approved_once(cast: Cast, case: Case) -> Case:
    case = cast.ready(Case.objects.get(pk=case.pk))
    actions.approve(case=case, by=cast.ann, version=case.version)
    return Case.objects.get(pk=case.pk)


def test_whoever_hid_a_listing_cannot_judge_the_appeal(cast: Cast) -> None:
    listing = cast.publish()
    recheck = publication.quarantine(
        listing=listing, reasons=("safety_report",), by=cast.senior, version=listing.version
    )
    appeal = applicant.appeal(case=recheck, text="There is no danger.", by=cast.owner)
    with pytest.raises(NotAllowed):
        decide_appeal(
            appeal=appeal, overturn=False, reasons=("safety_report",), answer="No.", by=cast.senior, version=0
        )


def test_whoever_verified_for_the_listing_cannot_judge_its_appeal(cast: Cast) -> None:
    case = cast.submit()
    cast.verify(by=cast.senior)
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    actions.take(case=case, by=cast.ann)
    actions.reject(case=case, reasons=("authority",), explanation="", by=cast.ann, version=0)
    appeal = applicant.appeal(case=case, text="Please.", by=cast.owner)
    wish = {"overturn": False, "reasons": ("authority",), "answer": "No.", "version": 0}
    with pytest.raises(NotAllowed):
        decide_appeal(appeal=appeal, by=cast.senior, **wish)  # type: ignore[arg-type]


def test_rejection_of_an_old_edit_does_not_count_towards_a_removal(cast: Cast) -> None:
    listing = cast.publish()
    edit = submission.revise(listing=listing, document=cast.content(summary="Typo."), by=cast.owner)
    actions.declare_conflict(case=edit, by=cast.ann, has_conflict=False)
    actions.take(case=edit, by=cast.ann)
    actions.reject(case=edit, reasons=("incorrect",), explanation="", by=cast.ann, version=edit.version)
    listing.refresh_from_db()
    publication.quarantine(listing=listing, reasons=("safety_report",), by=cast.ben, version=listing.version)
    with pytest.raises(TransitionRefused, match="two people"):
        publication.delist(listing=listing, reasons=("safety_report",), by=cast.ben, version=listing.version)
    listing.refresh_from_db()
    assert listing.publication == Listing.Publication.QUARANTINED


def test_taking_a_hidden_listing_down_and_sending_it_anew_still_takes_two_people(cast: Cast) -> None:
    listing = cast.publish()
    hide(cast, listing)
    listing.refresh_from_db()
    publication.unpublish(listing=listing, by=cast.owner, version=listing.version)
    assert not listing.cases.active().exists()
    anew = submission.revise(listing=listing, document=cast.content(summary="Again."), by=cast.owner)
    assert approved_once(cast, anew).status == Case.Status.SECOND_REVIEW
    assert live() == []


def test_provider_cannot_withdraw_the_recheck(cast: Cast) -> None:
    recheck = hide(cast, cast.publish())
    with pytest.raises(TransitionRefused, match="cannot be withdrawn"):
        applicant.withdraw_case(case=recheck, by=cast.owner, version=recheck.version)


def test_recheck_that_the_provider_left_unanswered_begins_again(cast: Cast) -> None:
    listing = cast.publish()
    recheck = hide(cast, listing)
    actions.declare_conflict(case=recheck, by=cast.ann, has_conflict=False)
    actions.take(case=recheck, by=cast.ann)
    actions.request_changes(
        case=recheck, requests={"summary": "Shorter."}, by=cast.ann, version=recheck.version
    )
    with clock.set_to(clock.now() + timedelta(days=15)):
        assert applicant.expire_overdue() == 1
    assert listing.cases.active().get(kind=Case.Kind.RECHECK).pk != recheck.pk


def test_provider_answers_a_rejected_recheck_with_a_version_that_two_people_check(cast: Cast) -> None:
    listing = cast.publish()
    recheck = hide(cast, listing)
    actions.declare_conflict(case=recheck, by=cast.ann, has_conflict=False)
    actions.take(case=recheck, by=cast.ann)
    actions.reject(case=recheck, reasons=("incorrect",), explanation="", by=cast.ann, version=recheck.version)
    again = submission.revise(listing=listing, document=cast.content(summary="Right now."), by=cast.owner)
    assert again.kind == Case.Kind.RECHECK
    cast.second(approved_once(cast, again))
    assert [entry.summary for entry in live()] == ["Right now."]
    assert log.first_break() is None


def test_same_text_after_a_persons_rejection_takes_two_people(cast: Cast) -> None:
    cast.publish()
    case = cast.submit(
        name="Second rooms", description="A long and honest description of what I do for people."
    )
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    actions.take(case=case, by=cast.ann)
    actions.reject(case=case, reasons=("authority",), explanation="", by=cast.ann, version=case.version)
    again = submission.revise(listing=case.listing, document=case.revision.document(), by=cast.owner)
    assert "near_duplicate" in again.risks


def test_tie_declared_once_holds_for_every_later_case_of_the_provider(cast: Cast) -> None:
    listing = cast.publish()
    first = submission.revise(listing=listing, document=cast.content(summary="One."), by=cast.owner)
    actions.declare_conflict(case=first, by=cast.senior, has_conflict=True)
    applicant.withdraw_case(case=first, by=cast.owner, version=first.version)
    later = submission.revise(listing=listing, document=cast.content(summary="Two."), by=cast.owner)
    assert "declared_conflict" in later.risks
    actions.declare_conflict(case=later, by=cast.senior, has_conflict=False)
    with pytest.raises(NotAllowed, match="conflict"):
        actions.take(case=later, by=cast.senior)
    with pytest.raises(NotAllowed, match="tie"):
        cast.verify(by=cast.senior)


def test_declaring_on_a_closed_case_changes_nothing_of_it(cast: Cast) -> None:
    listing = cast.publish()
    approved = listing.cases.get()
    before = list(approved.risks)
    actions.declare_conflict(case=approved, by=cast.second_senior, has_conflict=True)
    approved.refresh_from_db()
    assert approved.risks == before


def test_colleague_of_the_clinics_specialist_cannot_take_its_case(cast: Cast) -> None:
    clinic = accreditation.register_provider(
        name="Canal Headache Clinic", kind="organisation", country="GB", by=cast.mate
    )
    site = accreditation.add_site(
        provider=clinic, name="Canal House", town="Leeds", region="GB-LDS", by=cast.mate
    )
    accreditation.propose_affiliation(practitioner=cast.specialist, site=site, by=cast.mate)
    accreditation.add_member(provider=cast.specialist, user=cast.ben, by=cast.owner)
    document = cast.content(kind="clinic", sites=(submission.site_content(site),))
    case = submission.submit(provider=clinic, document=document, by=cast.mate)
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=False)
    with pytest.raises(NotAllowed, match="own organisation"):
        actions.take(case=case, by=cast.ben)


def test_hospital_does_not_verify_the_specialist_it_rests_on(cast: Cast) -> None:
    hospital = accreditation.register_provider(
        name="Canal Hospital", kind="organisation", country="GB", by=cast.mate
    )
    site = accreditation.add_site(
        provider=hospital, name="Canal House", town="Leeds", region="GB-LDS", by=cast.mate
    )
    accreditation.propose_affiliation(practitioner=cast.specialist, site=site, by=cast.mate)
    accreditation.add_member(provider=hospital, user=cast.ben, by=cast.mate)
    with pytest.raises(NotAllowed, match="own organisation rests"):
        cast.verify(by=cast.ben)


@pytest.mark.parametrize("change", ["left", "joined the provider"])
def test_first_approval_does_not_outlast_the_first_person(cast: Cast, change: str) -> None:
    case = approved_once(cast, cast.submit())
    if change == "left":
        cast.ann.is_active = False
        cast.ann.save()
    else:
        accreditation.add_member(provider=cast.specialist, user=cast.ann, by=cast.owner)
    with pytest.raises(TransitionRefused, match="first approval does not count"):
        cast.second(case)
    assert live() == []


def test_address_that_moved_during_review_stops_the_approval(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    accreditation.change_site(site=cast.site, by=cast.owner, street="9 New Street")
    with pytest.raises(TransitionRefused, match="new address"):
        actions.approve(case=case, by=cast.ann, version=case.version)


def test_exclusion_hides_at_once(cast: Cast) -> None:
    listing = cast.publish()
    renewal.exclude(provider=cast.specialist, source="Example list", since=clock.today(), by=cast.ann)
    listing.refresh_from_db()
    assert listing.publication == Listing.Publication.QUARANTINED


def test_register_that_stops_counting_hides_what_rests_on_it(cast: Cast) -> None:
    listing = cast.publish()
    register = cast.credentials[0].register
    register.standing = "never"
    register.save()
    assert renewal.reconsider_all() == 0
    listing.refresh_from_db()
    assert listing.publication == Listing.Publication.QUARANTINED


def test_place_chosen_twice_is_refused(cast: Cast) -> None:
    from directory.listings.content import Invalid

    content = cast.content()
    with pytest.raises(Invalid, match="chosen twice"):
        submission.submit(
            provider=cast.specialist, document=cast.content(sites=content.sites * 2), by=cast.owner
        )
