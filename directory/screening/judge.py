"""From assertions and evidence to findings, by the rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from directory.screening.assertion import Assertion, Status
from directory.screening.evidence import Evidence
from directory.screening.find import Mention
from directory.screening.findings import Finding, Severity
from directory.screening.fold import Folded
from directory.screening.lexicon import languages
from directory.screening.rules import Rule, rules

_WEIGHT = {Severity.NOTE: 0, Severity.REVIEW: 1, Severity.BLOCK: 2}
_STANDING = frozenset({Status.OFFERED, Status.AFFIRMED, Status.REPORTED, Status.WARNED, Status.RESEARCHED})
_NAMED = frozenset(
    f"product.{name}"
    for name in ("stem", "svf", "fat", "marrow", "birth", "exosome", "immune", "vsel", "xeno", "cell")
)
MOST_FINDINGS = 25


@dataclass(frozen=True)
class Read:
    """Everything the rules look at."""

    folded: Folded
    mentions: Sequence[Mention]
    asserted: Sequence[Assertion]
    evidence: Evidence


def lighter(one: Severity, other: Severity) -> Severity:
    """The lighter of two severities."""
    return min(one, other, key=_WEIGHT.__getitem__)


def decide(evidence: Evidence) -> Severity:
    """What the evidence allows at most: an outright offer blocks whatever else is said."""
    margin = evidence.offer - evidence.honest
    if evidence.outright:
        return Severity.BLOCK
    if (evidence.standing and margin >= 1.5) or margin >= 6:
        return Severity.REVIEW if evidence.trial else Severity.BLOCK
    if (evidence.standing and margin >= -2) or margin >= 2 or evidence.trial:
        return Severity.REVIEW
    return Severity.NOTE


def judge(read: Read) -> Iterator[Finding]:
    """Findings of all rules, products first."""
    level = decide(read.evidence)
    concepts = frozenset(m.concept for m in read.mentions)
    for rule in rules().values():
        if rule.when == "offer":
            yield from _products(rule, read, level, concepts)
        elif rule.when == "always" or (rule.when == "beside" and level is not Severity.NOTE):
            yield from _claims(rule, read)


def _products(rule: Rule, read: Read, level: Severity, concepts: frozenset[str]) -> Iterator[Finding]:
    if (rule.needs and not concepts & set(rule.needs)) or concepts & set(rule.without):
        return
    vague = not concepts & _NAMED
    count = 0
    for asserted in read.asserted:
        mention = asserted.mention
        if mention.concept in rule.concepts and asserted.status in _STANDING and count < MOST_FINDINGS:
            severity = lighter(lighter(rule.severity, _level(asserted, level)), Severity(_may(mention)))
            if vague and (asserted.status is not Status.OFFERED or "product.prp" in concepts):
                severity = lighter(severity, Severity.REVIEW)
            if severity is not Severity.NOTE or level is not Severity.NOTE:
                count += 1
                yield finding(rule, severity, read.folded, mention)


def _level(asserted: Assertion, level: Severity) -> Severity:
    if asserted.status is Status.OFFERED:
        return Severity.BLOCK
    if asserted.status is Status.AFFIRMED or level is Severity.NOTE:
        return level
    return level if level is Severity.BLOCK else Severity.REVIEW


def _may(mention: Mention) -> str:
    return "block" if languages()[mention.lang].may == "reject" else "review"


def _claims(rule: Rule, read: Read) -> Iterator[Finding]:
    found = [m for m in read.mentions if m.concept in rule.concepts]
    for mention in found[:MOST_FINDINGS]:
        yield finding(rule, rule.severity, read.folded, mention)


def finding(rule: Rule, severity: Severity, folded: Folded, mention: Mention) -> Finding:
    """A finding at a mention's place in the original."""
    start, end = folded.span(mention.start, mention.end)
    return Finding(
        rule.id, severity, start, end, folded.original[start:end], rule.reason, guidance=rule.guidance
    )
