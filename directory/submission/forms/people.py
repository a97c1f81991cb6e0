"""Who is to be listed, who works for whom, and who acts for whom."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.accreditation.models import Provider

from ..references import practitioner_with
from .careful import CarefulForm
from .fields import NumberField, PlainTextField, one_of
from .regions import country_choices


class ProviderForm(CarefulForm):
    """A practitioner or an organisation."""

    kind = one_of(
        [
            (
                "person",
                gettext_lazy("One practitioner: a doctor, or another professional who treats headache"),
            ),
            ("organisation", gettext_lazy("An organisation: a hospital service, a clinic, a practice")),
        ],
        label=gettext_lazy("Who is to be listed?"),
    )
    name = PlainTextField(
        limit=200,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Exactly as the register writes it, so that we can find it there."),
    )
    country = one_of([], label=gettext_lazy("Country"), radio=False)

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.offer("country", [("", _("Choose a country")), *country_choices()])


class AffiliationForm(CarefulForm):
    """An organisation names a practitioner who works at one of its places."""

    reference = NumberField(
        limit=40,
        label=gettext_lazy("The practitioner's provider reference"),
        help_text=gettext_lazy("They find it on their own page here; it looks like 3F2A-90BC-11D4."),
    )
    site = one_of([], radio=False, label=gettext_lazy("Where do they work?"))

    def __init__(self, data: QueryDict | None = None, *, provider: Provider, **options: Any) -> None:
        super().__init__(data, **options)
        self.places = {str(site.pk): site for site in provider.sites.order_by("name")}
        self.offer(
            "site",
            [("", _("Choose a place")), *((key, str(each)) for key, each in self.places.items())],
        )

    def clean_reference(self) -> Provider:
        found = practitioner_with(self.cleaned_data["reference"])
        if found is None:
            raise forms.ValidationError(
                _("No practitioner has this reference. Please compare it with what they see on their page.")
            )
        return found


class TeamForm(CarefulForm):
    """Somebody who should act for the provider too."""

    email = forms.EmailField(
        max_length=254,
        label=gettext_lazy("E-mail address of your colleague's account"),
        error_messages={
            "required": gettext_lazy("This is needed."),
            "invalid": gettext_lazy("Give an e-mail address."),
        },
    )
