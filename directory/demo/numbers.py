"""Register numbers that nobody holds: each is made in a range that its register does not give out.

`data/numbers.tsv` says for each register which range that is and why. Where the form ends in `#`, the last digit is
the check digit that makes the number whole.
"""

from functools import cache

from directory.accreditation.check_digits import CHECKS
from directory.accreditation.models import Register

from .tables import rows


def number_for(register: Register, *, serial: int, region: str) -> str:
    """A number in the register's form, "" where people are looked up there by name.

    `serial` (0 to 999) makes it unique in its register; `region` (ISO 3166-2) is used where the number names its state.
    Raises `LookupError` when no last digit fits.
    """
    form = _forms().get(register.pk, "")
    number = form.format(n=serial, state=region[-2:])
    return _completed(number, register.check_key) if number.endswith("#") else number


@cache
def _forms() -> dict[str, str]:
    return {row["register"]: row["form"] for row in rows("numbers")}


def _completed(number: str, check_key: str) -> str:
    for digit in "0123456789":
        if CHECKS[check_key](number[:-1] + digit):
            return number[:-1] + digit
    raise LookupError(f"no check digit fits {number}")
