"""A list of chosen clinics stands in the address alone and prints as a sheet."""

import pytest
from django.test import Client

from directory.catalogue.actions import withdraw
from tests.cast import Cast
from tests.search.pages import read
from tests.search.synthetic import Made, Make, write


def test_chosen_clinics_stand_in_the_order_they_were_chosen(client: Client, unguarded: None) -> None:
    write(Made(slug="one", name="Dr One"), Made(slug="two", name="Dr Two"), Made(slug="three"))

    page = read(client.get("/shortlist/?id=two&id=one&id=two"))

    assert page.results == ["two", "one"]
    assert "?id=one" in page.text
    assert "As listed on 22 November 2026" in page.words


def test_gone_and_unknown_clinics_are_said_in_a_sentence(client: Client, cast: Cast, make: Make) -> None:
    make(slug="here")
    withdraw(make(slug="gone").pk)

    page = read(client.get("/shortlist/?id=gone&id=here&id=never-known"))

    assert page.results == ["here"]
    assert "“gone” is not listed, or no longer listed" in page.words
    assert "“never-known” is not listed, or no longer listed" in page.words


@pytest.mark.django_db
def test_empty_list_says_how_to_fill_it(client: Client) -> None:
    assert "Nothing is on your list yet" in read(client.get("/shortlist/")).words


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["foo=1", "id=a%00b", "id=%ff", "&".join(f"id=s{n}" for n in range(21))])
def test_what_cannot_be_read_is_named(client: Client, query: str) -> None:
    page = read(client.get(f"/shortlist/?{query}"))

    assert page.status == 200
    assert page.problem
    assert page.results == []
