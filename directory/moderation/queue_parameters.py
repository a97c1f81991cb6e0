"""Reads the parameters of the queue strictly: what cannot be read is named, never passed over."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from directory.query import Problem, repeated, said, shown

_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters that say something, without the page; `page` counts from 1."""

    given: QueryDict
    page: int
    problems: tuple[Problem, ...]

    def address(self, *, without: tuple[str, str] | None = None, page: int | None = None) -> str:
        """The query string, without one single value, from the first page unless another is named."""
        query = self.given.copy()
        if without is not None:
            name, value = without
            query.setlist(name, [each for each in query.getlist(name) if each != value])
        if page is not None:
            query["page"] = str(page)
        return f"?{query.urlencode()}"

    def only(self, names: Collection[str], *, tab: str) -> str:
        """The query string of another part of the queue, with those of the parameters that it knows."""
        query = QueryDict(mutable=True)
        query["tab"] = tab
        for name, values in self.given.lists():
            if name in names and name != "tab":
                query.setlist(name, values)
        return f"?{query.urlencode()}"


def read(query: QueryDict, *, single: Collection[str], repeatable: Collection[str]) -> Parameters:
    """Blank parameters are absent, those of trackers ignored; any other unknown name is a problem."""
    given = said(query)
    pages = given.getlist("page")
    problems = [
        problem
        for name, values in given.lists()
        for problem in _problems(name, values, {*single, "page"}, repeatable)
    ]
    page = str(pages[0]) if pages else "1"
    if not problems and not _NUMBER.fullmatch(page):
        problems.append(
            Problem(_("page: “%(value)s” is not the number of a page.") % {"value": shown(page)}, "?")
        )
    given.pop("page", None)
    return Parameters(given, 1 if problems else int(page), tuple(problems))


def _problems(
    name: str, values: list[str], single: Collection[str], repeatable: Collection[str]
) -> list[Problem]:
    if name not in single and name not in repeatable:
        return [Problem(_("There is no filter called “%(name)s” in this part.") % {"name": shown(name)})]
    if name in single and len(values) > 1:
        return [repeated(name, len(values))]
    return []
