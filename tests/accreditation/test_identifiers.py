"""Numbers that providers type: the register's form, the check digit, and what a person must look at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from directory.accreditation.check_digits import CHECKS
from directory.accreditation.identifiers import NumberCheck, check_number, normalise

NPI = {"pattern": r"[12]\d{9}", "check_key": "npi"}
GMC = {"pattern": r"C?(?P<number>\d{7})", "check_key": ""}


def npi(number: str, *, trusted: bool = True) -> NumberCheck:
    return check_number(number, **NPI, trusted=trusted)


def test_a_number_that_fits_is_returned_in_the_registers_form() -> None:
    assert npi("1234567893") == NumberCheck("1234567893", True, "")


@pytest.mark.parametrize(
    "typed",
    [
        " 1234567893 ",
        "12 34 56 78 93",
        "1234-567893",
        "１２３４５６７８９３",
        "١٢٣٤٥٦٧٨٩٣",
        "१२३४५६७८९३",
        "1234\u200b567893",
        "1234\u00a0567893\n",
        "1234‑567893",
        "𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟑",
    ],
)
def test_spaces_dashes_and_digits_of_other_scripts_are_read(typed: str) -> None:
    assert npi(typed) == NumberCheck("1234567893", True, "")


def test_a_wrong_check_digit_is_a_typing_error() -> None:
    checked = npi("1234567898")

    assert checked.ok is False
    assert checked.normalised == "1234567898"
    assert "check digit" in checked.problem


def test_another_form_is_refused_where_the_form_is_known() -> None:
    assert npi("12345").ok is False
    assert npi("312345678").ok is False


def test_where_the_form_is_not_confirmed_a_person_looks() -> None:
    assert npi("12345", trusted=False).ok is None
    assert npi("1234567898", trusted=False).ok is None
    assert npi("1234567893", trusted=False).ok is True


def test_the_part_to_keep_is_the_group_named_number() -> None:
    assert check_number("C1234567", **GMC, trusted=True) == NumberCheck("1234567", True, "")
    assert check_number("c 1234567", **GMC, trusted=True) == NumberCheck("1234567", True, "")


def test_the_pattern_must_match_wholly() -> None:
    assert check_number("12345678", **GMC, trusted=True).ok is False
    assert check_number("1234567\nx", **GMC, trusted=True).ok is False


def test_look_alike_capitals_are_read_as_the_latin_ones() -> None:
    cyrillic_and_greek = "МЕD0000000001", "ΜΕD0000000001"

    for typed in cyrillic_and_greek:
        assert (
            check_number(typed, pattern=r"MED\d{10}", check_key="", trusted=True).normalised
            == "MED0000000001"
        )


def test_letters_typed_small_are_capitals() -> None:
    assert check_number("fzz958-k", pattern=r"[FG][0-9A-Z]{2}\d{3}-[A-K]", check_key="hpi", trusted=True).ok


def test_a_register_without_numbers_sends_a_person() -> None:
    assert check_number("", pattern="", check_key="", trusted=True).ok is None
    assert check_number("Member 12", pattern="", check_key="", trusted=True) == NumberCheck(
        "MEMBER 12", None, check_number("", pattern="", check_key="", trusted=True).problem
    )


def test_an_empty_number_is_asked_for() -> None:
    assert npi("").ok is False
    assert npi(" \u200b ").problem == npi("").problem


@pytest.mark.parametrize("typed", ["1" * 41, "9" * 1_000_000, "A" * 200])
def test_what_is_too_long_is_not_kept(typed: str) -> None:
    checked = npi(typed)

    assert (checked.normalised, checked.ok) == ("", False)
    assert "too long" in checked.problem


def test_an_unknown_check_or_an_undocumented_remainder_sends_a_person() -> None:
    assert check_number("123", pattern=r"\d{3}", check_key="no such", trusted=True).ok is None
    remainder_zero = next(f"FAA{n:03d}-A" for n in range(1000) if CHECKS["hpi"](f"FAA{n:03d}-A") is None)
    assert (
        check_number(remainder_zero, pattern=r"F[A-Z]{2}\d{3}-[A-K]", check_key="hpi", trusted=True).ok
        is None
    )


@given(st.integers(0, 99_999_999).map("1{:08d}".format))
def test_one_wrong_digit_in_an_npi_is_always_found(stem: str) -> None:
    number = stem + luhn.calc_check_digit("80840" + stem)
    wrong = number[:3] + str((int(number[3]) + 1) % 10) + number[4:]

    assert npi(number).ok is True
    assert npi(wrong).ok is False


@given(st.integers(0, 999_999).map("{:06d}".format), st.integers(0, 5))
def test_one_wrong_digit_in_a_lanr_is_found_except_by_halves(stem: str, place: int) -> None:
    """Weight 4 is even: it cannot tell a digit from one that is five away."""
    weights = (4, 9, 4, 9, 4, 9)
    total = sum(int(digit) * weight for digit, weight in zip(stem, weights, strict=True))
    number = f"{stem}{-total % 10}01"
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]

    assert CHECKS["lanr"](number) is True
    assert CHECKS["lanr"](wrong) is False


def test_an_institutions_number_is_not_luhn() -> None:
    assert CHECKS["ik"]("108018007") is True
    assert luhn.is_valid("108018007") is False


def test_corsican_departments_are_read_as_numbers() -> None:
    assert CHECKS["finess"]("2A0000014") is True
    assert CHECKS["finess"]("2B0000014") is False


@given(st.text(max_size=80))
def test_any_text_gets_an_answer_and_a_sentence(text: str) -> None:
    for key in ("", *CHECKS):
        checked = check_number(
            text, pattern=r"\d{6}[0-9A-HJ-NPQRTUVWXY][ABFHJKLTWXY]", check_key="aumed", trusted=True
        )
        assert bool(checked.problem) is (checked.ok is not True), key
        assert len(checked.normalised) <= 40


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
