"""What a revision says: one validated document, dataclasses in Python and canonical JSON in the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from directory.vocabulary.headaches import HEADACHES
from directory.vocabulary.practice import AGES, FUNDING, REFERRALS, ListingKind, languages
from directory.vocabulary.terms import Vocabulary
from directory.vocabulary.treatments import TREATMENTS

LIMITS = {
    "name": 200,
    "summary": 300,
    "description": 6000,
    "how_to_refer": 1500,
    "website": 300,
    "phone": 40,
    "email": 254,
}
"""Longest texts in characters."""


class Invalid(ValueError):
    """The document is not one this project wrote, or breaks a rule. Carries {field: sentence}."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {problem}" for name, problem in problems.items()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class SiteContent:
    """A place of care as it would be shown. `id` is the site's stable id, `version` the address it was given for."""

    id: str
    version: int
    name: str
    street: str
    town: str
    postcode: str
    region: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a listing says. Codes come from `directory.vocabulary`; texts are plain, without markup."""

    kind: str
    name: str
    summary: str
    description: str
    sites: tuple[SiteContent, ...]
    headaches: tuple[str, ...]
    treatments: tuple[str, ...]
    languages: tuple[str, ...]
    ages: tuple[str, ...]
    referrals: tuple[str, ...]
    funding: tuple[str, ...]
    how_to_refer: str = ""
    telehealth: bool = False
    accepting: bool | None = None
    accepting_since: str = ""
    website: str = ""
    phone: str = ""
    email: str = ""
    trial_ids: tuple[str, ...] = field(default=())

    def texts(self) -> dict[str, str]:
        """Every free text by field, as screening reads it."""
        found = {
            "name": self.name,
            "summary": self.summary,
            "description": self.description,
            "how_to_refer": self.how_to_refer,
            "website": self.website,
        }
        for position, site in enumerate(self.sites):
            found[f"sites-{position}"] = ", ".join(
                part for part in (site.name, site.street, site.town) if part
            )
        return {name: text for name, text in found.items() if text}


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """The vocabulary behind each coded field."""
    return {
        "headaches": HEADACHES,
        "treatments": TREATMENTS,
        "languages": languages(),
        "ages": AGES,
        "referrals": REFERRALS,
        "funding": FUNDING,
    }


_REQUIRED = ("name", "summary", "headaches", "languages", "ages", "referrals", "funding")


def check(document: Content) -> None:
    """Raise `Invalid` with a sentence for each field that breaks a rule; return nothing when the document is whole."""
    problems: dict[str, str] = dict(_problems(document))
    if problems:
        raise Invalid(problems)


def _problems(document: Content) -> Iterator[tuple[str, str]]:
    if document.kind not in ListingKind.values:
        yield "kind", _("Choose what is listed.")
    yield from _about_sites(document)
    if document.accepting_since and not _is_day(document.accepting_since):
        yield "accepting_since", _("This is no date.")
    for name in _REQUIRED:
        if not getattr(document, name):
            yield name, _("This is needed.")
    for name, vocabulary in vocabularies().items():
        unknown = [code for code in getattr(document, name) if code not in vocabulary]
        if unknown:
            yield name, _("Not one of the choices: %(code)s.") % {"code": unknown[0][:40]}
    for name, limit in LIMITS.items():
        if len(getattr(document, name)) > limit:
            yield name, _("Please use at most %(limit)s characters.") % {"limit": limit}


def _about_sites(document: Content) -> Iterator[tuple[str, str]]:
    if not document.sites:
        yield "sites", _("Give at least one place of care.")
    if len({site.id for site in document.sites}) != len(document.sites):
        yield "sites", _("A place of care was chosen twice.")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def dumps(document: Content) -> str:
    """Canonical JSON: keys sorted, no spaces, characters as they are. The same document always gives the same text."""
    return json.dumps(asdict(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(text: str) -> str:
    """SHA-256 of the canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def loads(text: str) -> Content:
    """The document in `text`. Raises `Invalid` when it is empty, no JSON, or has fields this version does not know."""
    try:
        raw = json.loads(text)
        sites = tuple(SiteContent(**site) for site in raw.pop("sites"))
        return Content(sites=sites, **{key: _frozen(value) for key, value in raw.items()})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Invalid({"content": _("The stored text cannot be read.")}) from error


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def changed_fields(old: Content, new: Content) -> tuple[str, ...]:
    """Names of the fields in which two documents differ, in the order of the form."""
    return tuple(f.name for f in fields(Content) if getattr(old, f.name) != getattr(new, f.name))
