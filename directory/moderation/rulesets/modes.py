"""How much a rule's findings count. Pure: a mode can only make a finding count for less, never for more."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from directory.screening.findings import Finding, Screening, Severity, verdict_of

FIXED_FAMILIES = ("declared", "engine")
"""Families whose rules always count in full: declared services, and what the engine could not know."""


class Mode(StrEnum):
    """`active`: as the rule says. `review_only`: what would block is reviewed. `shadow`: counted, weighs nothing."""

    ACTIVE = "active"
    REVIEW_ONLY = "review_only"
    SHADOW = "shadow"


@dataclass(frozen=True, slots=True)
class Weighed:
    """The screening that counts, and the findings, as the engine gave them, that a mode left out or made lighter."""

    screening: Screening
    withheld: tuple[tuple[Mode, Finding], ...]


def weigh(screening: Screening, modes: Mapping[str, Mode]) -> Weighed:
    """Apply the modes of rules (by id; absent: active).

    The verdict that results is never heavier than the engine's, and more findings never make it lighter. A finding
    that nobody may dismiss keeps its weight in every mode.
    """
    kept: list[Finding] = []
    withheld: list[tuple[Mode, Finding]] = []
    for finding in screening.findings:
        mode = modes.get(finding.rule, Mode.ACTIVE) if finding.dismissible else Mode.ACTIVE
        lighter = _lighter(finding, mode)
        if lighter is not None:
            kept.append(lighter)
        if lighter != finding:
            withheld.append((mode, finding))
    findings = tuple(kept)
    ruleset = marked(screening.ruleset, modes)
    return Weighed(Screening(verdict_of(findings), ruleset, findings), tuple(withheld))


def _lighter(finding: Finding, mode: Mode) -> Finding | None:
    if mode is Mode.SHADOW:
        return None
    if mode is Mode.REVIEW_ONLY and finding.severity is Severity.BLOCK:
        return replace(finding, severity=Severity.REVIEW)
    return finding


def marked(ruleset: str, modes: Mapping[str, Mode]) -> str:
    """The ruleset's version with a mark for the modes that are not active: same text and mark, same verdict."""
    lowered = sorted((rule, mode.value) for rule, mode in modes.items() if mode is not Mode.ACTIVE)
    if not lowered:
        return ruleset
    return f"{ruleset}~{sha256(repr(lowered).encode()).hexdigest()[:6]}"


def data_hash(ruleset: str) -> str:
    """The hash of the data in a version such as `2026-11-22.1f3a5c7e9b02~c0ffee`, whatever date and modes."""
    return ruleset.partition("~")[0].rpartition(".")[2]
