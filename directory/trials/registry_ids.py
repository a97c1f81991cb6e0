"""Numbers under which trials are registered: which registry, its usual spelling, where its record is.

Pure. A number that fits shows where to look; it proves neither that a trial exists nor that it is allowed.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from .tables import rows

MAX_TEXT = 20_000
"""Code points of a text that are read for numbers; what follows is ignored."""

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# The WHO portal writes these before or after a registry's own number.
_PORTAL_PREFIX = re.compile(r"^(?:EUCTR|CTIS|EUDRACT|JPRN-)", re.IGNORECASE)
_PORTAL_STATE = re.compile(r"^((?:19|20)\d{2}-\d{6}-\d{2})-[A-Z]{2}$", re.IGNORECASE)
_CTIS_SHORT = re.compile(r"20\d{2}-5\d{5}-\d{2}")
_CANDIDATE = re.compile(r"[A-Za-z0-9][A-Za-z0-9/-]{7,40}")


@dataclass(frozen=True, slots=True)
class Registry:
    """One registry. `kind`: primary, provider, regulator, none; `authorises`: the regulator's own system."""

    code: str
    name: str
    kind: str
    authorises: bool
    prefix: str
    pattern: re.Pattern[str]
    template: str


@dataclass(frozen=True, slots=True)
class RegistryId:
    """A number that fits the full shape of exactly one registry, in that registry's usual spelling."""

    registry: Registry
    value: str

    @property
    def registers(self) -> bool:
        """False for a WHO Universal Trial Number: anyone can draw one, it is no registration."""
        return self.registry.kind != "none"

    @property
    def address(self) -> str:
        """Where to look: the record, else a search for it, else the registry's start page; empty if none."""
        return self.registry.template.format(
            id=self.value,
            digits=re.sub(r"\D", "", self.value),
            slug=self.value.lower().replace("/", "-"),
        )


@cache
def registries() -> tuple[Registry, ...]:
    """All registries, in the order in which numbers are tried (CTIS before EudraCT)."""
    return tuple(
        Registry(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            authorises=row["authorises"] == "yes",
            prefix=row["prefix"],
            pattern=re.compile(row["pattern"], re.ASCII),
            template=row["template"],
        )
        for row in rows("registries")
    )


def parse(text: str) -> RegistryId | None:
    """The number that `text` as a whole is, after trimming, joining spaces and setting the prefix's case.

    None when it fits no registry. The optional last letter of an ANZCTR number is dropped; an EU number
    without its resubmission means `-00`.
    """
    if len(text) > 100:
        return None
    joined = "".join(_fold(text).split())
    return _fit(joined) or _fit(_PORTAL_STATE.sub(r"\1", _PORTAL_PREFIX.sub("", joined)))


def identify(text: str) -> tuple[RegistryId, ...]:
    """Every different number in a text, in order of appearance; several mean a person must choose."""
    whole = parse(text)
    if whole:
        return (whole,)
    found: dict[str, RegistryId] = {}
    for word in _CANDIDATE.findall(_join_prefixes(_fold(text[:MAX_TEXT]))):
        number = parse(word.rstrip("/-"))
        if number:
            found.setdefault(number.value, number)
    return tuple(found.values())


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_DASHES)


def _join_prefixes(text: str) -> str:
    """Joins `NCT 01234567`, `ISRCTN: 12345678` and the like, so that each number is one word."""
    return _prefixes().sub(r"\1\2", text)


@cache
def _prefixes() -> re.Pattern[str]:
    names = sorted({r.prefix.rstrip("/-") for r in registries() if r.prefix}, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(names)})[\s:#]{{1,3}}(\d)", re.IGNORECASE)


def _fit(text: str) -> RegistryId | None:
    if _CTIS_SHORT.fullmatch(text):
        text += "-00"
    for registry in registries():
        value = _spell(registry, text)
        if registry.pattern.fullmatch(value):
            return RegistryId(registry, value.rstrip("pr") if registry.code == "ANZCTR" else value)
    return None


def _spell(registry: Registry, text: str) -> str:
    """`text` with the registry's own letter case: only the case of letters is ever changed."""
    prefix = registry.prefix
    if not prefix or not text.upper().startswith(prefix.upper()):
        return text
    rest = text[len(prefix) :]
    lower = registry.code in {"REBEC", "JRCT", "ANZCTR"}
    return prefix + (rest.lower() if lower else rest.upper())
