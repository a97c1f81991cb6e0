"""What stands in the query of an address: what was said, what cannot be read, and how it is repeated safely."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

_IGNORED = re.compile(r"utm_.*|fbclid|gclid", re.ASCII)
_LONGEST_SHOWN = 60
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence on what could not be read; `href` leads to its field or to a way on."""

    text: str
    href: str = ""


def said(query: QueryDict, *, in_capitals: Collection[str] = ()) -> QueryDict:
    """The parameters without blank ones and without those of trackers; codes `in_capitals` are taken as such."""
    given = QueryDict(mutable=True)
    for name, values in query.lists():
        kept = [str(value).strip() for value in values if str(value).strip()]
        if kept and not _IGNORED.fullmatch(name):
            given.setlist(name, [value.upper() for value in kept] if name in in_capitals else kept)
    return given


def unreadable(name: str, value: str, label: str = "") -> Problem:
    """The sentence for a value that cannot be read."""
    words = {"name": f"{label} ({name})" if label else name, "value": shown(value)}
    return Problem(
        _("%(name)s: “%(value)s” cannot be read. Choose one of the values on this page.") % words,
        f"#id_{name}",
    )


def repeated(name: str, count: int) -> Problem:
    """The sentence for a parameter that is given more than once and may stand once."""
    sentence = _("“%(name)s” is given %(count)s times. Give it once.")
    return Problem(sentence % {"name": name, "count": count}, f"#id_{name}")


def shown(text: str) -> str:
    """What was typed, safe and short enough to be repeated."""
    visible = "".join("�" if is_hidden(sign) else sign for sign in text[: _LONGEST_SHOWN + 1])
    return visible if len(text) <= _LONGEST_SHOWN else f"{visible[:_LONGEST_SHOWN]}…"


def is_hidden(sign: str) -> bool:
    """Control characters, and the mark that stands for bytes that were no text."""
    return sign == "\ufffd" or (unicodedata.category(sign).startswith("C") and sign not in _JOINERS)
