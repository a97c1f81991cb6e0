"""Form controls of the searches: a box that is ticked by `1` and nothing else, and lists of choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, Filter, MultipleChoiceFilter

from directory.regions.models import Region
from directory.vocabulary.headaches import HEADACHES
from directory.vocabulary.terms import Vocabulary

RADII_KM = (10, 25, 50, 100, 250)
RADII = [(str(km), format_lazy(_("Within {km} km"), km=km)) for km in RADII_KM]


class TickInput(forms.CheckboxInput):
    """Sends `1`; keeps whatever else was sent, so that it can be named as unreadable."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, check_test=lambda value: str(value) == "1" or value is True)

    def format_value(self, value: Any) -> str:
        return "1"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return data.get(name, "")


class TickField(forms.Field):
    """True for `1`, False for nothing; anything else cannot be read."""

    widget = TickInput

    def to_python(self, value: Any) -> bool:
        if value not in ("", "1", None):
            raise forms.ValidationError(_("Only “1” can stand here."), code="invalid")
        return bool(value == "1")


class TickFilter(Filter):  # type: ignore[misc]
    field_class = TickField


class AnyOf(MultipleChoiceFilter):  # type: ignore[misc]
    """Boxes of which any number may be ticked."""

    def __init__(self, *, label: Any, choices: Any) -> None:
        super().__init__(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)


class OneOf(ChoiceFilter):  # type: ignore[misc]
    """A list with a first line that leaves the choice open."""

    def __init__(self, *, label: Any, choices: Any, open_label: Any) -> None:
        super().__init__(label=label, choices=choices, empty_label=open_label)


def countries() -> list[tuple[str, str]]:
    """ISO 3166-1 codes and English names, by name."""
    return list(Region.objects.countries().order_by("name").values_list("code", "name"))


def headache_choices() -> list[Any]:
    return HEADACHES.grouped_choices()


def mask(vocabulary: Vocabulary, codes: list[str] | None) -> int:
    return vocabulary.mask(codes or ())
