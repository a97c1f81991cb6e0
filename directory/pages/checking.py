"""Checks a pasted text with the engine that listings are checked with, and says in plain words what it found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from directory.screening.engine import screen
from directory.screening.findings import Finding, Screening, Severity

LONGEST = 20_000
"""Characters that one check reads; a page of a website rarely has more."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text; in a finding with its number. What `components/highlighted_text.html` asks for."""

    text: str
    number: int = 0
    severity: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding under the number it has in the text; the first place stands for all of the same rule."""

    number: int
    severity: str
    reason: str
    excerpts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What is shown of a check. Nothing of it is kept."""

    verdict: str
    ruleset: str
    segments: tuple[Segment, ...]
    findings: tuple[Numbered, ...]


def check_text(text: str, *, country: str | None = None) -> Checked:
    """Screen `text` as a listing's text would be. Never raises, whatever the text holds."""
    screening = screen(text, country=country)
    numbers = _numbers(screening)
    return Checked(
        verdict=screening.verdict.value,
        ruleset=screening.ruleset,
        segments=tuple(_segments(text, screening.findings, numbers)),
        findings=tuple(_listed(screening.findings, numbers)),
    )


def _numbers(screening: Screening) -> dict[str, int]:
    rules = dict.fromkeys(finding.rule for finding in screening.findings)
    return {rule: number for number, rule in enumerate(rules, start=1)}


def _listed(findings: tuple[Finding, ...], numbers: dict[str, int]) -> Iterator[Numbered]:
    for rule, number in numbers.items():
        same = [finding for finding in findings if finding.rule == rule]
        excerpts = dict.fromkeys(finding.excerpt for finding in same if finding.excerpt)
        yield Numbered(number, same[0].severity.value, same[0].reason, tuple(excerpts))


def _segments(text: str, findings: tuple[Finding, ...], numbers: dict[str, int]) -> Iterator[Segment]:
    """The whole text in pieces; where findings overlap the heavier one is marked, and only to where it begins."""
    end = 0
    for finding in sorted(_heaviest(findings), key=lambda each: each.start):
        if finding.start > end:
            yield Segment(text[end : finding.start])
        yield Segment(
            text[finding.start : finding.end], numbers[finding.rule], finding.severity.value, finding.reason
        )
        end = finding.end
    if end < len(text):
        yield Segment(text[end:])


def _heaviest(findings: tuple[Finding, ...]) -> list[Finding]:
    """Findings that do not overlap, the heaviest first."""
    weight = list(Severity)
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda each: (weight.index(each.severity), each.start, -each.end)):
        if finding.end > finding.start and all(
            finding.end <= other.start or finding.start >= other.end for other in kept
        ):
            kept.append(finding)
    return kept
