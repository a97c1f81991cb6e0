"""The trial search's filters only parse: what was understood is a `TrialSearch`, which `find_trials` executes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, FilterSet

from directory.catalogue.querysets import Near
from directory.trials.codes import PHASES, Status, phase_mask
from directory.trials.models import Trial
from directory.vocabulary.headaches import HEADACHES

from .fields import RADII, AnyOf, OneOf, countries, headache_choices, mask
from .trial_search import TrialSearch

REPEATABLE = ("headache", "status", "phase")


class TrialFilter(FilterSet):  # type: ignore[misc]
    """One field a parameter. `given` are parameters without blanks."""

    place = CharFilter(label=_("Town, region or postcode"), max_length=200)
    radius = OneOf(label=_("How far"), choices=RADII, open_label=_("Any distance"))
    country = OneOf(label=_("Country"), choices=countries, open_label=_("Any country"))
    region = CharFilter(widget=forms.HiddenInput, max_length=10)
    q = CharFilter(label=_("Words in the trial, or its number"), max_length=200)
    headache = AnyOf(label=_("Kind of headache"), choices=headache_choices)
    status = AnyOf(label=_("Is it open?"), choices=Status.choices)
    phase = AnyOf(label=_("Stage of research"), choices=PHASES.choices)

    class Meta:
        model = Trial
        fields: list[str] = []

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given, queryset=Trial.objects.none())

    def search(self, near: Near | None, region: str) -> TrialSearch:
        """The understood search; `near` and `region` are what the place was found to mean. Only without errors."""
        said: dict[str, Any] = self.form.cleaned_data
        return TrialSearch(
            country=said["country"],
            region=region,
            near=near,
            headaches=mask(HEADACHES, said["headache"]),
            statuses=tuple(said["status"]),
            phases=phase_mask(said["phase"] or ()),
            text=said["q"],
        )


SINGLE = tuple(name for name in TrialFilter.base_filters if name not in REPEATABLE)
