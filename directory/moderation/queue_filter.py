"""The queue's filters only parse: what was understood is a frozen `Wanted`, which `queue_find` executes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import Form
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter, FilterSet, MultipleChoiceFilter

from directory.query import Problem, shown, unreadable
from directory.regions.models import Region
from directory.vocabulary.practice import ListingKind

from .models import Case
from .queue_parameters import Parameters, read
from .risks import RISKS

TABS: dict[str, str | Promise] = {
    "waiting": gettext_lazy("Waiting"),
    "mine": gettext_lazy("Mine"),
    "second": gettext_lazy("Second person"),
    "changes": gettext_lazy("With the provider"),
    "appeals": gettext_lazy("Appeals"),
    "hidden": gettext_lazy("Hidden or rejected"),
    "expiring": gettext_lazy("Expiring soon"),
}
WHYS: dict[str, str | Promise] = {
    "unsafe": gettext_lazy("Reported as unsafe"),
    "wrong": gettext_lazy("A detail reported as wrong"),
    "rules": gettext_lazy("Hidden by rules that were taken back"),
    "hidden": gettext_lazy("Hidden until decided"),
    "recheck": gettext_lazy("Recheck"),
    "appeal": gettext_lazy("Appeal won"),
    "asked": gettext_lazy("The provider asked for a person"),
    "machine": gettext_lazy("The automatic reading asks"),
    "again": gettext_lazy("Rejected before"),
}
UNMARKED = "none"
_HELD = [
    ("nobody", gettext_lazy("Nobody")),
    ("me", gettext_lazy("Me")),
    ("others", gettext_lazy("Somebody else")),
]
_DUE = [
    ("late", gettext_lazy("Late")),
    ("soon", gettext_lazy("Due soon")),
    ("intime", gettext_lazy("In time")),
]
_ORDERS = [("oldest", gettext_lazy("Oldest first")), ("newest", gettext_lazy("Newest first"))]
_ENDS = [
    ("evidence", gettext_lazy("A check of the accreditation")),
    ("details", gettext_lazy("The provider's confirmation of the details")),
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to see of the queue. Empty means any; a filter that a part does not know stays empty."""

    tab: str = "waiting"
    kind: tuple[str, ...] = ()
    country: str = ""
    why: tuple[str, ...] = ()
    risk: tuple[str, ...] = ()
    held: str = ""
    due: str = ""
    ends: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """`wanted` is None where something could not be understood: then nothing is shown."""

    tab: str
    parameters: Parameters
    form: Form
    problems: tuple[Problem, ...]
    wanted: Wanted | None

    @property
    def query(self) -> str:
        """What an address needs to ask the same again, from the first page."""
        return self.parameters.address()


def _countries() -> list[tuple[str, str]]:
    return list(Region.objects.countries().order_by("name").values_list("code", "name"))


def _any_of(label: Any, choices: Any) -> MultipleChoiceFilter:
    return MultipleChoiceFilter(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)


def _one_of(label: Any, choices: Any, open_label: Any) -> ChoiceFilter:
    return ChoiceFilter(label=label, choices=choices, empty_label=open_label)


class _Part(FilterSet):  # type: ignore[misc]
    """One part of the queue: a field a parameter."""

    tab = ChoiceFilter(choices=list(TABS.items()), widget=forms.HiddenInput)
    country = _one_of(gettext_lazy("Country"), _countries, gettext_lazy("Any country"))
    kind = _any_of(gettext_lazy("What is listed"), ListingKind.choices)

    class Meta:
        model = Case
        fields: list[str] = []


class CaseFilter(_Part):
    """Cases, in every part but those below."""

    due = _one_of(gettext_lazy("Against the target"), _DUE, gettext_lazy("Any"))
    held = _one_of(gettext_lazy("Now with"), _HELD, gettext_lazy("Anybody"))
    order = _one_of(gettext_lazy("Order"), _ORDERS, gettext_lazy("Most urgent first"))
    why = _any_of(gettext_lazy("Why here"), list(WHYS.items()))
    risk = _any_of(
        gettext_lazy("Two people, because"),
        [(UNMARKED, gettext_lazy("Not marked so far")), *RISKS.items()],
    )


class AppealFilter(_Part):
    due = _one_of(gettext_lazy("Against the target"), _DUE, gettext_lazy("Any"))


class ExpiringFilter(_Part):
    ends = _one_of(gettext_lazy("What ends"), _ENDS, gettext_lazy("Either"))


REPEATABLE = ("kind", "why", "risk")


def part_of(tab: str) -> type[_Part]:
    return {"appeals": AppealFilter, "expiring": ExpiringFilter}.get(tab, CaseFilter)


def understand(query: QueryDict) -> Asked:
    """Reads the query of the queue. Never raises, whatever stands in it."""
    tab = query.get("tab", "").strip() or "waiting"
    known = tab if tab in TABS else "waiting"
    names = set(part_of(known).base_filters)
    parameters = read(query, single=names.difference(REPEATABLE), repeatable=names.intersection(REPEATABLE))
    given = parameters.given
    problems = parameters.problems
    if tab != known:
        problems += (Problem(_("There is no such part of the queue: %(tab)s.") % {"tab": shown(tab)}),)
    given["tab"] = known
    found = part_of(known)(given, queryset=Case.objects.none())
    problems += _form_problems(found.form, given)
    wanted = None if problems else _wanted(known, found.form.cleaned_data)
    return Asked(known, parameters, found.form, problems, wanted)


def _wanted(tab: str, said: dict[str, Any]) -> Wanted:
    return Wanted(
        tab=tab,
        kind=tuple(said["kind"]),
        country=said["country"],
        why=tuple(said.get("why", ())),
        risk=tuple(said.get("risk", ())),
        held=said.get("held", ""),
        due=said.get("due", ""),
        ends=said.get("ends", ""),
        order=said.get("order", ""),
    )


def _form_problems(form: Form, given: QueryDict) -> tuple[Problem, ...]:
    """A sentence for each value that is none of its field's choices."""
    problems = []
    for name in form.errors:
        allowed = {str(code) for code, _label in form.fields[name].choices}  # type: ignore[attr-defined]
        label = str(form.fields[name].label or "")
        problems += [unreadable(name, value, label) for value in given.getlist(name) if value not in allowed]
    return tuple(problems)
