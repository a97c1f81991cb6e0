"""Pages to read: what is said about cell products, how we check, and where to begin."""

from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client

from tests.search.pages import read

pytestmark = pytest.mark.django_db


def test_start_asks_where_and_what_kind_and_names_emergencies(client: Client) -> None:
    page = read(client.get("/"))

    assert '<form class="search-box" method="get" action="/clinics/">' in page.text
    assert 'name="place"' in page.text
    assert '<option value="cluster">Cluster headache</option>' in page.text
    assert "Sudden, severe headache? Get emergency help now." in page.words


def test_blank_start_form_leads_to_a_search_without_an_error(client: Client) -> None:
    assert read(client.get("/clinics/?place=&headache=")).problem == ""


def test_what_is_known_says_that_nothing_is_authorised_and_why_claims_sound_strong(client: Client) -> None:
    words = read(client.get("/what-is-known/")).words

    for said in (
        "no stem-cell, exosome or other cell product is authorised for any headache, in any country",
        "four patients of a clinic that sells the product", "pilot study with nine people",
        "Registered is not approved",
        "Turner L. (2017)",
    ):  # fmt: skip
        assert said in words
    assert "illegal" not in words.lower()
    assert "fraud" not in words.lower()


def test_how_we_check_says_what_counts_and_whom_the_places_come_from(client: Client) -> None:
    words = read(client.get("/how-we-check/")).words

    for said in (
        "What must be shown",
        "What never counts",
        "after 180 days it is hidden",
        "GeoNames",
        "CC BY 4.0",
    ):
        assert said in words


def test_crawlers_are_kept_from_what_needs_signing_in_and_from_nothing_else(client: Client) -> None:
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())

    assert not rules.can_fetch("any", "/moderation/")
    assert not rules.can_fetch("any", "/providers/new/")
    assert rules.can_fetch("any", "/clinics/?region=GB-LDS")
    assert rules.can_fetch("any", "/")
