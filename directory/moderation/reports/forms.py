"""What the public may write: few fields, each optional where it can be."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.accreditation.identifiers import find_patient_numbers

from ..forms.own_words import OwnWords
from .categories import CORRECTIONS, SAFETY
from .models import TEXT_MAX

TRAP = "homepage"
"""A field that no person sees; what is sent with it filled in comes from a program."""


class PublicWords(OwnWords):
    """Free text of a reader. No `maxlength` for the browser: it would cut what is pasted without a word."""

    def to_python(self, value: Any) -> str:
        """A line's end counts as one character, as in the browser."""
        return str(super().to_python(value)).replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        if len(value) > TEXT_MAX:
            sentence = _("This has %(length)s characters; %(most)s at most can be sent. Shorten it.")
            raise ValidationError(sentence % {"length": len(value), "most": TEXT_MAX})
        if find_patient_numbers(value):
            raise ValidationError(
                _(
                    "This holds what looks like a patient's number. Take it out: we need nothing about patients."
                    " A telephone number is fine with its country code, such as +1 212 555 0100."
                )
            )
        super().validate(value)


def _words(label: Any, hint: Any) -> PublicWords:
    return PublicWords(label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": 6}))


def _email() -> forms.EmailField:
    return forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy(
            "Only if you want to hear what came of it. Neither the moderators nor the clinic see it."
        ),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": gettext_lazy("This is not an e-mail address. Correct it, or leave it out.")
        },
    )


class SafetyForm(forms.Form):
    """Something about the listing may harm people."""

    category = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=list(SAFETY.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what it is about."),
            "invalid_choice": gettext_lazy("Choose one of these."),
        },
    )
    text = _words(
        gettext_lazy("What did you see or hear, and when?"),
        gettext_lazy(
            "In your own words, 2,000 characters at most. Nothing about illnesses, yours or anybody's, is needed;"
            " leave out names and numbers of patients."
        ),
    )
    email = _email()


class CorrectionForm(forms.Form):
    """One tap."""

    category = forms.ChoiceField(choices=list(CORRECTIONS.items()))


class MoreForm(forms.Form):
    """What may be added to a tap."""

    text = _words(
        gettext_lazy("Anything to add?"),
        gettext_lazy(
            "For example the right number or address, or where you saw it. Nothing about illnesses is needed."
        ),
    )
    email = _email()
