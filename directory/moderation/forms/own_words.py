"""What a moderator writes freely: kept for years, so without patients' numbers and without signs that nobody sees."""

from unicodedata import category

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.accreditation.identifiers import find_patient_numbers
from directory.screening.rules import FORBIDDEN_WORDS

UNSEEN = {"Cc", "Cs", "Co"}
"""Control, surrogate and private-use characters; line ends and tabs are meant."""
TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Signs that turn the direction of what follows; joiners, which several scripts need, are not among them."""


class OwnWords(forms.CharField):
    """Free text. Refuses what looks like a patient's number and characters that cannot be printed."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if find_patient_numbers(value):
            raise ValidationError(
                _("This holds what looks like a patient's number. Take it out; nothing was kept.")
            )
        if any(_unseen(sign) for sign in value):
            raise ValidationError(
                _("This holds characters that cannot be printed. Type it again; nothing was kept.")
            )


class WordsToProvider(OwnWords):
    """What a provider reads: as `OwnWords`, and no word about the law or about honesty, of which nobody here judges."""

    def validate(self, value: str) -> None:
        super().validate(value)
        found = next((word for word in FORBIDDEN_WORDS if word in value.casefold()), None)
        if found:
            raise ValidationError(
                _(
                    "Take out “%(word)s”: the directory decides on its own terms and says nothing about the law or"
                    " about anybody's honesty. Say what was found instead."
                )
                % {"word": found}
            )


def _unseen(sign: str) -> bool:
    return sign in TURNING or (category(sign) in UNSEEN and sign not in "\n\r\t")
