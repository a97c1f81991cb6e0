"""What the fields refuse, whatever is typed; and that a patient's number is gone before anything else reads it."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from directory.accreditation.identifiers import find_patient_numbers
from directory.listings.content import Content
from directory.submission.forms.appeal import AppealForm
from directory.submission.forms.careful import REMOVED, blank_numbers
from directory.submission.forms.fields import PlainTextField
from directory.submission.forms.listing_fields import ListingFields
from directory.submission.wording import LABELS, label

LAYOUTS = st.sampled_from(["943 476 5919", "123-45-6789", "NHS number 9434765919", "943\u00a0476\u00a05919"])
ANY = st.text(alphabet=st.characters(codec=None, categories=None), max_size=40)


@given(st.lists(st.one_of(LAYOUTS, st.text(alphabet="ab .", max_size=5)), max_size=8))
def test_no_patients_number_is_left_and_nothing_else_is_taken(parts: list[str]) -> None:
    text = " x ".join(parts)
    clean = blank_numbers(text)
    assert find_patient_numbers(clean) == []
    assert blank_numbers(clean) == clean
    if not find_patient_numbers(text):
        assert clean == text


def _taken(text: str) -> str | None:
    try:
        return str(PlainTextField(limit=30, rows=3, required=False).clean(text))
    except ValidationError:
        return None


@given(ANY)
def test_whatever_is_taken_can_be_stored_and_shown(text: str) -> None:
    taken = _taken(text)
    if taken is None:
        assert len(text) > 30 or not text.isalnum()
    else:
        assert len(taken.encode("utf-8").decode("utf-8")) <= 30


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\x00", "\x1b[0m", "a\x85b", "\ue000", "a\u202eb"])
def test_what_cannot_be_shown_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="control characters"):
        PlainTextField(limit=30).clean(text)


@pytest.mark.parametrize(
    "text", ["Привет", "頭痛", "مرحبا\u200f", "क्‍ष", "e\u0301", "🙂 \u200d", "two\nlines"]
)
def test_every_script_is_taken_as_typed(text: str) -> None:
    assert PlainTextField(limit=30, rows=2).clean(text) == text


def test_lines_count_once_whatever_the_browser_sends() -> None:
    assert PlainTextField(limit=3, rows=2).clean("a\r\nb") == "a\nb"


def test_form_that_comes_back_says_what_was_kept() -> None:
    form = AppealForm(QueryDict("text="))
    assert form.kept == "Nothing you typed is lost."
    held = AppealForm(QueryDict("text=about 943 476 5919"))
    assert not held.is_valid()
    assert held.kept == "Everything else that you typed is still here."
    assert REMOVED in str(held["text"])


def test_every_field_of_a_listing_has_its_words_and_its_place_in_the_form() -> None:
    assert list(LABELS) == list(dict.fromkeys(LABELS))
    assert set(LABELS) == set(Content.__slots__) == set(ListingFields.base_fields)


def test_place_in_a_finding_is_called_by_its_number() -> None:
    assert label("sites-1") == "Place of care 2"
    assert label("something-else") == "something-else"
