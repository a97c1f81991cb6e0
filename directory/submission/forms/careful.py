"""A form that never keeps or shows again what looks like a patient's number."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from directory.accreditation.identifiers import find_patient_numbers

from .fields import PlainTextField

REMOVED = "[number removed]"
"""Stands in the typed text where a number was taken out."""


class CarefulForm(forms.Form):
    """Takes patients' numbers out of every free text before anything else reads it; the rest of the text stays."""

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self._with_numbers: set[str] = set()
        self._forgotten = False
        if data is not None:
            self.data = self._without_numbers(data)

    def _without_numbers(self, data: QueryDict) -> QueryDict:
        kept = data.copy()
        for name, field in self.fields.items():
            text = kept.get(self.add_prefix(name))
            if isinstance(field, PlainTextField) and field.free_text and isinstance(text, str):
                clean = blank_numbers(text)
                if REMOVED in clean:
                    self._with_numbers.add(name)
                    kept[self.add_prefix(name)] = clean
        return kept

    def offer(self, name: str, choices: list[Any]) -> None:
        """Fill in what a field lets choose from; nothing where the form lacks the field."""
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def forget(self, name: str) -> None:
        """Empty a field of the page that comes back. The data are a copy of the form's own."""
        self._forgotten = True
        if isinstance(self.data, QueryDict):
            self.data[self.add_prefix(name)] = ""

    @property
    def kept(self) -> str:
        """The sentence at the top of a form that comes back."""
        if self._forgotten or self._with_numbers:
            return _("Everything else that you typed is still here.")
        return _("Nothing you typed is lost.")

    def clean(self) -> dict[str, Any] | None:
        for name in sorted(self._with_numbers):
            self.add_error(
                name,
                _(
                    "This held something with the layout of a patient's number. It was not kept; %(mark)s stands"
                    " where it was. Please take out the mark. A telephone number is fine with its country code:"
                    " +1 212 555 0100."
                )
                % {"mark": REMOVED},
            )
        return super().clean()


def blank_numbers(text: str) -> str:
    """The text with a mark in place of each patient's number."""
    for start, end in reversed(find_patient_numbers(text)):
        text = text[:start] + REMOVED + text[end:]
    return text
