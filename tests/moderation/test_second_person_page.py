"""The second look through the pages: somebody else, who proves who they are, or sends it back."""

from django.test import Client
from django.urls import reverse

from directory.accreditation import actions as accreditation
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import actions
from directory.moderation.models import Case
from directory.moderation.people import second_people
from tests.cast import PASSWORD, Cast
from tests.moderation.pages import (
    asked_again,
    declared,
    in_second_review,
    page,
    send,
    signed_in,
)


def work_through(client: Client, cast: Cast, case: Case) -> None:
    """Everything a moderator does before approving, by forms alone."""
    send(client, "case_declare", case.pk, tie="no")
    send(client, "case_take", case.pk)
    response = send(
        client, "case_look", case.pk, cast.credentials[0].pk, version=case.version, seen="", method="register",
        where="https://register.example/7000001", result="confirmed", scopes=["licence", "neurology"],
        valid_until="2027-06-30", note="Entry seen.",
    )  # fmt: skip
    assert response.status_code == 302
    answers = {"yes_authority": "on", "yes_text": "on", "note_authority": "Rang the practice."}
    send(client, "case_checklist", case.pk, version=case.version, **answers)


def test_moderators_publish_a_risky_case_by_forms_alone(cast: Cast) -> None:
    case = cast.submit()
    ann, ben = signed_in(cast.ann), asked_again(signed_in(cast.ben))
    work_through(ann, cast, case)
    before = page(ann, "case", case.pk)
    send(ann, "case_approve", case.pk, version=case.version)
    case.refresh_from_db()
    between = (case.status, Entry.objects.count())

    send(ben, "case_declare", case.pk, tie="no")
    send(ben, "case_approve_second", case.pk, version=case.version)

    case.refresh_from_db()
    assert "Approve and send to a second person" in before
    assert between == (Case.Status.SECOND_REVIEW, 0)
    assert case.status == Case.Status.APPROVED
    assert Entry.objects.get().name == "Dr Mira Aldous"


def test_first_person_is_refused_as_the_second(cast: Cast) -> None:
    case = in_second_review(cast)
    client = asked_again(signed_in(cast.ann))

    shown = page(client, "case", case.pk)
    response = send(client, "case_approve_second", case.pk, version=case.version)

    assert "The second look belongs to somebody else." in shown
    assert response.status_code == 403
    assert "You approved this first" in response.content.decode()
    assert not Entry.objects.exists()


def test_second_person_gives_the_password_again_before_it_publishes(cast: Cast) -> None:
    case = in_second_review(cast)
    client = signed_in(cast.ben)

    asked = send(client, "case_approve_second", case.pk, version=case.version)
    published_before = Entry.objects.exists()
    wrong = client.post(asked["Location"], {"password": "not this one"})
    still_unpublished = not Entry.objects.exists()
    client.post(asked["Location"], {"password": PASSWORD})

    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert wrong.status_code == 200
    assert not published_before
    assert still_unpublished
    assert Entry.objects.exists()


def test_second_person_sends_it_back_with_a_private_note(cast: Cast) -> None:
    case = in_second_review(cast)
    ben = signed_in(cast.ben)

    without = send(ben, "case_return", case.pk, version=case.version, note="No number.")
    send(ben, "case_return", case.pk, version=case.version, reasons=["accreditation"], note="No number.")

    case.refresh_from_db()
    assert without.status_code == 422
    assert "No number." in without.content.decode()
    assert (case.status, case.first_actor_id) == (Case.Status.OPEN, None)
    assert case.notes.get().text == "No number."


def test_colleague_of_the_house_or_with_a_tie_is_not_named_as_second(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    accreditation.add_member(provider=cast.specialist, user=cast.ben, by=cast.owner)
    actions.declare_conflict(case=case, by=cast.senior, has_conflict=True)

    assert set(second_people(case)) == {cast.ann, cast.second_senior}


def test_case_says_when_nobody_could_take_the_second_look(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    for person in (cast.ben, cast.senior, cast.second_senior):
        person.is_active = False
        person.save()

    assert "waits until somebody from outside is invited" in page(signed_in(cast.ann), "case", case.pk)


def test_removed_listing_stays_removed_by_two_people(cast: Cast) -> None:
    listing = cast.publish()
    listing.refresh_from_db()
    ann, ben = signed_in(cast.ann), signed_in(cast.ben)
    hidden = send(ann, "listing_hide", listing.pk, version=listing.version, reasons=["safety_report"])
    recheck = listing.cases.get(kind=Case.Kind.RECHECK)
    declared(recheck, cast.ann, cast.ben)
    listing.refresh_from_db()

    alone = send(ann, "listing_remove", listing.pk, version=listing.version, reasons=["safety_report"])
    offered = page(ben, "case", recheck.pk)
    send(ben, "listing_remove", listing.pk, version=listing.version, reasons=["safety_report"])

    listing.refresh_from_db()
    assert hidden["Location"] == reverse("case", args=[recheck.pk])
    assert alone.status_code == 409
    assert "you are the second person" in offered
    assert listing.publication == Listing.Publication.DELISTED


def test_first_person_is_not_offered_to_take_what_somebody_else_decides(cast: Cast) -> None:
    case = in_second_review(cast)

    assert "Take the case" not in page(signed_in(cast.ann), "case", case.pk)
    assert "Take the case" in page(signed_in(cast.ben), "case", case.pk)
