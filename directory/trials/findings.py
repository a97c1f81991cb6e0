"""What a check of a trial says, and what all findings together come to. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .codes import Outcome, Severity


class Rule(StrEnum):
    """The nineteen checks of a trial. A code never changes and is never used again for something else."""

    IDENTIFIER = "01-identifier"
    RECORD = "02-record"
    STATUS = "03-status"
    SITE = "04-site"
    FRESH = "05-fresh"
    END_DATE = "06-end-date"
    KIND = "07-kind"
    CONDITION = "08-condition"
    PAYMENT = "09-payment"
    AUTHORISATION = "10-authorisation"
    OVERSIGHT = "11-oversight"
    EXPORT = "12-export"
    SPONSOR = "13-sponsor"
    MARKETING = "14-marketing"
    LATE = "15-late"
    STOP_REASON = "16-stop-reason"
    VIOLATION = "17-violation"
    REGISTRY = "18-registry"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule noticed. `reason` is a sentence for a person."""

    rule: Rule
    severity: Severity
    reason: str

    def as_json(self) -> dict[str, str]:
        return {"rule": self.rule.value, "severity": self.severity.value, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Assessment:
    """`outcome` on the day asked for; `holds_until` is the last day on which time alone does not worsen it.

    `clearable` says whether two people's decision may list the trial: everything that stands against it is a
    matter for a person or can be answered by a document, nothing is a plain no.
    """

    id: str
    outcome: Outcome
    findings: tuple[Finding, ...]
    is_cell: bool
    headaches: int
    holds_until: date | None
    cleared_until: date | None
    clearable: bool


ANSWERED_BY_DOCUMENTS = frozenset({Rule.PAYMENT, Rule.AUTHORISATION})
"""Blocks that a regulator's letter answers: permission to charge (21 CFR 312.8), permission of the trial."""


def outcome_of(findings: tuple[Finding, ...], *, is_cell: bool) -> Outcome:
    """The first that applies: blocked, review, listed. A cell product is never listed by a machine."""
    severities = {finding.severity for finding in findings}
    if Severity.BLOCK in severities:
        return Outcome.BLOCKED
    if Severity.REVIEW in severities or is_cell:
        return Outcome.REVIEW
    return Outcome.LISTED


def clearable(findings: tuple[Finding, ...]) -> bool:
    blocks = [finding.rule for finding in findings if finding.severity == Severity.BLOCK]
    return ANSWERED_BY_DOCUMENTS.issuperset(blocks)
