"""Pages of twenty, in a stable order; what was not confirmed for long says so."""

import pytest
from django.test import Client

from directory.catalogue.actions import withdraw
from tests.cast import Cast
from tests.search.pages import read
from tests.search.synthetic import Made, Make, write


def test_twenty_results_a_page_and_the_total_of_all(client: Client, unguarded: None) -> None:
    write(*(Made(slug=f"s{number:02}", name=f"Dr {number:02}") for number in range(41)))

    pages = [read(client.get(f"/clinics/?kind=specialist&page={number}")) for number in (1, 2, 3)]

    assert [len(page.results) for page in pages] == [20, 20, 1]
    assert [page.total for page in pages] == [41, 41, 41]
    assert [slug for page in pages for slug in page.results] == [f"s{number:02}" for number in range(41)]
    assert 'href="?kind=specialist&amp;page=3"' in pages[1].text
    assert "Page 2 of 3" in pages[1].words


@pytest.mark.parametrize(("days", "said"), [(90, False), (91, True), (150, True)])
def test_details_not_confirmed_for_long_say_since_when(
    client: Client, make: Make, days: int, said: bool
) -> None:
    make(slug="someone", attested_days_ago=days)

    for address in ("/clinics/", "/clinics/someone/", "/shortlist/?id=someone"):
        assert ("Details not confirmed since" in read(client.get(address)).words) is said


def test_card_says_only_headaches_that_were_asked_for(client: Client, make: Make) -> None:
    make(headaches=("cluster", "cough"))

    assert "Cluster headache" in _card(client, "/clinics/?headache=cluster&headache=hypnic")
    assert "coughing" not in _card(client, "/clinics/?headache=cluster")


def _card(client: Client, address: str) -> str:
    return client.get(address).content.decode().split("<article")[1].split("</article>")[0]


def test_listing_published_by_actions_is_found_and_gone_with_its_withdrawal(
    client: Client, cast: Cast
) -> None:
    listing = cast.publish()
    assert read(client.get("/clinics/?region=GB-LDS&language=fr")).total == 1

    withdraw(listing.pk)

    assert read(client.get("/clinics/?region=GB-LDS&language=fr")).total == 0


def test_empty_catalogue_says_so_without_an_error(client: Client, db: None) -> None:
    page = read(client.get("/clinics/"))

    assert (page.status, page.total) == (200, 0)
    assert "Nothing here fits" in page.words
