"""Why something was rejected, hidden or removed, so that no two fetches tell it of one listing.

Only whole months that are over are counted, and a month is added only together with as many before it as make
`FEWEST`: what two fetches differ by is never fewer. What a published listing met waits by itself, apart from rejected
submissions, among which one hiding would stand out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Count, Exists, OuterRef

from ..models import Case, Decision, StatementOfReasons
from ..reasons import REASONS
from ..reports.models import PublicReport
from ..rulesets.models import RulesetRescreening
from .periods import Period, month_of
from .rows import Row

FEWEST = 5
"""Fewer are not broken down where the parts could point at one listing."""

SOURCES = ("submission", "own_check", "report", "rules")
AUTOMATION = ("person_alone", "found_automatically", "decided_automatically")
AFTER = {"quarantine": "hidden", "restore": "restored", "delist": "removed"}


def released(counts: Mapping[str, int], since: str) -> frozenset[str]:
    """Of the months (`2026-11`) of the whole log those that may be told, in lots of at least `FEWEST`.

    Lots are made from the beginning, so that none ever changes; one leaves as a whole when its last month is before
    `since`.
    """
    told: set[str] = set()
    lot: list[str] = []
    for month in sorted(counts):
        lot.append(month)
        if sum(counts[each] for each in lot) >= FEWEST:
            told.update(lot if month >= since else ())
            lot = []
    return frozenset(told)


def _told(found: Iterable[tuple[str, int]], period: Period) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for month, count in found:
        counts[month] += count
    return released(counts, period.over[0])


def statements(period: Period) -> Iterator[Row]:
    """Reasons, sources and the part of automation; nothing before there is a lot."""
    by_rules = RulesetRescreening.objects.filter(recheck_id=OuterRef("case_id"))
    found = list(
        StatementOfReasons.objects.filter(at__lt=period.this_month)
        .order_by()
        .annotate(by_rules=Exists(by_rules), month=month_of("at"))
        .values_list(
            "month", "case__kind", "noticed_by", "by_rules", "detected_automatically", "decided_automatically",
            "reasons",
        )
        .annotate(n=Count("pk"))
    )  # fmt: skip
    submitted = _told(((each[0], each[-1]) for each in found if each[1] == Case.Kind.SUBMISSION), period)
    published = _told(((each[0], each[-1]) for each in found if each[1] != Case.Kind.SUBMISSION), period)
    reasons, sources, automation = Counter[str](), Counter[str](), Counter[str]()
    for month, kind, noticed_by, rules, detected, decided, codes, count in found:
        if month not in (submitted if kind == Case.Kind.SUBMISSION else published):
            continue
        sources[_source(kind, noticed_by, rules)] += count
        automation[AUTOMATION[2 if decided else 1 if detected else 0]] += count
        for code in codes:
            reasons[code] += count
    known = tuple(reason.code for reason in REASONS)
    yield from _rows("reasons", reasons, known, period)
    yield from _rows("sources", sources, SOURCES, period)
    yield from _rows("automation", automation, AUTOMATION, period)


def after_publication(period: Period) -> Iterator[Row]:
    """How many published listings were hidden, shown again and removed."""
    counts: dict[str, Counter[str]] = {}
    found = Decision.objects.filter(
        lifecycle="publication", action__in=AFTER, at__lt=period.this_month
    ).order_by()
    for month, action, n in (
        found.annotate(month=month_of("at")).values_list("month", "action").annotate(n=Count("seq"))
    ):
        counts.setdefault(month, Counter())[AFTER[action]] += n
    months = _told(((month, each.total()) for month, each in counts.items()), period)
    total = sum((counts[month] for month in months), Counter[str]())
    yield from _rows("after_publication", total, tuple(AFTER.values()), period, "decisions")


def report_outcomes(period: Period) -> Iterator[Row]:
    """What was found about readers' reports."""
    found = list(
        PublicReport.objects.filter(judged_at__lt=period.this_month)
        .order_by()
        .annotate(month=month_of("judged_at"))
        .values_list("month", "outcome")
        .annotate(n=Count("pk"))
    )
    months = _told(((month, count) for month, _outcome, count in found), period)
    total: Counter[str] = Counter()
    for month, outcome, count in found:
        total[outcome] += count if month in months else 0
    yield from _rows("report_outcomes", total, tuple(PublicReport.Outcome.values), period, "reports")


def _rows(
    measure: str, counts: Counter[str], categories: tuple[str, ...], period: Period, unit: str = "decisions"
) -> Iterator[Row]:
    if counts.total():
        for category in categories:
            yield Row(measure, period.name_over, category, counts[category], unit)


def _source(kind: str | None, noticed_by: str, by_rules: bool) -> str:
    if by_rules:
        return "rules"
    if noticed_by == "report":
        return "report"
    return "submission" if kind == Case.Kind.SUBMISSION else "own_check"
