"""Says what may be done with a trial, from its registry record alone.

Pure. Some of the nineteen rules need more than the record: whether the registry still holds it (2, told by
`gone`), the listing's own site and page (4, 9), the sponsor against the listing and enforcement lists (13).
Rule 19 is done by assessing again: `actions.reassess_trials`, `sync.sync`.
"""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from . import cell_checks, checks
from .calendar_days import months_later
from .cells import cell_words
from .checks import Facts, block, last_checked
from .codes import Outcome, Status
from .findings import Assessment, Finding, Rule, clearable, outcome_of
from .record import TrialRecord
from .relevance import Certainty, relevance

CHECKS: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    checks.identifier,
    checks.record_is_whole,
    checks.status,
    checks.site,
    checks.fresh,
    checks.end_date,
    checks.kind,
    checks.condition,
    cell_checks.payment,
    cell_checks.authorisation,
    cell_checks.oversight,
    cell_checks.export,
    cell_checks.sponsor,
    cell_checks.marketing,
    cell_checks.late,
    cell_checks.stop_reason,
    cell_checks.violation,
    cell_checks.voluntary,
)


def assess(record: TrialRecord, *, on: date, demo: bool = False, gone: bool = False) -> Assessment:
    """All findings on the day `on`, and the first outcome that applies: irrelevant, blocked, review, listed.

    `demo` lets numbers of demonstration trials pass rule 1; `gone` says that the registry no longer knows the
    number (rule 2). A record that is not about headache carries that one finding. A trial of a cell product
    never comes out as listed: that takes two people.
    """
    facts = Facts(record, relevance(record), cell_words(record), on, demo)
    if facts.relevance.certainty == Certainty.NONE:
        reason = _("Neither its conditions nor its title name headache or face pain.")
        return _assessment(facts, Outcome.IRRELEVANT, (block(Rule.CONDITION, reason),))
    findings = tuple(finding for check in CHECKS for finding in check(facts))
    if gone:
        findings += (block(Rule.RECORD, _("The registry no longer has a record under this number.")),)
    return _assessment(facts, outcome_of(findings, is_cell=facts.is_cell), findings)


def _assessment(facts: Facts, outcome: Outcome, findings: tuple[Finding, ...]) -> Assessment:
    checked = last_checked(facts.record)
    end = facts.record.dates.completion
    stale = months_later(checked, checks.STALE_MONTHS) if checked else None
    recruiting_end = end.last if end and facts.record.status == Status.RECRUITING else None
    return Assessment(
        id=facts.record.registry_id,
        outcome=outcome,
        findings=findings,
        is_cell=facts.is_cell,
        headaches=facts.relevance.headaches,
        holds_until=min(filter(None, (stale, recruiting_end)), default=None),
        cleared_until=months_later(checked, checks.DEAD_MONTHS) if checked else None,
        clearable=outcome != Outcome.IRRELEVANT and clearable(findings),
    )
