"""Rejecting the recheck of a live listing hides nothing: it stays in sight until somebody hides or removes it."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from directory import clock
from directory.moderation import publication
from directory.moderation.models import Case
from directory.moderation.still_public import count_still_public, is_still_public
from tests.cast import Cast
from tests.moderation.pages import send, signed_in

from .stories import judged, recheck_of, rejected, taken, told


def hidden_part(client: Client) -> str:
    return client.get(reverse("queue"), {"tab": "hidden"}).content.decode()


def stays_public(cast: Cast) -> Case:
    listing = cast.publish()
    told(listing)
    return rejected(cast, recheck_of(listing))


def test_rejected_recheck_of_a_live_listing_is_named_with_its_points(cast: Cast) -> None:
    case = stays_public(cast)

    text = hidden_part(signed_in(cast.ben))

    assert f'data-case="{case.pk}"' in text
    assert "Rejected, still public: hide or remove it." in text
    assert "is being checked again" not in text
    assert "still public 50" in text


def test_what_is_still_public_comes_before_what_is_hidden(cast: Cast) -> None:
    hidden = cast.publish()
    recheck = publication.quarantine(
        listing=hidden, reasons=("incorrect",), by=cast.ann, version=hidden.version
    )
    public = stays_public(cast)

    text = hidden_part(signed_in(cast.ben))

    assert text.index(f'data-case="{public.pk}"') < text.index(f'data-case="{recheck.pk}"')


def test_it_leaves_the_queue_once_the_listing_is_removed(cast: Cast) -> None:
    case = stays_public(cast)
    assert is_still_public(case)

    listing = case.listing
    listing.refresh_from_db()
    publication.delist(listing=listing, reasons=("incorrect",), by=cast.ben, version=listing.version)

    assert not is_still_public(case)
    assert f'data-case="{case.pk}"' not in hidden_part(signed_in(cast.ann))


def test_newer_recheck_stands_for_the_rejected_one(cast: Cast) -> None:
    case = stays_public(cast)
    with clock.set_to(clock.now() + timedelta(days=1)):
        told(case.listing)
        assert not is_still_public(case)
        assert str(recheck_of(case.listing).pk) in signed_in(cast.ben).get(reverse("queue")).content.decode()


def test_whoever_rejects_is_told_that_it_is_still_public_and_where_to_hide_it(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    case = taken(recheck_of(listing), cast.ann)
    judged(case, by=cast.ann)
    client = signed_in(cast.ann)

    send(client, "case_reject", case.pk, version=case.version, reasons="incorrect", confirmed="yes")
    page = client.get(reverse("queue")).content.decode()

    assert "The listing is still public: hide it, or let a second person remove it." in page
    assert f'<a href="{reverse("listing", args=[listing.pk])}">To the listing</a>' in page
    lease = client.get(reverse("case", args=[case.pk])).content.decode()
    assert "Rejected, still public: hide or remove the listing." in lease
    assert "There is nothing to decide now" not in lease


def test_rejection_of_what_is_not_public_says_nothing_of_it(cast: Cast) -> None:
    case = taken(cast.submit(), cast.ann)
    client = signed_in(cast.ann)

    send(client, "case_reject", case.pk, version=case.version, reasons="incorrect", confirmed="yes")

    assert "still public" not in client.get(reverse("queue")).content.decode()


def test_daily_run_counts_what_is_still_public(cast: Cast) -> None:
    stays_public(cast)
    assert count_still_public() == 1
    out = StringIO()
    call_command("daily", stdout=out)
    assert "rejected listings that are still public: 1" in out.getvalue()
