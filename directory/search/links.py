"""Links that take a filter out of a search, or widen it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from directory.query import shown
from directory.regions.models import Region
from directory.trials.codes import PHASES, Status
from directory.vocabulary.headaches import HEADACHES
from directory.vocabulary.practice import AGES, FUNDING, REFERRALS, ListingKind, languages
from directory.vocabulary.treatments import TREATMENTS

from .fields import RADII_KM
from .parameters import Parameters
from .places import Where


class Applied(NamedTuple):
    """A filter in use; what `components/applied_filters.html` asks of one."""

    label: str
    remove_url: str


class Link(NamedTuple):
    label: str
    url: str


Words = Mapping[str, Mapping[str, str | Promise]]


def words(parameters: Parameters, region: Region | None) -> Words:
    """The words for every code a search can be narrowed by, by parameter; `region` is the one it names."""
    country = parameters.given.get("country", "")
    return {
        "country": dict(Region.objects.filter(pk=country).values_list("pk", "name")) if country else {},
        "region": {region.pk: region.name} if region else {},
        "status": dict(Status.choices),
        "phase": dict(PHASES.choices),
        "headache": dict(HEADACHES.choices),
        "treatment": dict(TREATMENTS.choices),
        "language": dict(languages().choices),
        "referral": dict(REFERRALS.choices),
        "funding": dict(FUNDING.choices),
        "age": dict(AGES.choices),
        "kind": dict(ListingKind.choices),
        "telehealth": {"1": _("Video or telephone appointments")},
        "accepting": {"1": _("Accepting new patients")},
    }


def applied(parameters: Parameters, names: Words) -> list[Applied]:
    """Each value in use with the address of the search without it. `names` gives further words by parameter."""
    return [
        Applied(_label(name, value, names), parameters.address(without=((name, value),)))
        for name, values in parameters.given.lists()
        if name not in ("sort", "page")
        for value in dict.fromkeys(values)
    ]


def _label(name: str, value: str, names: Words) -> str:
    if name == "radius":
        return _("Within %(km)s km") % {"km": value}
    if name == "q":
        return _("Words: %(text)s") % {"text": shown(value)}
    if name not in names:
        return shown(value if name == "place" else f"{name}: {value}")
    return str(names[name].get(value, shown(value)))


def wider(parameters: Parameters, names: Words, region: Region | None) -> list[Link]:
    """What a search that found nothing can be widened by, the mildest change first."""
    return [*_further(parameters), *_above(parameters, region), *_without(parameters, names)]


def _further(parameters: Parameters) -> Iterator[Link]:
    radius = parameters.given.get("radius")
    if not radius or not parameters.given.get("place"):
        return
    for km in RADII_KM:
        if km > int(radius):
            yield Link(_("Look within %(km)s km") % {"km": km}, parameters.address({"radius": str(km)}))
            break
    yield Link(_("Look at any distance"), parameters.address({"radius": ""}))


def _above(parameters: Parameters, region: Region | None) -> Iterator[Link]:
    if region is not None and region.parent is not None:
        label = _("Look in all of %(region)s") % {"region": region.parent.name}
        yield Link(label, parameters.address({"region": region.parent.pk}))


def _without(parameters: Parameters, names: Words) -> Iterator[Link]:
    for name, values in parameters.given.lists():
        if name in ("place", "radius", "region", "country", "sort", "page"):
            continue
        for value in dict.fromkeys(values):
            label = _("Leave out “%(filter)s”") % {"filter": _label(name, value, names)}
            yield Link(label, parameters.address(without=((name, value),)))


def around(
    parameters: Parameters, where: Where, region: Region | None, *, total: int | None
) -> dict[str, object]:
    """The links of a search page, by the names its templates use; `total` is None where nothing was searched."""
    names = words(parameters, region)
    return {
        "applied": applied(parameters, names),
        "choices": [
            Link(choice.label, parameters.address({"place": "", "region": "", **dict(choice.parameters)}))
            for choice in where.choices
        ],
        "spellings": [Link(name, parameters.address({"place": name})) for name in where.spellings],
        "wider": wider(parameters, names, region) if total == 0 else [],
    }


def from_here(parameters: Parameters) -> str:
    """The part of a search that says where, for a page that measures from the same place; empty without one."""
    said = {
        name: parameters.given[name] for name in ("place", "country", "region") if name in parameters.given
    }
    return f"?{urlencode(said)}" if "place" in said else ""
