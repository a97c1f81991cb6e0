"""Check digits of the registers that publish one. They catch typing errors; they never prove standing.

Each function takes a number that already has its register's form, in ASCII capitals and digits, and says
whether its check digit fits: True, False, or None where the published rule does not say.
"""

from collections.abc import Callable

from stdnum import luhn

_HPI_VALUES = {letter: value for value, letter in enumerate("ABCDEFGHJKLMNPQRSTUVWXYZ", start=1)}
_HPI_CHECK_LETTERS = "ABCDEFGHJK"
_AU_LOCATIONS = "0123456789ABCDEFGHJKLMNPQRTUVWXY"
_AU_CHECK_LETTERS = "YXWTLKJHFBA"


def _luhn(number: str) -> bool:
    return bool(luhn.is_valid(number))


def _npi(number: str) -> bool:
    """US provider identifier: Luhn with the prefix of US health identifiers (45 CFR 162.406)."""
    return _luhn("80840" + number)


def _finess(number: str) -> bool:
    """French facilities: Luhn, with Corsica's 2A and 2B read as 21 and 22."""
    return _luhn(number.replace("2A", "21", 1).replace("2B", "22", 1))


def _lanr(number: str) -> bool:
    """German doctors in statutory care: digit 7 completes the weighted sum of digits 1 to 6 to tens."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:6], (4, 9, 4, 9, 4, 9), strict=True))
    return int(number[6]) == -total % 10


def _ik(number: str) -> bool:
    """German institutions: cross-sums of digits 3 to 8, doubled in turn; the last digit is the sum itself."""
    products = (int(digit) * weight for digit, weight in zip(number[2:8], (2, 1, 2, 1, 2, 1), strict=True))
    return int(number[8]) == sum(product // 10 + product % 10 for product in products) % 10


def _hpi(number: str) -> bool | None:
    """New Zealand organisations and facilities: modulus 11 into a letter; remainder 0 is not documented."""
    values = (_HPI_VALUES.get(sign) or int(sign) for sign in number[:6])
    remainder = sum(value * weight for value, weight in zip(values, range(7, 1, -1), strict=True)) % 11
    return None if remainder == 0 else number[-1] == _HPI_CHECK_LETTERS[remainder - 1]


def _aumed(number: str) -> bool:
    """Australian provider numbers: a stem of six digits, a practice location and a check letter."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:6], (3, 5, 8, 4, 2, 1), strict=True))
    return number[7] == _AU_CHECK_LETTERS[(total + 6 * _AU_LOCATIONS.index(number[6])) % 11]


CHECKS: dict[str, Callable[[str], bool | None]] = {
    "luhn": _luhn,
    "npi": _npi,
    "finess": _finess,
    "lanr": _lanr,
    "ik": _ik,
    "hpi": _hpi,
    "aumed": _aumed,
}
"""By the `check_key` of a register."""
