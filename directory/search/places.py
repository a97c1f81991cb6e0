"""Which place a patient means: one, several to choose from, or none that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings

from directory.regions.lookup import Match, lookup, suggest
from directory.regions.models import Place, Region


class Choice(NamedTuple):
    """A place that may be meant: words for a person, and the parameters that mean it alone."""

    label: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Where:
    """What was typed and what it means. `match` is None when nothing is known or the patient must choose.

    `choices` are the places to choose from, or what else may have been meant; `spellings` stand where nothing is known.
    """

    text: str = ""
    match: Match | None = None
    choices: tuple[Choice, ...] = ()
    spellings: tuple[str, ...] = ()

    @property
    def is_area(self) -> bool:
        """A region or country: care in it is meant, not care around its middle."""
        return self.match is not None and self.match.kind in (Place.Kind.REGION, Place.Kind.COUNTRY)

    @property
    def must_choose(self) -> bool:
        return self.match is None and bool(self.choices)

    @property
    def is_unknown(self) -> bool:
        return bool(self.text) and self.match is None and not self.choices


def whereabouts(text: str, *, country: str = "") -> Where:
    """What `text` means. A town that is the only one of its name at home is taken, and the others are named.

    Home is `country` (ISO 3166-1), else the directory's own. With `country` only places in it are meant.
    """
    if not text:
        return Where()
    home = country or settings.DEFAULT_COUNTRY
    matches = lookup(text, country=home)
    if country:
        matches = [match for match in matches if match.country == country]
    if not matches:
        return Where(text, spellings=tuple(suggest(text, country=home)))
    exact = [match for match in matches if _is_asked_by_code(match, text)]
    towns = _apart(exact or [match for match in matches if match.country == home])
    if exact or len(matches) == 1 or len(towns) == 1:
        meant = (exact or towns or matches)[0]
        others = [match for match in matches if match != meant] if not exact else []
        return Where(text, meant, _choices(others))
    return Where(text, choices=_choices(matches))


def _is_asked_by_code(match: Match, text: str) -> bool:
    """``Leeds, GB-LDS``: a town with the code of its region, as choices are written."""
    name, _, code = text.rpartition(",")
    return code.strip() == match.region and name.strip() == match.name and match.kind == Place.Kind.CITY


def _apart(matches: list[Match]) -> list[Match]:
    """Without regions that a town of the same name stands for: the city of Leeds and the district of Leeds."""
    towns = {(match.region, match.name) for match in matches if match.kind == Place.Kind.CITY}
    return [
        match
        for match in matches
        if match.kind != Place.Kind.REGION or (match.region, match.name) not in towns
    ]


def _choices(matches: list[Match]) -> tuple[Choice, ...]:
    codes = {match.region for match in matches} | {match.country for match in matches}
    names = dict(Region.objects.filter(pk__in=codes).values_list("pk", "name")) if codes else {}
    choices = (Choice(_label(match, names), _parameters(match)) for match in matches)
    return tuple(dict.fromkeys(choices))


def _label(match: Match, names: dict[str, str]) -> str:
    above = [names.get(match.region, ""), names.get(match.country, "")]
    parts = dict.fromkeys([match.name, *(name for name in above if name)])
    return ", ".join(parts)


def _parameters(match: Match) -> tuple[tuple[str, str], ...]:
    if match.kind == Place.Kind.COUNTRY:
        return (("country", match.country),)
    if match.kind == Place.Kind.REGION:
        return (("region", match.region),)
    return (("place", f"{match.name}, {match.region}"),)
