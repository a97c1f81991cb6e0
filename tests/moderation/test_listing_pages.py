"""Published listings on the moderators' side: found by name, hidden at once, checked again."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import clock
from directory.accreditation import actions as accreditation
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import actions
from directory.moderation.models import Case, Decision
from directory.submission import actions as submission
from tests.cast import Cast
from tests.moderation.pages import page, send, signed_in


def test_listing_is_found_by_a_part_of_its_name_without_marks(cast: Cast) -> None:
    cast.publish(name="Dr Mirá Aldous")
    client = signed_in(cast.ann)
    address = reverse("listings")

    for asked in ("mira", "ALDOUS", "dr aldous", ""):
        assert "Dr Mirá Aldous" in client.get(address, {"q": asked}).content.decode()
    assert "No published listing has this name" in client.get(address, {"q": "Sanchez"}).content.decode()
    assert "Dr Mirá Aldous" in client.get(address, {"q": "mi\x00ra", "page": "last"}).content.decode()


def test_lapsed_listing_is_marked(cast: Cast) -> None:
    cast.publish()
    last = Entry.objects.get().valid_until

    with clock.set_to(clock.now() + (last - clock.today()) + timedelta(days=1)):
        assert "lapsed" in page(signed_in(cast.ann), "listings")


def test_one_moderator_hides_a_listing_at_once(cast: Cast) -> None:
    listing = cast.publish()

    response = send(
        signed_in(cast.ben), "listing_hide", listing.pk,
        version=listing.version, reasons=["safety_report"], explanation="We received a report.",
    )  # fmt: skip

    listing.refresh_from_db()
    recheck = listing.cases.get(kind=Case.Kind.RECHECK)
    assert response["Location"] == reverse("case", args=[recheck.pk])
    assert listing.publication == Listing.Publication.QUARANTINED
    assert not Entry.objects.exists()
    assert recheck.statements.get().explanation == "We received a report."


def test_hiding_needs_a_reason_and_keeps_the_words(cast: Cast) -> None:
    listing = cast.publish()

    response = send(
        signed_in(cast.ben),
        "listing_hide",
        listing.pk,
        version=listing.version,
        explanation="Keep these words.",
    )

    assert response.status_code == 422
    assert "Keep these words." in response.content.decode()
    assert Entry.objects.exists()


def test_hiding_sent_twice_hides_once(cast: Cast) -> None:
    listing = cast.publish()
    client = signed_in(cast.ben)

    answers = [
        send(client, "listing_hide", listing.pk, version=listing.version, reasons=["incorrect"])
        for _again in range(2)
    ]

    assert [each.status_code for each in answers] == [302, 409]
    assert "Hidden from the public, by Ben" in answers[1].content.decode()
    assert Decision.objects.filter(action="quarantine").count() == 1


def test_moderator_of_the_organisation_hides_nothing_of_it(cast: Cast) -> None:
    listing = cast.publish()
    accreditation.add_member(provider=cast.specialist, user=cast.ben, by=cast.owner)

    response = send(
        signed_in(cast.ben), "listing_hide", listing.pk, version=listing.version, reasons=["incorrect"]
    )

    assert response.status_code == 403
    assert Entry.objects.exists()


def test_recheck_opens_a_case_and_leaves_the_listing_public(cast: Cast) -> None:
    listing = cast.publish()
    client = signed_in(cast.ben)

    send(client, "listing_recheck", listing.pk, version=listing.version, why="The telephone is dead.")
    again = send(client, "listing_recheck", listing.pk, version=listing.version, why="The telephone is dead.")

    recheck = listing.cases.get(kind=Case.Kind.RECHECK)
    assert recheck.notes.get().text == "The telephone is dead."
    assert recheck.risks == []
    assert again.status_code == 409
    assert Entry.objects.exists()


def test_listing_page_shows_what_it_rests_on_and_what_was_decided(cast: Cast) -> None:
    listing = cast.publish()

    text = page(signed_in(cast.ann), "listing", listing.pk)

    assert "General Medical Council" in text
    assert "Approved by the second person" in text
    assert "Hide it now" in text


def test_removal_needs_the_declaration_first(cast: Cast) -> None:
    listing = cast.publish()
    send(signed_in(cast.ann), "listing_hide", listing.pk, version=listing.version, reasons=["incorrect"])
    listing.refresh_from_db()

    response = send(
        signed_in(cast.second_senior),
        "listing_remove",
        listing.pk,
        version=listing.version,
        reasons=["incorrect"],
    )

    listing.refresh_from_db()
    assert response.status_code == 403
    assert listing.publication == Listing.Publication.QUARANTINED


def test_list_asks_the_database_no_more_for_more_listings(cast: Cast) -> None:
    client = signed_in(cast.ann)
    cast.publish()
    page(client, "listings")
    with CaptureQueriesContext(connection) as few:
        page(client, "listings")
    cast.publish(name="Dr Second")
    cast.publish(name="Dr Third")
    with CaptureQueriesContext(connection) as many:
        page(client, "listings")

    assert len(few) == len(many) <= 10


def test_recheck_asked_for_on_an_older_state_is_stale(cast: Cast) -> None:
    listing = cast.publish()
    seen = listing.version
    revised = submission.revise(listing=listing, document=cast.content(summary="Newer."), by=cast.owner)
    case = cast.ready(revised)
    actions.approve(case=case, by=cast.ann, version=case.version)

    response = send(
        signed_in(cast.ben), "listing_recheck", listing.pk, version=seen, why="The summary is odd."
    )

    assert response.status_code == 409
    assert "The summary is odd." in response.content.decode()
    assert not listing.cases.filter(kind=Case.Kind.RECHECK).exists()
