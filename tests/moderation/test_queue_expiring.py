"""What is published and ends soon: what it is, on which day, and where it is renewed."""

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from directory import clock
from directory.catalogue.models import Entry
from directory.moderation.models import Case
from directory.moderation.publication import quarantine
from tests.cast import Cast
from tests.moderation.pages import signed_in


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"{reverse('queue')}?tab=expiring{query}")
    assert response.status_code == 200
    return response.content.decode()


def table(client: Client, query: str = "") -> str:
    text = shown(client, query)
    return text.split("<tbody>")[1].split("</tbody>")[0] if "data-entry" in text else ""


def days_before_the_end(days: int, *, column: str = "valid_until") -> AbstractContextManager[None]:
    """The day on which so many days are left, the last one included as 0."""
    until = getattr(Entry.objects.get(), column)
    return clock.set_to(clock.now() + (until - clock.today()) - timedelta(days=days))


@pytest.mark.parametrize(("days", "there"), [(31, False), (30, True), (0, True), (-1, False)])
def test_listing_stands_there_for_its_last_thirty_days(cast: Cast, days: int, there: bool) -> None:
    cast.publish()

    with days_before_the_end(days):
        assert bool(table(signed_in(cast.ann))) == there


def test_row_says_what_ends_when_and_leads_to_where_it_is_renewed(cast: Cast) -> None:
    listing = cast.publish()
    case = Case.objects.get(listing=listing)

    with days_before_the_end(12):
        row = table(signed_in(cast.ann))
        ends = Entry.objects.get().valid_until

    assert "General Medical Council, List of Registered Medical Practitioners 7000001" in row
    assert f"{ends:%-d %B %Y}" in row
    assert f'href="{reverse("listing", args=[listing.pk])}"' in row
    assert f'href="{reverse("case", args=[case.pk])}"' in row


def test_check_that_was_renewed_leaves_the_list(cast: Cast) -> None:
    cast.publish()
    with days_before_the_end(12):
        client = signed_in(cast.ann)
        before = table(client)
        cast.verify(by=cast.ben, valid_until=clock.today() + timedelta(days=300))

        assert before
        assert "General Medical Council" not in table(client)


def test_details_to_confirm_wait_for_the_provider(cast: Cast) -> None:
    cast.publish()
    client = signed_in(cast.ann)

    with days_before_the_end(5, column="attestation_until"):
        cast.verify(by=cast.ben, valid_until=clock.today() + timedelta(days=300))
        row = table(client)

        assert "The provider&#x27;s confirmation of the details" in row
        assert "wait for the provider" in row
        assert table(client, "&ends=evidence") == ""
        assert table(client, "&ends=details") == row


def test_filters_of_this_part(cast: Cast) -> None:
    cast.publish()
    client = signed_in(cast.ann)

    with days_before_the_end(12):
        assert table(client, "&country=GB&kind=specialist&ends=evidence")
        assert not table(client, "&country=DE")
        assert not table(client, "&kind=clinic")


def test_hidden_listing_is_not_said_to_end_soon(cast: Cast) -> None:
    listing = cast.publish()

    with days_before_the_end(12):
        quarantine(listing=listing, reasons=("incorrect",), by=cast.ann, version=listing.version)

        assert not table(signed_in(cast.ann))
