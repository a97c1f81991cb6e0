"""Numbers that providers type: their register's form, their check digit, and numbers that belong to patients.

A form that fits proves nothing about who typed it. What looks like a patient's number is never kept: a
national directory once published dozens of social security numbers, typed by applicants into such fields.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory.accreditation.check_digits import CHECKS

MAX_LENGTH = 40

_LOOK_ALIKE = str.maketrans("АВЕЅІЈКМНОРСТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESIJKMHOPCTXYABEZHIKMNOPTYX")
_DASHES = re.compile(r"[‐‑‒–—―−⁃﹘﹣－]")
_PATIENT_LAYOUT = re.compile(
    r"(?<!\d)(?:\d{3}[-. ]\d{2}[-. ]\d{4}|\d{3}[-. ]\d{3}[-. ]\d{4})(?!\d)", re.ASCII
)
_BARE = re.compile(r"(?<![0-9A-Z])\d{9,10}(?![0-9A-Z])", re.ASCII)

_HIDDEN = "[\u00ad\u200b-\u200d\u2060\ufeff]{0,3}"
_DIGIT = rf"(?:\d{_HIDDEN})"
_GAP = rf"[ \t\u00a0\u2000-\u200a\u202f\u3000]{_HIDDEN}"
_DASH = rf"[-‐‑‒–—―−⁃﹘﹣－]{_HIDDEN}"
_IN_TEXT = re.compile(
    rf"(?<!\d){_DIGIT}{{3}}(?:{_DASH}{_DIGIT}{{2}}{_DASH}|{_GAP}{_DIGIT}{{3}}{_GAP}){_DIGIT}{{3}}\d(?!\d)"
)
_NAMED_IN_TEXT = re.compile(
    r"\b(?:NHS|SSN|MRN|social security|patient)(?: ?(?:number|no\.?|id|#))?(?: is)?[:# ]{0,3}"
    r"(?P<number>\d{9,10})(?!\d)",
    re.IGNORECASE,
)
_DIALLED_ABROAD = re.compile(r"(?:\+|\b00)[1-9]\d{0,2}[ ()-]{0,2}\Z")


@dataclass(frozen=True)
class NumberCheck:
    """What a look at the number alone says. `ok` None: unknown, a person must look.

    `normalised` is the form to store, "" where nothing may be kept. `problem` is a sentence, "" where `ok`.
    """

    normalised: str
    ok: bool | None
    problem: str


def normalise(number: str) -> str:
    """ASCII digits and capitals, single spaces, plain hyphens; invisible characters dropped.

    Digits of all scripts and look-alike Greek and Cyrillic capitals become the ones they look like.
    """
    folded = unicodedata.normalize("NFKC", number)
    visible = (sign for sign in folded if unicodedata.category(sign) != "Cf")
    ascii_digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in visible)
    plain = _DASHES.sub("-", ascii_digits).upper().translate(_LOOK_ALIKE)
    return " ".join(plain.split())


def check_number(number: str, *, pattern: str, check_key: str, trusted: bool) -> NumberCheck:
    """Compare a number with its register's pattern (whole match) and check digit.

    A group named `number` in the pattern is the part to keep, so that a prefix that only some documents
    print falls away. Where the register's form is not `trusted`, a mismatch is unknown instead of wrong.
    """
    typed = normalise(number[: MAX_LENGTH * 4])
    if looks_like_patient_number(number, pattern=pattern):
        return NumberCheck(
            "", False, _("This looks like a patient's number. It was not kept. Give your own.")
        )
    if len(number) > MAX_LENGTH * 4 or len(typed) > MAX_LENGTH:
        problem = _("This is too long for a register's number. It was not kept. Give the number alone.")
        return NumberCheck("", False, problem)
    if not pattern:
        return NumberCheck(typed, None, _("This register is searched by name: a person will look there."))
    if not typed:
        return NumberCheck("", False, _("Give the number under which you stand in this register."))
    wrong = False if trusted else None
    fitting = _fit(typed, pattern)
    if fitting is None:
        return NumberCheck(typed, wrong, _("This does not have the form of this register's numbers."))
    return _check_digit(fitting, check_key, wrong)


def _patient_problem() -> str:
    return _(
        "This has the layout of a patient's or social security number, so it was not kept. Give your own"
        " number in this register, with all its digits."
    )


def _check_digit(number: str, check_key: str, wrong: bool | None) -> NumberCheck:
    if not check_key:
        return NumberCheck(number, True, "")
    fits = CHECKS[check_key](number) if check_key in CHECKS else None
    if fits:
        return NumberCheck(number, True, "")
    if fits is None:
        return NumberCheck(number, None, _("The check digit could not be tested: a person will look."))
    problem = _("The check digit does not fit: please compare the number with your entry in the register.")
    return NumberCheck(number, wrong, problem)


def looks_like_patient_number(number: str, *, pattern: str) -> bool:
    """Whether a number has the layout of a US social security or a British NHS number.

    `ddd-dd-dddd` and `ddd ddd dddd` always do; nine or ten bare digits do where the register's own pattern
    does not match them. A check digit decides nothing here: 9 % of valid NPIs also pass the NHS check.
    """
    typed = normalise(number)
    if _PATIENT_LAYOUT.search(typed):
        return True
    if pattern and _fit(typed, pattern) is not None:
        return False
    return bool(_BARE.search(typed) or _BARE.fullmatch(_squeezed(typed)))


def find_patient_numbers(text: str) -> list[tuple[int, int]]:
    """Where a free text holds what looks like a patient's number: (start, end) in code points, in order.

    Found are the two layouts, except in a telephone number with its country code, and nine or ten bare digits
    after words such as "NHS number". Other bare digits are left alone: most are telephone numbers.
    """
    spans = [
        found.span()
        for found in _IN_TEXT.finditer(text)
        if not _DIALLED_ABROAD.search(text, max(0, found.start() - 8), found.start())
    ]
    spans += [found.span("number") for found in _NAMED_IN_TEXT.finditer(text)]
    return sorted(set(spans))


def _squeezed(typed: str) -> str:
    return re.sub(r"[-. ]", "", typed)


def _fit(typed: str, pattern: str) -> str | None:
    """The number in the form that the pattern wants: as typed, without spaces, or without separators."""
    for form in (typed, typed.replace(" ", ""), _squeezed(typed)):
        found = re.fullmatch(pattern, form, re.ASCII)
        if found:
            return found.groupdict().get("number") or found.group()
    return None
