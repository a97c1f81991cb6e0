"""Parameters are understood, or named as not understood; nothing is passed over in silence."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from directory.search.parameters import FURTHEST_PAGE, Parameters, read

SINGLE, REPEATABLE = ("place", "country", "radius"), ("headache",)


def asked(query: str) -> Parameters:
    return read(QueryDict(query), single=SINGLE, repeatable=REPEATABLE)


def test_blank_parameters_are_absent() -> None:
    found = asked("place=&country=+&headache=&headache=cluster&page=")

    assert found.problems == ()
    assert dict(found.given.lists()) == {"headache": ["cluster"]}


def test_marks_of_advertisers_are_ignored() -> None:
    found = asked("utm_source=x&utm_campaign=y&fbclid=1&gclid=2")

    assert found.problems == ()
    assert not found.given


def test_unknown_name_is_named() -> None:
    (problem,) = asked("plase=Leeds").problems

    assert "“plase”" in problem.text


def test_unknown_name_without_a_value_is_absent() -> None:
    assert asked("plase=").problems == ()


def test_single_parameter_given_twice_is_named() -> None:
    (problem,) = asked("country=GB&country=DE").problems

    assert "“country” is given 2 times" in problem.text


def test_single_parameter_given_twice_is_one_where_the_other_is_blank() -> None:
    assert asked("country=&country=GB").problems == ()


def test_control_characters_and_broken_bytes_are_named_and_not_repeated() -> None:
    for query in ("place=Le%00eds", "place=%ff%fe", "place=%E2%80%AE", "place=a%1Bb"):
        (problem,) = asked(query).problems
        assert problem.text.startswith("place: ")
        assert not set("\x00\x1b\u202e") & set(problem.text)


def test_page_is_a_plain_number_from_one() -> None:
    for query in ("page=0", "page=-1", "page=1.5", "page=two", "page=٣", "page=９", "page=1e3", "page=+1x"):
        assert "page" in asked(query).problems[0].text


def test_huge_page_number_is_no_error_of_reading() -> None:
    assert asked("page=" + "9" * 5000).page == FURTHEST_PAGE
    assert asked("page=3").page == 3


def test_codes_may_be_typed_in_small_letters() -> None:
    assert asked("country=gb").given["country"] == "GB"


def test_address_starts_again_from_the_first_page() -> None:
    found = asked("headache=cluster&headache=cough&place=Leeds&page=3")

    assert found.address(without=(("headache", "cluster"),)) == "?headache=cough&place=Leeds"
    assert found.address({"place": "York"}) == "?headache=cluster&headache=cough&place=York"
    assert found.address({"place": ""}) == "?headache=cluster&headache=cough"
    assert found.only(["place"]) == "?place=Leeds"


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_query_is_read_without_an_error(query: str) -> None:
    found = asked(query)

    assert 1 <= found.page <= FURTHEST_PAGE
    assert found.problems or set(found.given) <= {*SINGLE, *REPEATABLE, "page"}
