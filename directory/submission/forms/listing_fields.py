"""The fields of a listing, in the words in which they are asked. Choices are filled in by `ListingForm`."""

from django import forms
from django.utils.translation import gettext_lazy

from directory.listings.content import LIMITS

from ..wording import LABELS
from .careful import CarefulForm
from .fields import NumberField, PlainTextField, TrialIdsField, WebsiteField, choices_field, one_of

ACCEPTING_CHOICES = [
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No, not at present")),
    ("", gettext_lazy("I would rather not say")),
]


class ListingFields(CarefulForm):
    """Names are those of `listings.content.Content`."""

    kind = one_of([], label=LABELS["kind"])
    name = PlainTextField(
        limit=LIMITS["name"], label=LABELS["name"],
        help_text=gettext_lazy("As patients know you and as the register writes it."),
    )  # fmt: skip
    summary = PlainTextField(
        limit=LIMITS["summary"], rows=3, label=LABELS["summary"],
        help_text=gettext_lazy("One or two sentences for the list of results, at most 300 characters."),
    )  # fmt: skip
    description = PlainTextField(
        limit=LIMITS["description"], rows=10, required=False, label=LABELS["description"],
        help_text=gettext_lazy(
            "Whom you see, what you do, how long a first visit takes. Plain text, at most 6,000 characters."
            " No promises of a result, no prices, nothing about single patients."
        ),
    )  # fmt: skip
    sites = choices_field(
        [], label=LABELS["sites"], help_text=gettext_lazy("Tick every place this listing is for.")
    )
    headaches = choices_field([], label=LABELS["headaches"])
    treatments = choices_field(
        [], required=False, label=LABELS["treatments"],
        help_text=gettext_lazy("By class, not by brand: several countries restrict naming medicines to patients."),
    )  # fmt: skip
    languages = choices_field([], label=LABELS["languages"], columns=True)
    ages = choices_field([], label=LABELS["ages"])
    telehealth = forms.BooleanField(
        required=False, label=gettext_lazy("We offer video or telephone appointments")
    )
    accepting = one_of(ACCEPTING_CHOICES, required=False, label=LABELS["accepting"])
    accepting_since = forms.DateField(
        required=False, label=LABELS["accepting_since"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day from which this answer holds."),
        error_messages={"invalid": gettext_lazy("Give a day such as 2026-03-31.")},
    )  # fmt: skip
    referrals = choices_field([], label=LABELS["referrals"])
    how_to_refer = PlainTextField(
        limit=LIMITS["how_to_refer"], rows=5, required=False, label=LABELS["how_to_refer"],
        help_text=gettext_lazy("Which letter, which form, to whom; how long people usually wait."),
    )  # fmt: skip
    funding = choices_field([], label=LABELS["funding"])
    website = WebsiteField(
        limit=LIMITS["website"], required=False, label=LABELS["website"],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        help_text=gettext_lazy("Your own pages. We read them before we decide."),
    )  # fmt: skip
    phone = NumberField(
        limit=LIMITS["phone"], required=False, label=LABELS["phone"],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(
        required=False, label=LABELS["email"], max_length=LIMITS["email"],
        error_messages={"invalid": gettext_lazy("Give an e-mail address such as desk@clinic.example.")},
    )  # fmt: skip
    trial_ids = TrialIdsField(
        limit=1000, rows=3, required=False, label=LABELS["trial_ids"],
        help_text=gettext_lazy("Numbers of the registry, one a line, for instance NCT01234567. They are looked up."),
    )  # fmt: skip
