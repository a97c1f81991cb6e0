"""Patients' numbers (US social security, British NHS) are refused as identifiers and found in free text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.accreditation.identifiers import check_number, find_patient_numbers, looks_like_patient_number

ANYTHING = r"[A-Z0-9/ -]{1,15}"
ELEVEN = r"\d{11}"


@pytest.mark.parametrize(
    "typed",
    [
        "123-45-6789",
        "485 777 3456",
        "123 45 6789",
        "485-777-3456",
        "123.45.6789",
        "١٢٣-٤٥-٦٧٨٩",
        "１２３－４５－６７８９",
        "123‑45‑6789",
        "123-45-\u200b6789",
        "485\u00a0777\u20093456",
        "SSN 123-45-6789",
        "123-45-6789 (mine)",
    ],
)
def test_the_layouts_are_refused_in_every_register(typed: str) -> None:
    assert looks_like_patient_number(typed, pattern=ANYTHING)

    checked = check_number(typed, pattern=ANYTHING, check_key="", trusted=False)
    assert (checked.ok, checked.normalised) == (False, ""), "nothing of it is kept"
    assert "6789" not in checked.problem
    assert "3456" not in checked.problem


@pytest.mark.parametrize("typed", ["123456789", "4857773456", "48 57 77 34 56", "NHS 4857773456"])
def test_nine_or_ten_bare_digits_are_refused_where_the_register_has_another_form(typed: str) -> None:
    assert looks_like_patient_number(typed, pattern=ELEVEN)
    assert looks_like_patient_number(typed, pattern="")
    assert check_number(typed, pattern=ELEVEN, check_key="", trusted=False).ok is False


def test_nine_or_ten_bare_digits_are_fine_where_they_are_the_registers_form() -> None:
    assert not looks_like_patient_number("1234567893", pattern=r"[12]\d{9}")
    assert not looks_like_patient_number("838382202", pattern=r"\d{9}")
    assert looks_like_patient_number("9434765919", pattern=r"[12]\d{9}")


@pytest.mark.parametrize(
    "typed", ["12345678", "12345678901", "MED0000000001", "DHA-P-0123456", "71-1234-5678-9012", ""]
)
def test_other_numbers_are_not_patients(typed: str) -> None:
    assert not looks_like_patient_number(typed, pattern=r"no match")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("My number is 123-45-6789.", ["123-45-6789"]),
        ("NHS 485 777 3456 and 123-45-6789", ["485 777 3456", "123-45-6789"]),
        ("NHS number: 4857773456", ["4857773456"]),
        ("ssn is 123456789", ["123456789"]),
        ("１２３-４５-６７８９", ["１２３-４５-６７８９"]),
        ("12\u200b3‑45‑6789!", ["12\u200b3‑45‑6789"]),
        ("485\u00a0777\u00a03456", ["485\u00a0777\u00a03456"]),
    ],
)
def test_free_text_is_searched_with_exact_spans(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_patient_numbers(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Call 020 7946 0000 or +1 485 555 0100, from abroad 001 485 555 0100.",
        "Telephone 0201234567",
        "We saw 123 patients, 45 of them 6789 times.",
        "ISBN 978-3-16-148410-0, order 1123-45-67890",
        "Open 2026-11-22, 10 000 000 steps",
        "",
    ],
)
def test_telephone_numbers_and_dates_are_left_alone(text: str) -> None:
    assert find_patient_numbers(text) == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_number_is_found_between_any_words(before: str, after: str) -> None:
    text = f"{before} | 123-45-6789 | {after}"

    assert (len(before) + 3, len(before) + 14) in find_patient_numbers(text)


def test_a_megabyte_is_searched_in_linear_time() -> None:
    def seconds(text: str) -> float:
        start = time.perf_counter()
        find_patient_numbers(text)
        return time.perf_counter() - start

    for piece in ("123 ", "1", "123-45-", "1\u200b", "NHS number is ", "+1 ( "):
        assert seconds(piece * (1_000_000 // len(piece))) < 3, piece
