"""What the pages about rules and rulesets show: numbers of firings, and what an activation would hide or hid."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import Promise

from directory import clock
from directory.screening.findings import Severity
from directory.screening.rules import Rule, rules

from ..models import ScreeningFinding
from .forms import MODES
from .models import RuleMode, RulesetActivation, RulesetRescreening, WithheldFinding
from .modes import FIXED_FAMILIES, Mode

DAYS = 90
"""The numbers of firings are of so many days."""
MOST = 50


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with how much it counts. `fired` and `withheld` are readings within `DAYS` days."""

    rule: Rule
    mode: Mode
    label: str | Promise
    last: RuleMode | None
    by_system: bool
    fixed: bool
    fired: int
    withheld: int


def rule_lines() -> list[RuleLine]:
    """Every rule, those that do not count in full first."""
    last = {each.rule: each for each in RuleMode.objects.all()}
    since = clock.now() - timedelta(days=DAYS)
    fired = _readings(ScreeningFinding.objects.filter(run__at__gte=since).exclude(severity=Severity.NOTE))
    withheld = _readings(WithheldFinding.objects.filter(run__at__gte=since))
    lines = [_line(rule, last.get(rule.id), fired, withheld) for rule in rules().values()]
    return sorted(lines, key=lambda line: line.mode is Mode.ACTIVE)


def _readings(found: QuerySet[Any]) -> Counter[str]:
    counted = found.order_by().values("rule").annotate(readings=Count("run", distinct=True))
    return Counter({row["rule"]: row["readings"] for row in counted})


def _line(rule: Rule, last: RuleMode | None, fired: Counter[str], withheld: Counter[str]) -> RuleLine:
    mode = Mode(last.mode) if last else Mode.ACTIVE
    return RuleLine(
        rule=rule,
        mode=mode,
        label=MODES[mode],
        last=last,
        by_system=last is not None and last.by_id is None,
        fixed=rule.family in FIXED_FAMILIES,
        fired=fired[rule.id],
        withheld=withheld[rule.id],
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """One listing that the ruleset rejects, by its short reference."""

    row: RulesetRescreening
    reference: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """What an activation read, would reject, hid and passed over, and how many rechecks a rollback asked back."""

    read: int
    hits: int
    hidden: int
    passed_over: int
    asked_back: int


def numbers_of(activation: RulesetActivation) -> Numbers:
    rows = activation.rescreenings
    return Numbers(
        read=rows.count(),
        hits=rows.hits().count(),
        hidden=rows.filter(hidden_at__isnull=False).count(),
        passed_over=rows.filter(passed_over_at__isnull=False).count(),
        asked_back=rows.filter(asked_back_at__isnull=False).count(),
    )


def hits_of(activation: RulesetActivation) -> list[Hit]:
    return [Hit(row, str(row.listing_id)[:8].upper()) for row in activation.rescreenings.hits()]
