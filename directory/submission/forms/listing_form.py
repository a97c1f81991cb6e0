"""The one form in which a listing is written, revised, and corrected after questions."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from directory import clock
from directory.accreditation.identifiers import find_patient_numbers
from directory.accreditation.models import Provider, Site
from directory.listings.content import Content, Invalid, check, vocabularies

from ..actions import site_content
from ..wording import LABELS
from .listing_choices import KIND_CHOICES, KINDS_OF, SECTIONS, headache_choices, treatment_choices
from .listing_fields import ListingFields

ACCEPTING: dict[str, bool | None] = {"yes": True, "no": False, "": None}
PLAIN = (
    "name", "summary", "description", "telehealth", "accepting_since", "how_to_refer", "website", "phone", "email",
    "trial_ids",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One field on the page, with what a moderator asked to be changed in it."""

    field: BoundField
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    title: str | Promise
    fields: tuple[Asked, ...]


class ListingForm(ListingFields):
    """Content of one provider's listing. `asked` are messages of moderators by field.

    A new listing names its kind; a revised one keeps the kind it was submitted as (`kind`).
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        provider: Provider,
        kind: str = "",
        asked: Mapping[str, Collection[str]] | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.provider, self.fixed_kind = provider, kind
        self.asked = {field.partition("-")[0]: tuple(words) for field, words in (asked or {}).items()}
        self.places = {
            str(site.pk): site for site in provider.sites.select_related("region").order_by("name", "town")
        }
        self._offer_choices()

    def _offer_choices(self) -> None:
        if self.fixed_kind:
            del self.fields["kind"]
        else:
            self.offer(
                "kind", [choice for choice in KIND_CHOICES if choice[0] in KINDS_OF[self.provider.kind]]
            )
        self.offer("sites", [(key, _line(site)) for key, site in self.places.items()])
        for name, vocabulary in vocabularies().items():
            self.offer(name, vocabulary.choices)
        self.offer("headaches", headache_choices())
        self.offer("treatments", treatment_choices())

    def sections(self) -> Iterator[Section]:
        """The fields under their headings, each with what a moderator asked there."""
        for title, names in SECTIONS:
            shown = tuple(
                Asked(self[name], self.asked.get(name, ())) for name in names if name in self.fields
            )
            if shown:
                yield Section(title, shown)

    def asked_elsewhere(self) -> list[str]:
        """What was asked about something that is no field of the form."""
        return [text for name, texts in self.asked.items() if name not in self.fields for text in texts]

    def clean_accepting_since(self) -> str:
        day = self.cleaned_data["accepting_since"]
        if day is None:
            return ""
        if day > clock.today():
            raise ValidationError(
                _("This day is still to come. Give the day from which the answer holds already.")
            )
        return str(day.isoformat())

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        if not typed:
            return ""
        country = next((site.region_id[:2] for site in self._chosen()), self.provider.country_id)
        try:
            number = phonenumbers.parse(typed, country)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            if find_patient_numbers(typed):
                self.forget("phone")
            raise ValidationError(
                _(
                    "This is no telephone number that we know. Write it with its country code: +44 113 496 0000."
                )
            )
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            try:
                check(self.document())
            except Invalid as invalid:
                self.refuse(invalid)
        return cleaned

    def refuse(self, invalid: Invalid) -> None:
        """Show the sentences of `invalid` at their fields."""
        for name, problem in invalid.problems.items():
            self.add_error(name if name in self.fields else None, problem)

    def _chosen(self) -> list[Site]:
        return [self.places[key] for key in self.cleaned_data.get("sites", ()) if key in self.places]

    def document(self) -> Content:
        """The cleaned answers as content; codes in the order of their lists."""
        cleaned = self.cleaned_data
        answers: dict[str, Any] = {name: cleaned[name] for name in PLAIN}
        for name, terms in vocabularies().items():
            answers[name] = tuple(code for code in terms.codes if code in cleaned[name])
        return Content(
            kind=self.fixed_kind or cleaned["kind"],
            sites=tuple(site_content(site) for site in self._chosen()),
            accepting=ACCEPTING[cleaned["accepting"]],
            **answers,
        )


def initial_from(document: Content) -> dict[str, Any]:
    """The form's first values for a stored version."""
    plain: dict[str, Any] = {name: getattr(document, name) for name in LABELS}
    plain["sites"] = [site.id for site in document.sites]
    plain["accepting"] = {True: "yes", False: "no", None: ""}[document.accepting]
    plain["trial_ids"] = "\n".join(document.trial_ids)
    return plain


def _line(site: Site) -> str:
    parts = (site.name, site.street, site.town, site.region.name)
    return ", ".join(dict.fromkeys(part for part in parts if part))
