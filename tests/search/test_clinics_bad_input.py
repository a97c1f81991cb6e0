"""What cannot be understood gets a sentence that names it and no results: never all of them, never a 500."""

from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.search.pages import read
from tests.search.synthetic import Make

UNREADABLE = [
    ("foo=1", "foo"),
    ("place=Leeds&Place=York", "Place"),
    ("country=GB&country=DE", "country"),
    ("country=XX", "country"),
    ("country=Germany", "country"),
    ("region=GB-XYZ", "region"),
    ("region=" + "A" * 300, "region"),
    ("region=GB-LDS&country=DE", "region"),
    ("radius=11", "radius"),
    ("radius=-10", "radius"),
    ("radius=２５", "radius"),
    ("headache=stress", "headache"),
    ("headache=cluster&headache=clustеr", "headache"),  # the second е is Cyrillic
    ("treatment=cell-based", "treatment"),
    ("treatment=leeches", "treatment"),
    ("language=xx", "language"),
    ("age=old", "age"),
    ("telehealth=yes", "telehealth"),
    ("telehealth=0", "telehealth"),
    ("accepting=true", "accepting"),
    ("referral=friend", "referral"),
    ("funding=free", "funding"),
    ("kind=spa", "kind"),
    ("sort=price", "sort"),
    ("page=0", "page"),
    ("page=-3", "page"),
    ("page=abc", "page"),
    ("page=9", "page"),
    ("page=" + "9" * 4000, "page"),
    ("q=%00", "q"),
    ("q=a%07b", "q"),
    ("q=%ff%fe%c3", "q"),
    ("q=" + "x" * 3000, "q"),
    ("place=%c3%28", "place"),
    ("place=" + "Leeds " * 200, "place"),
    ("place=Xqzwvv", "place"),
    ("%ff=1", "�"),
    ("q=<script>alert(1)</script>&foo=<b>", "foo"),
]


@pytest.mark.parametrize(("query", "named"), UNREADABLE)
def test_unreadable_parameter_is_named_and_shows_nothing(
    client: Client, make: Make, gazetteer: object, query: str, named: str
) -> None:
    make()

    page = read(client.get(f"/clinics/?{query}"))

    assert page.status == 200
    assert named in page.problem
    assert page.results == []
    assert page.total is None


@pytest.mark.parametrize("query", ["q=Ivo+М", "q=%E2%80%8DIvo Zz", "q='; DROP TABLE x; --", "q=%25", "q=_"])
def test_odd_name_finds_nothing_and_says_how_to_widen(client: Client, make: Make, query: str) -> None:
    make(name="Dr Ivo Marsh")

    page = read(client.get(f"/clinics/?{query}"))

    assert (page.status, page.total, page.problem) == (200, 0, "")
    assert "Leave out" in page.words


def test_error_summary_keeps_what_was_typed(client: Client, make: Make) -> None:
    make()

    page = read(client.get("/clinics/?q=Marsh&telehealth=1&foo=1"))

    assert 'value="Marsh"' in page.text
    assert 'id="id_telehealth" checked' in page.text
    assert "<title>Error:" in page.text


def test_typed_markup_is_shown_as_text(client: Client, make: Make) -> None:
    page = read(client.get("/clinics/?<script>=<script>&q=<script>"))

    assert "<script>" not in page.text.replace("<script src=", "")


def test_page_after_the_last_leads_to_the_last(client: Client, make: Make) -> None:
    make()

    page = read(client.get("/clinics/?accepting=&kind=specialist&page=12345678901234567890"))

    assert "The last one is page 1" in page.problem
    assert 'href="?kind=specialist&amp;page=1"' in page.text


def test_advertisers_marks_and_blanks_change_nothing(client: Client, make: Make) -> None:
    make()

    page = read(client.get("/clinics/?utm_source=mail&fbclid=x&gclid=y&place=&headache=&radius=&page="))

    assert (page.total, page.problem) == (1, "")


def test_thousands_of_parameters_are_refused_with_a_sentence(client: Client, db: None) -> None:
    response = client.get("/clinics/?" + "&".join(f"headache=h{number}" for number in range(2000)))

    assert response.status_code == 400
    assert b"<h1" in response.content


def test_a_treatment_that_may_not_be_promoted_is_named_where_it_may_not(client: Client, make: Make) -> None:
    make(treatments=("cgrp",))

    at_home = read(client.get("/clinics/?treatment=cgrp&country=GB"))
    elsewhere = read(client.get("/clinics/?treatment=cgrp&country=US"))

    assert "may not be promoted" in at_home.problem
    assert 'value="cgrp"' not in at_home.text
    assert elsewhere.problem == ""
    assert 'value="cgrp"' in elsewhere.text
    assert 'value="cell-based"' not in elsewhere.text


def test_distance_without_a_place_is_said_to_be_unused(client: Client, make: Make) -> None:
    make()

    page = read(client.get("/clinics/?radius=25"))

    assert page.total == 1
    assert "The distance is not used" in page.words


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["/clinics/", "/trials/", "/shortlist/"]),
    st.sampled_from(["place", "q", "id", "region", "country", "page", "radius", "headache", "x"]),
    st.binary(max_size=40),
)
@example("/clinics/", "place", b"\x00")
@example("/trials/", "q", "\ud800".encode("utf-8", "surrogatepass"))
def test_any_bytes_get_a_page(client: Client, db: None, address: str, name: str, value: bytes) -> None:
    page = read(client.get(f"{address}?{name}={quote_from_bytes(value)}"))

    assert page.status == 200
    assert page.problem or page.total == 0 or address == "/shortlist/" or not page.results
