"""A patient types where they are: nearest first, a choice where several places are meant, help where none is known."""

import re

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.search.cards import distance_words
from tests.search.pages import Page, read
from tests.search.synthetic import BERLIN, LEEDS, LONDON, YORK, Made, Make, write

pytestmark = pytest.mark.usefixtures("gazetteer")
SPRINGFIELD_IL = (39.80, -89.64)


@pytest.fixture
def four(unguarded: None) -> None:
    write(
        Made(slug="london", sites=((*LONDON, "GB-ENG"),)),
        Made(slug="berlin", sites=((*BERLIN, "DE-BE"),)),
        Made(slug="york", sites=((*YORK, "GB-YOR"),)),
        Made(slug="leeds", sites=((*LEEDS, "GB-LDS"),)),
    )


def open_page(client: Client, query: str) -> Page:
    return read(client.get(f"/clinics/?{query}"))


def follow(client: Client, page: Page, label: str) -> Page:
    link = re.search(rf'<a href="(\?[^"]*)">{label}</a>', page.text)
    assert link is not None, page.words
    return open_page(client, link[1].lstrip("?").replace("&amp;", "&"))


@pytest.mark.usefixtures("four")
def test_nearest_clinic_comes_first_with_its_distance(client: Client) -> None:
    page = open_page(client, "place=LS1 4DY")

    assert page.results == ["leeds", "york", "london", "berlin"]
    assert page.distances == sorted(page.distances)
    assert page.distances[1] == pytest.approx(35.5, abs=0.7)
    assert page.total == 4
    assert "35 km away" in page.words
    assert "0.1 km away" in page.words


@pytest.mark.usefixtures("four")
def test_radius_leaves_out_what_is_farther(client: Client) -> None:
    page = open_page(client, "place=LS1 4DY&radius=50")

    assert page.results == ["leeds", "york"]
    assert page.total == 2


@pytest.mark.usefixtures("four")
def test_town_and_its_district_of_one_name_need_no_choice_and_are_both_offered(client: Client) -> None:
    page = open_page(client, "place=Leeds&radius=25")

    assert page.results == ["leeds"]
    assert follow(client, page, "Leeds, United Kingdom").results == ["leeds"]


@pytest.mark.usefixtures("four")
def test_region_typed_as_place_is_searched_as_a_region(client: Client) -> None:
    page = open_page(client, "place=DE-BE")

    assert page.results == ["berlin"]
    assert open_page(client, "place=Deutschland").results == ["berlin"]


def test_several_places_of_one_name_are_offered_and_none_is_searched(client: Client, make: Make) -> None:
    make(slug="illinois", sites=((*SPRINGFIELD_IL, "US-IL"),))

    page = open_page(client, "place=Springfield&radius=50&headache=migraine-without-aura")

    assert page.results == []
    assert page.total is None
    assert "Which one do you mean?" in page.words
    assert "Springfield, Missouri, United States" in page.words
    chosen = follow(client, page, "Springfield, Illinois, United States")
    assert chosen.results == ["illinois"]
    assert "Kind of headache" in chosen.words


@pytest.mark.usefixtures("four")
def test_place_is_looked_for_in_the_country_that_was_chosen(client: Client) -> None:
    page = open_page(client, "place=Paris&country=US")

    assert "Paris, Texas" in page.words
    assert "France" not in re.findall(r'<ul class="columns">.*?</ul>', page.text, re.DOTALL)[0]


@pytest.mark.usefixtures("four")
def test_unknown_place_is_said_and_the_nearest_spellings_offered(client: Client) -> None:
    page = open_page(client, "place=Leedds&radius=25")

    assert "“Leedds” is not a place we know" in page.problem
    assert page.results == []
    assert follow(client, page, "Leeds").results == ["leeds"]


@pytest.mark.usefixtures("four")
def test_place_at_home_is_preferred(client: Client, settings: LazySettings) -> None:
    settings.DEFAULT_COUNTRY = "US"

    assert "Which one do you mean?" in open_page(client, "place=London").words


@pytest.mark.usefixtures("four")
def test_nothing_near_offers_a_wider_circle(client: Client) -> None:
    page = open_page(client, "place=York&radius=10&headache=cluster")

    assert page.total == 0
    assert follow(client, page, "Look within 25 km").total == 0
    assert follow(client, page, "Leave out “Cluster headache”").results == ["york"]


@pytest.mark.usefixtures("four")
def test_every_filter_in_use_can_be_taken_out(client: Client) -> None:
    page = open_page(client, "place=York&radius=10&kind=specialist&utm_source=x")

    links = re.findall(r'<li><a href="(\?[^"]*)"><span class="visually-hidden">Remove filter:', page.text)
    assert links == [
        "?radius=10&amp;kind=specialist",
        "?place=York&amp;kind=specialist",
        "?place=York&amp;radius=10",
    ]


@pytest.mark.usefixtures("four")
def test_order_by_name_is_kept_when_asked_for(client: Client) -> None:
    write(Made(slug="first", name="Aaron", sites=((*BERLIN, "DE-BE"),)))

    for query in ("place=York&sort=name", "place=York&sort=name&radius=250", "sort=name"):
        page = open_page(client, query)
        assert page.results[0] == ("leeds" if "radius" in query else "first") or "york" in page.results
    assert open_page(client, "place=York&sort=name").results[0] == "first"
    assert open_page(client, "place=York&sort=name").distances[0] > 900


@pytest.mark.parametrize(
    ("km", "words"),
    [
        (0.04, "0.0 km away"),
        (9.94, "9.9 km away"),
        (9.96, "10 km away"),
        (10.4, "10 km away"),
        (1234.5, "1234 km away"),
    ],
)
def test_distance_has_one_decimal_under_ten(km: float, words: str) -> None:
    assert distance_words(km) == words


def test_number_of_queries_does_not_grow_with_the_results(client: Client, unguarded: None) -> None:
    counts = []
    for names in (("one",), tuple(f"more{number}" for number in range(19))):
        write(*(Made(slug=name, sites=((*LEEDS, "GB-LDS"), (*YORK, "GB-YOR"))) for name in names))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/clinics/?place=LS1 4DY&headache=migraine-without-aura&region=GB-ENG&country=GB")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 20
