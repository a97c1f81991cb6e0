"""The clinic search's filters only parse: what was understood is a frozen `Search`, which the QuerySet executes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, FilterSet

from directory import clock
from directory.catalogue.actions import fold_name
from directory.catalogue.models import Entry
from directory.catalogue.promotion import hidden_treatments
from directory.catalogue.querysets import Near, Search
from directory.vocabulary.headaches import HEADACHES
from directory.vocabulary.practice import AGES, FUNDING, REFERRALS, ListingKind, languages
from directory.vocabulary.treatments import TREATMENTS

from .fields import RADII, AnyOf, OneOf, TickFilter, countries, headache_choices, mask

REPEATABLE = ("headache", "treatment", "language", "referral", "funding", "kind")
SORTS = [("distance", _("Nearest first")), ("name", _("By name"))]


class ClinicFilter(FilterSet):  # type: ignore[misc]
    """One field a parameter. `given` are parameters without blanks; `places` the countries a search is about."""

    place = CharFilter(label=_("Town, region or postcode"), max_length=200)
    radius = OneOf(label=_("How far"), choices=RADII, open_label=_("Any distance"))
    country = OneOf(label=_("Country"), choices=countries, open_label=_("Any country"))
    region = CharFilter(widget=forms.HiddenInput, max_length=10)
    q = CharFilter(label=_("Name of a clinic or specialist"), max_length=200)
    accepting = TickFilter(label=_("Accepting new patients"))
    telehealth = TickFilter(label=_("Video or telephone appointments"))
    headache = AnyOf(label=_("Kind of headache"), choices=headache_choices)
    kind = AnyOf(label=_("Clinic or person"), choices=ListingKind.choices)
    age = OneOf(label=_("For whom"), choices=AGES.choices, open_label=_("Any age"))
    language = AnyOf(label=_("Language spoken"), choices=lambda: languages().choices)
    referral = AnyOf(label=_("How to get there"), choices=REFERRALS.choices)
    funding = AnyOf(label=_("Who pays"), choices=FUNDING.choices)
    treatment = AnyOf(label=_("What is offered"), choices=TREATMENTS.choices)
    sort = OneOf(label=_("Order"), choices=SORTS, open_label=_("Best first"))

    class Meta:
        model = Entry
        fields: list[str] = []

    def __init__(self, given: QueryDict, *, places: tuple[str, ...]) -> None:
        super().__init__(given, queryset=Entry.objects.none())
        hidden = hidden_treatments(places, on=clock.today())
        offered = [(term.code, term.label) for term in TREATMENTS if not term.mask & hidden]
        self.filters["treatment"].extra["choices"] = offered

    def search(self, near: Near | None, region: str) -> Search:
        """The understood search; `near` and `region` are what the place was found to mean. Only without errors."""
        said: dict[str, Any] = self.form.cleaned_data
        return Search(
            country=said["country"],
            region=region,
            near=near,
            headaches=mask(HEADACHES, said["headache"]),
            treatments=mask(TREATMENTS, said["treatment"]),
            languages=mask(languages(), said["language"]),
            ages=mask(AGES, [said["age"]] if said["age"] else []),
            referrals=mask(REFERRALS, said["referral"]),
            funding=mask(FUNDING, said["funding"]),
            kinds=tuple(said["kind"]),
            telehealth=said["telehealth"],
            accepting=said["accepting"],
            name=fold_name(said["q"]),
            sort=said["sort"],
        )


SINGLE = tuple(name for name in ClinicFilter.base_filters if name not in REPEATABLE)
