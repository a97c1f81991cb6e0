"""Checking a claim: the engine of the listings answers, nothing is kept, and the limits are sentences."""

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.pages.checking import LONGEST, check_text
from directory.screening.engine import screen
from tests.search.pages import Page, read

OFFER = "We inject stem cells from your own fat against chronic migraine. Book your treatment now."
HONEST = "We see adults with migraine and cluster headache. Ask your family doctor for a letter."


def check(client: Client, text: str) -> Page:
    return read(client.post("/check/", {"text": text}))


@pytest.mark.django_db
def test_offer_of_cells_is_answered_with_the_words_that_show_it(client: Client) -> None:
    page = check(client, OFFER)

    assert 'data-verdict="reject"' in page.text
    assert "We would not list this." in page.words
    assert '<mark class="finding finding--block"' in page.text
    assert "stem cells" in page.words
    assert 'id="finding-1"' in page.text
    for word in ("illegal", "fraud"):
        assert word not in page.words.lower()


@pytest.mark.django_db
def test_honest_text_is_not_thereby_recommended(client: Client) -> None:
    page = check(client, HONEST)

    assert 'data-verdict="clear"' in page.text
    assert "That is not a recommendation" in page.words


@pytest.mark.django_db
def test_typed_text_is_kept_on_the_page_as_text(client: Client) -> None:
    page = check(client, f"<script>alert(1)</script> {OFFER}")

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


@pytest.mark.django_db
def test_answer_sets_no_cookie_asks_no_token_and_is_stored_nowhere() -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/check/", {"text": OFFER})

    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert "csrfmiddlewaretoken" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Paste a text first."),
        ("   \n ", "Paste a text first."),
        ("x" * (LONGEST + 1), "at most 20000 can be checked at once"),
        ("a" * 1_000_000, "Paste a part of it."),
        ("b" * 4_000_000, "too large to be read"),
        ("stem\x00cells", "Null characters"),
    ],
)
def test_text_that_cannot_be_checked_gets_a_sentence(client: Client, text: str, sentence: str) -> None:
    page = check(client, text)

    assert page.status == 200
    assert sentence in page.problem
    assert "data-verdict" not in page.text


@pytest.mark.django_db
def test_text_too_large_to_be_kept_gets_one_sentence_that_is_true(client: Client) -> None:
    page = check(client, "b" * 4_000_000)

    assert "Nothing of it was kept" in page.problem
    assert "Paste a text first" not in page.problem
    assert "still below" not in page.problem


@pytest.mark.django_db
def test_text_that_is_kept_is_said_to_be_below(client: Client) -> None:
    assert "still below" in check(client, "x" * (LONGEST + 1)).problem


@pytest.mark.django_db
def test_broken_bytes_are_checked_like_any_text(client: Client) -> None:
    answer = client.post(
        "/check/", b"text=%ff%fe%00stem%e2cells", content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 200


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([OFFER, HONEST, " ", "\n", "s t e m cells", "exosomes cure migraine", "\u200b", "é"])
    )
)
def test_segments_are_the_whole_text_and_findings_are_where_the_engine_saw_them(parts: list[str]) -> None:
    text = "".join(parts)

    checked = check_text(text)

    assert "".join(segment.text for segment in checked.segments) == text
    assert checked.verdict == screen(text).verdict
    numbers = {finding.number for finding in checked.findings}
    assert numbers == set(range(1, len(numbers) + 1))
    assert {segment.number for segment in checked.segments} - {0} <= numbers
