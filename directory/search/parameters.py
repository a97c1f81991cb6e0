"""Reads the parameters of a search strictly: what cannot be read is named, never passed over."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import QueryDict
from django.utils.translation import gettext as _

from directory.query import Problem, is_hidden, repeated, said, shown, unreadable

_NUMBER = re.compile(r"[1-9][0-9]*", re.ASCII)
_CODES = ("country", "region", "status", "phase")
"""Parameters whose values are codes in capitals; small letters are taken for them."""
FURTHEST_PAGE = 10**6
_NO_CHANGES: Mapping[str, str] = MappingProxyType({})


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
    given = said(query, in_capitals=_CODES)
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


def _problems(
    name: str, values: list[str], single: Collection[str], repeatable: Collection[str]
) -> list[Problem]:
    if name not in single and name not in repeatable:
        sentence = _("“%(name)s” is not something this search understands. Take it out of the address.")
        return [Problem(sentence % {"name": shown(name)})]
    if name in single and len(values) > 1:
        return [repeated(name, len(values))]
    return [
        Problem(
            _("%(name)s: “%(value)s” holds characters that cannot be read. Type it again.")
            % {"name": name, "value": shown(value)},
            f"#id_{name}",
        )
        for value in values
        if any(is_hidden(sign) for sign in value)
    ]
