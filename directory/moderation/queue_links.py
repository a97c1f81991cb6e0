"""Links that take a filter out of the queue's address, or lead back from a page that is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.utils.translation import ngettext

from directory.query import Problem

from .queue_filter import Asked


@dataclass(frozen=True, slots=True)
class Applied:
    """A filter in use; what `components/applied_filters.html` asks of one."""

    label: str
    remove_url: str


def applied(asked: Asked) -> list[Applied]:
    """Each value in use in words, with the address of the queue without it. Only where all was understood."""
    if asked.wanted is None:
        return []
    return [
        Applied(_in_words(asked.form, name, value), asked.parameters.address(without=(name, value)))
        for name, values in asked.parameters.given.lists()
        if name not in ("tab", "order")
        for value in dict.fromkeys(map(str, values))
    ]


def _in_words(form: Form, name: str, value: str) -> str:
    field = form.fields[name]
    choices: dict[str, Any] = {str(code): label for code, label in field.choices}  # type: ignore[attr-defined]
    return f"{field.label}: {choices.get(value, value)}"


def beyond(asked: Asked, pages: int) -> Problem | None:
    """The sentence for a page after the last one."""
    if asked.parameters.page <= pages:
        return None
    sentence = ngettext(
        "page: there is no page %(page)s; there is only %(last)s.",
        "page: there is no page %(page)s. The last one is page %(last)s.",
        pages,
    )
    words = {"page": asked.parameters.page, "last": pages}
    return Problem(sentence % words, asked.parameters.address(page=pages))
