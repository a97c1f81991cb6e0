"""Hiding one listing asks for the same declaration as hiding many."""

from django.urls import reverse

from directory.listings.models import Listing
from tests.cast import Cast

from .pages import declared, page, send, signed_in


def test_nobody_hides_a_listing_before_the_question_about_ties(cast: Cast) -> None:
    listing = cast.publish()
    client = signed_in(cast.senior)
    form = {"reasons": ["accreditation"], "explanation": "x", "version": listing.version}

    shown = page(client, "listing", listing.pk)
    before = send(client, "listing_hide", listing.pk, **form)
    listing.refresh_from_db()
    public = listing.publication
    case = listing.cases.get()
    declared(case, cast.senior)
    after = send(client, "listing_hide", listing.pk, **form)

    listing.refresh_from_db()
    assert "First say whether you have a tie to it" in shown
    assert reverse("case", args=[case.pk]) in shown
    assert (before.status_code, public) == (403, Listing.Publication.LIVE)
    assert (after.status_code, listing.publication) == (302, Listing.Publication.QUARANTINED)
