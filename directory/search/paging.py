"""Pages of results."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory.query import Problem

from .parameters import Parameters

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Paginator:
    num_pages: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Where a page stands among the others; what `components/pagination.html` asks of a page."""

    number: int
    total: int

    @property
    def paginator(self) -> Paginator:
        return Paginator(max(1, -(-self.total // PER_PAGE)))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.paginator.num_pages

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def offset(number: int) -> int:
    return (number - 1) * PER_PAGE


def beyond(page: ResultPage, parameters: Parameters) -> Problem | None:
    """The sentence for a page after the last one."""
    last = page.paginator.num_pages
    if page.number <= last:
        return None
    words = {"page": parameters.given.get("page", "")[:20], "last": last}
    sentence = _("page: there is no page %(page)s. The last one is page %(last)s.") % words
    return Problem(sentence, f"{parameters.address()}&page={last}")
