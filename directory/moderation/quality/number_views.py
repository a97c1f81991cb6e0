"""The page of numbers on how the team decides: one's own beside the team's, per rule and per reason."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import clock
from directory.accounts.permissions import SignedIn

from ..views.answering import moderators
from .facts import gather
from .numbers import Beside, beside
from .rules import fares
from .spread import Rate, Spread

PERIODS = (30, 90, 365)
"""Days that the page can look back."""
_USUAL = 90

_RATES: dict[str, str | Promise] = {
    "appeals": gettext_lazy("Appeals that overturned a decision"),
    "machine": gettext_lazy("Automatic rejections that people then approved unchanged"),
    "looks_alone": gettext_lazy("Second looks that agreed with an approval by one person"),
    "looks_automatic": gettext_lazy("Second looks that agreed with an automatic rejection"),
}
_WAITS: dict[str, str | Promise] = {
    "first_look": gettext_lazy("Wait until somebody opened the case"),
    "decision": gettext_lazy("Wait until the decision"),
}
_OF_NOBODY = ("machine", "looks_automatic")
"""Numbers about the machine: no person has their own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One number for the person (None: about the machine) and for the team (None: too few people behind it)."""

    label: str | Promise
    own: Rate | Spread | None
    team: Rate | Spread | None


@moderators
def numbers(request: SignedIn) -> HttpResponse:
    """`days` is one of `PERIODS`; anything else is named as a problem and shows no numbers."""
    days, problems = _asked(request)
    context = {"periods": PERIODS, "days": days, "problems": problems, "here": "quality"}
    if not problems:
        context |= _shown(request.user.pk, days)
    return render(request, "moderation/quality/numbers.html", context)


def _asked(request: SignedIn) -> tuple[int, list[str]]:
    problems = [
        _("There is no filter called %(name)s here.") % {"name": name[:40]}
        for name in request.GET
        if name != "days"
    ]
    typed = request.GET.get("days") or str(_USUAL)
    if typed not in map(str, PERIODS):
        problems.append(_("This page does not look back so far: %(days)s.") % {"days": typed[:40]})
        return _USUAL, problems
    return int(typed), problems


def _shown(user_id: int, days: int) -> dict[str, object]:
    span = (clock.now() - timedelta(days=days), clock.now())
    facts = gather(span)
    found = beside(user_id, facts)
    by_code = fares(span, facts.machine)
    return {
        "empty": found.team.empty and not by_code.rules and not by_code.reasons,
        "rates": [_line(name, label, found) for name, label in _RATES.items()],
        "waits": [_line(name, label, found) for name, label in _WAITS.items()],
        "some_hidden": bool(found.hidden),
        "fares": by_code,
    }


def _line(name: str, label: str | Promise, found: Beside) -> Line:
    own = None if name in _OF_NOBODY else getattr(found.own, name)
    return Line(label, own, None if name in found.hidden else getattr(found.team, name))
