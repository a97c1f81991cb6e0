"""Reads the parameters of a search strictly: what cannot be read is named, never passed over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import QueryDict
from django.utils.translation import gettext as _

_IGNORED = re.compile(r"utm_.*|fbclid|gclid", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]*", re.ASCII)
_LONGEST_SHOWN = 60
_CODES = ("country", "region", "status", "phase")
"""Parameters whose values are codes in capitals; small letters are taken for them."""
_JOINERS = "\u200c\u200d"
FURTHEST_PAGE = 10**6
_NO_CHANGES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence on what could not be read; `href` leads to its field."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters that say something; `page` counts from 1. Where there are problems, nothing may be shown."""

    given: QueryDict
    page: int
    problems: tuple[Problem, ...]

    def address(
        self, changes: Mapping[str, str] = _NO_CHANGES, *, without: tuple[tuple[str, str], ...] = ()
    ) -> str:
        """A query string with `changes` (blank removes) and without single values; always from the first page."""
        query = self.given.copy()
        for name, value in without:
            query.setlist(name, [each for each in query.getlist(name) if each != value])
        for name, value in changes.items():
            query.setlist(name, [value] if value else [])
        query.pop("page", None)
        return f"?{query.urlencode()}"

    def only(self, names: Collection[str], changes: Mapping[str, str] = _NO_CHANGES) -> str:
        """A query string of these parameters alone, with `changes`."""
        query = self.given.copy()
        for name in set(query) - set(names):
            del query[name]
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"


def read(query: QueryDict, *, single: Collection[str], repeatable: Collection[str] = ()) -> Parameters:
    """The parameters of a page whose names are `single`, `repeatable` and `page`. Blank ones are absent."""
    given = _said(query)
    problems = [
        problem
        for name, values in given.lists()
        for problem in _problems(name, values, {*single, "page"}, repeatable)
    ]
    page = given.get("page", "1")
    if not problems and not _NUMBER.fullmatch(page):
        problems.append(unreadable("page", page))
    number = int(page) if not problems and len(page) <= 7 else FURTHEST_PAGE
    return Parameters(given, min(number, FURTHEST_PAGE), tuple(problems))


def unreadable(name: str, value: str, label: str = "") -> Problem:
    """The sentence for a value that cannot be read."""
    words = {"name": f"{label} ({name})" if label else name, "value": shown(value)}
    return Problem(
        _("%(name)s: “%(value)s” cannot be read. Choose one of the values on this page.") % words,
        f"#id_{name}",
    )


def shown(text: str) -> str:
    """What was typed, safe and short enough to be repeated."""
    visible = "".join("�" if _is_hidden(sign) else sign for sign in text[: _LONGEST_SHOWN + 1])
    return visible if len(text) <= _LONGEST_SHOWN else f"{visible[:_LONGEST_SHOWN]}…"


def _said(query: QueryDict) -> QueryDict:
    given = QueryDict(mutable=True)
    for name, values in query.lists():
        said = [str(value).strip() for value in values if str(value).strip()]
        if said and not _IGNORED.fullmatch(name):
            given.setlist(name, [value.upper() for value in said] if name in _CODES else said)
    return given


def _problems(
    name: str, values: list[str], single: Collection[str], repeatable: Collection[str]
) -> list[Problem]:
    if name not in single and name not in repeatable:
        sentence = _("“%(name)s” is not something this search understands. Take it out of the address.")
        return [Problem(sentence % {"name": shown(name)})]
    if name in single and len(values) > 1:
        sentence = _("“%(name)s” is given %(count)s times. Give it once.")
        return [Problem(sentence % {"name": name, "count": len(values)}, f"#id_{name}")]
    return [
        Problem(
            _("%(name)s: “%(value)s” holds characters that cannot be read. Type it again.")
            % {"name": name, "value": shown(value)},
            f"#id_{name}",
        )
        for value in values
        if any(_is_hidden(sign) for sign in value)
    ]


def _is_hidden(sign: str) -> bool:
    """Control characters, and the mark that stands for bytes that were no text."""
    return sign == "\ufffd" or (unicodedata.category(sign).startswith("C") and sign not in _JOINERS)
