"""What still stands between a case and its decision: one list for every part of the page that names or counts it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A sentence, and where on the page it is settled; `href` is empty where that is not one place."""

    text: str
    href: str = ""


def unjudged(waiting: int) -> list[OpenPoint]:
    """The reports of readers that nobody judged: they bar approving and rejecting alike."""
    if not waiting:
        return []
    text = ngettext("Judge the report of a reader.", "Judge the %(count)s reports of readers.", waiting) % {
        "count": waiting
    }
    return [OpenPoint(text, "#reports")]


def open_points(*, waiting: int, still_open: Iterable[str], unanswered: Iterable[int]) -> list[OpenPoint]:
    """What bars an approval: unjudged reports, open questions, the numbers of findings without an answer."""
    findings = [
        OpenPoint(_("Finding %(number)s has no answer.") % {"number": number}, f"#finding-{number}")
        for number in unanswered
    ]
    return [*unjudged(waiting), *(OpenPoint(sentence) for sentence in still_open), *findings]
