"""A place of care, new or changed."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .careful import CarefulForm
from .fields import PlainTextField, one_of
from .regions import region_choices


class PlaceForm(CarefulForm):
    """A place of care in `country` (ISO 3166-1)."""

    name = PlainTextField(
        limit=200,
        label=gettext_lazy("Name of the place"),
        help_text=gettext_lazy("For instance “Outpatient department, second floor”."),
    )
    street = PlainTextField(limit=200, required=False, label=gettext_lazy("Street and number"))
    town = PlainTextField(limit=120, label=gettext_lazy("Town or city"))
    postcode = PlainTextField(limit=20, required=False, label=gettext_lazy("Postcode"))
    region = one_of(
        [],
        label=gettext_lazy("Region"),
        radio=False,
        help_text=gettext_lazy("The smallest one that fits. Patients search by it."),
    )

    def __init__(self, data: QueryDict | None = None, *, country: str, **options: Any) -> None:
        super().__init__(data, **options)
        self.offer("region", [("", _("Choose a region")), *region_choices(country)])


ADDRESS = ("street", "town", "postcode", "region")


class ChangePlaceForm(PlaceForm):
    """A changed place. A changed address needs a tick: the checks for the place start anew."""

    moved = forms.BooleanField(
        required=False,
        label=gettext_lazy("The address has changed, and I know that the checks for this place start anew"),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        differs = any(name in cleaned and cleaned[name] != self.initial.get(name) for name in ADDRESS)
        if differs and not cleaned.get("moved"):
            self.add_error(
                "moved", _("The address differs from the stored one. Please tick this, or change it back.")
            )
        return cleaned
