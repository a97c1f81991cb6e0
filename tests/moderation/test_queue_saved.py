"""A filter kept under a name is an address: each person's own, checked like any other address, deleted at will."""

import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from directory import clock
from directory.moderation.models import Case
from directory.moderation.saved import SavedFilter
from directory.moderation.saved_filters import MOST, FilterRefused, forget, keep
from tests.cast import Cast, assemble
from tests.conftest import TODAY
from tests.moderation.pages import send, signed_in


def save(client: Client, name: str, query: str) -> Any:
    return client.post(reverse("filter_keep"), {"name": name, "query": query})


def test_kept_filter_is_a_link_that_shows_the_same_again(cast: Cast) -> None:
    client = signed_in(cast.ann)

    response = save(client, "Late at home", "due=late&country=GB&utm_source=x")

    assert response["Location"] == "/moderation/?due=late&country=GB&tab=waiting"
    page = client.get(response["Location"]).content.decode()
    assert "Kept." in page
    assert (
        'href="/moderation/?due=late&amp;country=GB&amp;tab=waiting" aria-current="true">Late at home' in page
    )
    assert "Late at home" not in signed_in(cast.ben).get(reverse("queue")).content.decode()


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("", "due=late", "Give the filter a name."),
        ("x" * 61, "due=late", "at most 60 characters"),
        ("Odd\x00", "due=late", "characters that cannot be printed"),
        ("Odd", "due=never", "This filter cannot be read any more."),
        ("Odd", "colour=blue", "This filter cannot be read any more."),
        ("Long", "&".join(["why=recheck"] * 60), "too long to be kept"),
        ("There", "due=late", "You keep a filter called “There” already."),
    ],
)
def test_what_cannot_be_kept_says_why_and_keeps_what_was_typed(
    cast: Cast, name: str, query: str, said: str
) -> None:
    keep(name="There", query="", by=cast.ann)

    response = save(signed_in(cast.ann), name, query)

    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert SavedFilter.objects.count() == 1


def test_same_name_may_be_used_by_two_people(cast: Cast) -> None:
    keep(name="Late", query="due=late", by=cast.ann)
    keep(name="Late", query="due=late", by=cast.ben)

    assert SavedFilter.objects.count() == 2


def test_one_more_than_twenty_is_refused(cast: Cast) -> None:
    for number in range(MOST):
        keep(name=f"Filter {number}", query="", by=cast.ann)

    with pytest.raises(FilterRefused, match="You keep 20 filters"):
        keep(name="One more", query="", by=cast.ann)


def test_filter_is_deleted_by_its_owner_alone(cast: Cast) -> None:
    kept = keep(name="Late", query="due=late", by=cast.ann)

    other = send(signed_in(cast.ben), "filter_forget", kept.pk)
    assert SavedFilter.objects.filter(pk=kept.pk).exists()
    own = send(signed_in(cast.ann), "filter_forget", kept.pk)

    assert other["Location"] == own["Location"] == reverse("queue")
    assert not SavedFilter.objects.exists()
    assert not forget(saved_id=kept.pk, by=cast.ann)


def test_filters_are_for_moderators(cast: Cast) -> None:
    assert save(signed_in(cast.owner), "x", "").status_code == 403
    assert signed_in(cast.ann).get(reverse("filter_keep"))["Location"] == reverse("queue")


def test_kept_filter_reserves_and_decides_nothing(cast: Cast) -> None:
    case = cast.submit()
    client = signed_in(cast.ann)
    save(client, "All", "")
    client.get("/moderation/?tab=waiting")

    case.refresh_from_db()
    assert (case.status, case.lease_by, case.version) == (Case.Status.OPEN, None, 0)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_do_not_keep_one_filter_too_many(transactional_db: None) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time: this race exists on PostgreSQL only")
    with clock.set_to(TODAY):
        ann = assemble().ann
    for number in range(MOST - 1):
        keep(name=f"Filter {number}", query="", by=ann)
    together = threading.Barrier(2)

    def click(name: str) -> None:
        try:
            connection.ensure_connection()
            together.wait(timeout=20)
            keep(name=name, query="", by=ann)
        except FilterRefused:
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click, args=(name,)) for name in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert SavedFilter.objects.filter(user=ann).count() == MOST
