"""A rule that suddenly fires on many cases loses its power to reject, and people are told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import comb

from django.db import transaction
from django.utils.translation import gettext as _

from directory import clock
from directory.screening.findings import Severity

from ..models import Case, ScreeningFinding, ScreeningRun
from .models import RuleMode, WithheldFinding
from .modes import Mode
from .notices import raise_alarm
from .standing import adjustable, modes_now

SHARE = 0.05
"""Of the recent cases; the rule of the engine's specification ("fires on more than 5 % of cases")."""
RECENT = 100
LEAST = 50
"""Recent cases looked at, and the fewest of them and of earlier ones from which anything is concluded."""
BEFORE = 2000
CHANCE = 0.0001
"""Probability of a false alarm accepted in one look at one rule: with twenty rules looked at daily, fewer than one
in a year, since the same cases are looked at again on many days."""
_RUNS = 6000


@dataclass(frozen=True, slots=True)
class Count:
    """How many of `of` cases a rule blocked."""

    fired: int
    of: int


def suddenly(recent: Count, before: Count) -> bool:
    """Whether a rule fires on more than 5 % of the recent cases, and clearly more often than before.

    "Clearly" is Fisher's exact test, one-sided (R. A. Fisher, Statistical Methods for Research Workers, §21.02): of
    all ways to spread the firings over recent and earlier cases, the share with at least as many recent ones is below
    `CHANCE`. Exact also for the small counts met here. With 1 % before, 8 of the last 100 cases suffice; with 4 %
    before, about 14. Fewer than 50 cases on either side: nothing is concluded.
    """
    if min(recent.of, before.of) < LEAST or recent.fired <= SHARE * recent.of:
        return False
    fired, of = recent.fired + before.fired, recent.of + before.of
    most = min(fired, recent.of)
    ways = sum(comb(recent.of, k) * comb(before.of, fired - k) for k in range(recent.fired, most + 1))
    return ways / comb(of, fired) < CHANCE


def check_rules() -> int:
    """For `daily`: take the power to reject from rules that suddenly fire, and tell people; how many rules."""
    blocking = {rule.id for rule in adjustable() if rule.severity is Severity.BLOCK}
    modes = modes_now()
    return sum(_check(rule) for rule in sorted(blocking) if modes.get(rule, Mode.ACTIVE) is Mode.ACTIVE)


@transaction.atomic
def _check(rule: str) -> bool:
    since = RuleMode.objects.filter(rule=rule).last()
    recent, before = _counts(rule, since)
    if not suddenly(recent, before):
        return False
    why = _("It fired on %(fired)s of the last %(of)s cases, after %(before)s of the %(earlier)s before.") % {
        "fired": recent.fired,
        "of": recent.of,
        "before": before.fired,
        "earlier": before.of,
    }
    mode = RuleMode.objects.create(rule=rule, mode=Mode.REVIEW_ONLY, why=why, at=clock.now())
    raise_alarm(mode, recent.fired, recent.of)
    return True


def _counts(rule: str, since: RuleMode | None) -> tuple[Count, Count]:
    """The newest cases, none from before the last change of the rule's mode, and those before them.

    A case counts once, with its newest reading; rechecks do not count, since they are no new text.
    """
    runs = list(_newest_readings())
    fresh = [pk for pk, at in runs[:RECENT] if since is None or at > since.at]
    older = [pk for pk, _at in runs[len(fresh) : len(fresh) + BEFORE]]
    blocked = _blocked_by(rule, fresh + older)
    return (
        Count(sum(blocked[pk] for pk in fresh), len(fresh)),
        Count(sum(blocked[pk] for pk in older), len(older)),
    )


def _newest_readings() -> Iterator[tuple[int, datetime]]:
    found = (
        ScreeningRun.objects.filter(case__kind=Case.Kind.SUBMISSION)
        .order_by("-at", "-id")
        .values_list("pk", "at", "case_id")[:_RUNS]
    )
    met = set()
    for pk, at, case in found:
        if case not in met:
            met.add(case)
            yield pk, at


def _blocked_by(rule: str, runs: list[int]) -> Counter[int]:
    """1 for each of the runs in which the rule blocked, also where a mode then made it lighter."""
    asked = {"run_id__in": runs, "rule": rule, "severity": Severity.BLOCK}
    counted = set(ScreeningFinding.objects.filter(**asked).values_list("run_id", flat=True))
    withheld = set(WithheldFinding.objects.filter(**asked).values_list("run_id", flat=True))
    return Counter(counted | withheld)
