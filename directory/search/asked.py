"""What a patient asked for on a search page: parameters, place and filters, understood together or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _

from directory.catalogue.querysets import Near, Search
from directory.query import Problem, shown, unreadable
from directory.regions.models import Region
from directory.vocabulary.treatments import TREATMENTS

from .filters import REPEATABLE, SINGLE, ClinicFilter
from .parameters import Parameters, read
from .places import Where, whereabouts

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Asked(Generic[S]):
    """`search` is None where something could not be understood or the patient must choose: then nothing is shown."""

    parameters: Parameters
    form: Form
    where: Where
    region: Region | None
    problems: tuple[Problem, ...]
    search: S | None

    @property
    def unmeasured(self) -> bool:
        """A distance was chosen, but no place to measure it from."""
        return "radius" in self.parameters.given and not self.where.text


def understand(query: QueryDict) -> Asked[Search]:
    """Reads the query of `/clinics/`. Never raises, whatever stands in it."""
    parameters = read(query, single=SINGLE, repeatable=REPEATABLE)
    given = parameters.given
    country, code = given.get("country", ""), given.get("region", "")
    region, where, problems = locate(parameters)
    about = {country, code[:2], where.match.country if where.match else ""} - {""}
    clinics = ClinicFilter(given, places=tuple(sorted(about)))
    problems += form_problems(clinics.form, given)
    search = None
    if not problems and not where.must_choose:
        search = clinics.search(near_of(where, given), code or area_of(where, given))
    return Asked(parameters, clinics.form, where, region, problems, search)


def locate(parameters: Parameters) -> tuple[Region | None, Where, tuple[Problem, ...]]:
    """The region and the place of a search, and what is unknown about them besides the parameters' own problems."""
    given = parameters.given
    if parameters.problems:
        return None, Where(), parameters.problems
    country, code = given.get("country", ""), given.get("region", "")
    region = Region.objects.select_related("parent__parent").filter(pk=code).first() if code else None
    problems = [unreadable("region", code)] if code and region is None else []
    if region and country and region.country_code != country:
        problems.append(_elsewhere(region, country))
    where = whereabouts(given.get("place", ""), country=country or (region.country_code if region else ""))
    if where.is_unknown:
        problems.append(_unknown_place(where))
    return region, where, tuple(problems)


def _elsewhere(region: Region, country: str) -> Problem:
    sentence = _("region: “%(region)s” is not in “%(country)s”. Take one of the two out.")
    return Problem(sentence % {"region": region.name, "country": shown(country)}, "#id_country")


def _unknown_place(where: Where) -> Problem:
    sentence = _(
        "place: “%(text)s” is not a place we know. Check the spelling, or give a larger town or a postcode."
    )
    return Problem(sentence % {"text": shown(where.text)}, "#id_place")


def area_of(where: Where, given: QueryDict) -> str:
    """A region that was typed as the place, without a distance around it, is searched as a region."""
    if where.match is None or not where.is_area or given.get("radius"):
        return ""
    return where.match.region


def near_of(where: Where, given: QueryDict) -> Near | None:
    if where.match is None:
        return None
    radius = given.get("radius")
    return Near(where.match.lat, where.match.lon, float(radius) if radius else None)


def form_problems(form: Form, given: QueryDict) -> tuple[Problem, ...]:
    """A sentence for each value that is none of a field's choices."""
    problems = []
    for name in form.errors:
        field = form.fields[name]
        allowed = {str(code) for code, _label in _flat(getattr(field, "choices", ()))}
        values = [value for value in given.getlist(name) if value not in allowed]
        problems += [_unreadable(name, value, str(field.label or "")) for value in values or [""]]
    return tuple(problems)


def _unreadable(name: str, value: str, label: str) -> Problem:
    if name == "treatment" and value in TREATMENTS:
        sentence = _(
            "treatment: “%(label)s” cannot be searched for here, because it may not be promoted to the public."
        )
        return Problem(sentence % {"label": TREATMENTS[value].label}, "#id_treatment")
    return unreadable(name, value, label)


def _flat(choices: object) -> list[tuple[object, object]]:
    flat: list[tuple[object, object]] = []
    for value, label in choices:  # type: ignore[attr-defined]
        flat += label if isinstance(label, (list, tuple)) else [(value, label)]
    return flat
