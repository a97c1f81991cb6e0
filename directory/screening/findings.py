"""What a screening says: findings with exact spans, and the verdict they add up to."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs, heaviest first."""

    BLOCK = "block"
    REVIEW = "review"
    NOTE = "note"


class Verdict(StrEnum):
    """What happens to a text: it is rejected, a person looks, or nothing was found."""

    REJECT = "reject"
    REVIEW = "review"
    CLEAR = "clear"


@dataclass(frozen=True)
class Finding:
    """One reason, at one place.

    `start` and `end` are code-point offsets into the original text, so that
    `text[start:end] == excerpt`. `field` names the listing's field, or is empty for a plain text.
    A finding on declared treatments has `dismissible=False` (LIFECYCLES: it cannot be dismissed).
    """

    rule: str
    severity: Severity
    start: int
    end: int
    excerpt: str
    reason: str
    field: str = ""
    guidance: str = ""
    dismissible: bool = True


@dataclass(frozen=True)
class Screening:
    """The outcome of one run: same text, country, context and ruleset give the same outcome."""

    verdict: Verdict
    ruleset: str
    findings: tuple[Finding, ...]


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """The heaviest finding decides; a finding can only be added, so evidence never lowers a verdict."""
    severities = {finding.severity for finding in findings}
    if Severity.BLOCK in severities:
        return Verdict.REJECT
    if Severity.REVIEW in severities:
        return Verdict.REVIEW
    return Verdict.CLEAR
