"""How each rule and each reason fares: a rule that is often dismissed or overturned is noisy."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise

from ..models import Appeal, ScreeningFinding, StatementOfReasons
from ..reasons import BY_CODE
from .facts import Judged, Span, actor_of
from .numbers import FEWEST
from .spread import Rate


@dataclass(frozen=True, slots=True)
class RuleLine:
    """In how many cases the rule found something, and in how many of them that was dismissed as a false alarm.

    `overturned`: statements of reasons that cite the rule, and how many of those did not stand.
    """

    rule: str
    dismissed: Rate
    overturned: Rate


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """How often the reason was given in a rejection, hiding or removal, and how many of those did not stand."""

    title: str | Promise
    overturned: Rate


@dataclass(frozen=True, slots=True)
class Fares:
    """The most frequent first. `machine_only`: too few people decided, so automatic decisions alone are counted.

    `few_dismissed`: too few people dismissed findings, so nothing of that is shown.
    """

    rules: list[RuleLine]
    reasons: list[ReasonLine]
    machine_only: bool
    few_dismissed: bool


@dataclass(frozen=True, slots=True)
class _Given:
    """A statement of reasons: by whom (None: the machine), for what, citing which rules, and whether it fell."""

    by: int | None
    reasons: set[str]
    rules: set[str]
    fell: bool


def fares(span: Span, machine: Iterable[Judged]) -> Fares:
    """Every rule that found or was cited, and every reason given, in the period.

    `machine`: the period's automatic rejections. Three queries.
    """
    given = _given(span, {each.seq for each in machine if not each.stood})
    people = {each.by for each in given} - {None}
    few = 0 < len(people) < FEWEST
    counted = [each for each in given if each.by is None] if few else given
    dismissed = ScreeningFinding.objects.filter(run__at__range=span, dismissed_at__isnull=False)
    dismissers = dismissed.aggregate(n=Count("dismissed_by_id", distinct=True))["n"]
    return Fares(_rules(span, counted), _reasons(counted), few, 0 < dismissers < FEWEST)


def _given(span: Span, fallen: set[int]) -> list[_Given]:
    lost = Appeal.objects.filter(statement_of_reasons=OuterRef("pk"), status=Appeal.Status.OVERTURNED)
    found = StatementOfReasons.objects.filter(at__range=span)
    rows = found.annotate(lost=Exists(lost), actor=actor_of("decision_seq"))
    return [
        _Given(actor, set(reasons), {item.get("rule", "") for item in evidence}, fell or seq in fallen)
        for seq, actor, reasons, evidence, fell in rows.values_list(
            "decision_seq", "actor", "reasons", "evidence", "lost"
        )
    ]


def _rules(span: Span, statements: list[_Given]) -> list[RuleLine]:
    counted = (
        ScreeningFinding.objects.filter(run__at__range=span)
        .values("rule")
        .annotate(
            found=Count("run__case", distinct=True),
            dismissed=Count("run__case", distinct=True, filter=Q(dismissed_at__isnull=False)),
        )
    )
    found = {row["rule"]: Rate(row["dismissed"], row["found"]) for row in counted}
    cited = _tally((each.rules, each.fell) for each in statements)
    lines = [RuleLine(rule, found.get(rule, Rate()), cited.get(rule, Rate())) for rule in found | cited]
    return sorted(lines, key=lambda line: (-line.dismissed.of, -line.overturned.of, line.rule))


def _reasons(statements: list[_Given]) -> list[ReasonLine]:
    given = _tally((each.reasons, each.fell) for each in statements)
    lines = [(code, ReasonLine(BY_CODE[code].title, each)) for code, each in given.items() if code in BY_CODE]
    return [line for _code, line in sorted(lines, key=lambda pair: (-pair[1].overturned.of, pair[0]))]


def _tally(named: Iterable[tuple[set[str], bool]]) -> dict[str, Rate]:
    of: Counter[str] = Counter()
    fallen: Counter[str] = Counter()
    for names, fell in named:
        of.update(names)
        fallen.update(names if fell else ())
    return {name: Rate(fallen[name], count) for name, count in of.items()}
