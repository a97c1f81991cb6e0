"""Country names as registries spell them, to ISO 3166-1 alpha-2. Pure; odd spellings in `countries.tsv`."""

from functools import cache

import pycountry

from .tables import rows

_EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)


@cache
def code(name: str) -> str:
    """The country's code; empty when the name is unknown."""
    plain = name.strip()
    own = _own().get(plain.lower())
    if own or not plain:
        return own or ""
    try:
        return str(pycountry.countries.lookup(plain).alpha_2)
    except LookupError:
        return ""


def in_eea(country: str) -> bool:
    """Whether EU trial law (Regulation 536/2014) holds there: EU and EEA states."""
    return country in _EEA


@cache
def _own() -> dict[str, str]:
    return {row["name"].lower(): row["code"] for row in rows("countries")}
