"""Browsing: every country and part of one, with what is live there and below."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.regions.models import Region
from tests.search.pages import read
from tests.search.synthetic import BERLIN, LEEDS, YORK, Made, write


@pytest.fixture
def some(unguarded: None) -> None:
    write(
        Made(slug="leeds", sites=((*LEEDS, "GB-LDS"),)),
        Made(slug="two-in-england", sites=((*LEEDS, "GB-LDS"), (*YORK, "GB-YOR"))),
        Made(slug="england", sites=((*YORK, "GB-ENG"),)),
        Made(slug="both", sites=((*YORK, "GB-YOR"), (*BERLIN, "DE-BE"))),
        Made(slug="lapsed", sites=((*LEEDS, "GB-LDS"),), valid_days=-1),
    )


def counts(text: str) -> dict[str, int]:
    return {code: int(number) for code, number in re.findall(r'data-count="([^"]+)">(\d+)<', text)}


@pytest.mark.usefixtures("some")
def test_countries_show_how_many_live_entries_they_have(client: Client) -> None:
    page = read(client.get("/regions/"))

    assert counts(page.text) == {"GB": 4, "DE": 1}
    assert page.text.count('href="/regions/') >= Region.objects.countries().count()


@pytest.mark.usefixtures("some")
def test_region_counts_everything_below_it_once(client: Client) -> None:
    kingdom, england, leeds = (read(client.get(f"/regions/{code}/")) for code in ("GB", "GB-ENG", "GB-LDS"))

    assert (kingdom.total, england.total, leeds.total) == (4, 4, 2)
    assert counts(kingdom.text)["GB-ENG"] == 4
    assert counts(england.text) == {"GB-LDS": 2, "GB-YOR": 2}
    assert 'href="/clinics/?region=GB-ENG"' in england.text


@pytest.mark.usefixtures("some")
def test_counts_agree_with_the_search(client: Client) -> None:
    for code in ("GB", "GB-ENG", "GB-LDS", "GB-YOR", "GB-SCT", "DE", "DE-BE", "DE-BY"):
        assert (
            read(client.get(f"/regions/{code}/")).total == read(client.get(f"/clinics/?region={code}")).total
        )


@pytest.mark.usefixtures("some")
def test_way_to_a_region_leads_back_up(client: Client) -> None:
    page = read(client.get("/regions/GB-LDS/"))

    trail = re.findall(
        r'<li><a href="(/regions/[^"]*)">', page.text.split('class="breadcrumbs"')[1].split("</nav>")[0]
    )
    assert trail == ["/regions/", "/regions/GB/", "/regions/GB-ENG/"]


@pytest.mark.usefixtures("some")
def test_place_not_covered_says_so_and_what_to_do(client: Client) -> None:
    page = read(client.get("/regions/AU-NSW/"))

    assert page.total == 0
    assert "We list no clinic or specialist here yet." in page.words
    assert 'href="/clinics/?region=AU"' in page.text
    assert "telehealth=1&amp;country=AU" in page.text
    assert "family doctor" in page.words


@pytest.mark.django_db
def test_region_without_a_code_in_the_standard_is_not_found(client: Client) -> None:
    for code in ("XX", "GB-ZZZ", "%F0%9F%98%80", "' OR 1=1", "%00", "GB%00", "%ff"):
        page = read(client.get(f"/regions/{code}/"))
        assert page.status == 404
        assert "There is no region with this code" in page.words


@pytest.mark.usefixtures("some")
def test_few_queries_however_many_regions(client: Client) -> None:
    for address, most in (("/regions/", 3), ("/regions/GB/", 7), ("/regions/GB-LDS/", 7)):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len(queries) <= most
