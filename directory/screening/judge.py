"""From assertions and evidence to findings, by the rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

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
_MARGIN = 1.5
_PULL = 1.5
_OWN_MARGIN = -3
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
    if evidence.told:
        return Severity.NOTE
    most = (
        Severity.REVIEW
        if evidence.trial or evidence.news or (evidence.hedged and not evidence.sold)
        else Severity.BLOCK
    )
    doubted = evidence.reserved and not evidence.sold
    if evidence.own and margin >= (_MARGIN if doubted else _OWN_MARGIN):
        return Severity.REVIEW if doubted and evidence.honest > 2 * _PULL else most
    if (evidence.praised or evidence.ours) and margin < _MARGIN:
        return Severity.REVIEW
    plain = not (evidence.sold or evidence.trial or evidence.active or evidence.own)
    if plain and evidence.honest >= 2 and margin <= (0 if evidence.honest >= 3 else -1):
        return Severity.NOTE
    freely = evidence.sold and not evidence.reserved and margin >= -2
    pulls = evidence.pull >= _PULL or (evidence.pull >= 1 and not evidence.honest and margin >= 2 * _MARGIN)
    if (evidence.standing and (margin >= _MARGIN or freely) and pulls) or margin >= 4 * _MARGIN:
        return most
    on_sale = evidence.spoken and evidence.sold and margin >= 0
    if evidence.own or (evidence.standing and margin > -2.5) or margin >= 2 or evidence.trial or on_sale:
        return Severity.REVIEW
    return Severity.NOTE


@cache
def _claimed() -> frozenset[str]:
    return frozenset(c for rule in rules().values() if rule.when != "offer" for c in rule.concepts)


def judge(read: Read) -> Iterator[Finding]:
    """Findings of all rules, products first."""
    level = decide(read.evidence)
    concepts = frozenset(m.concept for m in read.mentions)
    claims = [m for m in read.mentions if m.concept in _claimed()]
    for rule in rules().values():
        if rule.when == "offer":
            yield from _products(rule, read, level, concepts)
        elif rule.when == "always" or (rule.when == "beside" and level is not Severity.NOTE):
            yield from _claims(rule, read, claims)


def _products(rule: Rule, read: Read, level: Severity, concepts: frozenset[str]) -> Iterator[Finding]:
    if (rule.needs and not concepts & set(rule.needs)) or concepts & set(rule.without):
        return
    vague = not concepts & _NAMED
    count = 0
    for asserted in read.asserted:
        mention = asserted.mention
        if mention.concept in rule.concepts and asserted.status in _STANDING and count < MOST_FINDINGS:
            severity = lighter(lighter(rule.severity, _level(asserted, level)), Severity(_may(mention)))
            if vague:
                severity = lighter(rule.severity, _vague(asserted, read.evidence, concepts))
            if severity is not Severity.NOTE:
                count += 1
                yield finding(rule, severity, read.folded, mention)


def _level(asserted: Assertion, level: Severity) -> Severity:
    if asserted.status is Status.OFFERED:
        return Severity.BLOCK
    if asserted.status is Status.AFFIRMED or level is Severity.NOTE:
        return level
    return level if level is Severity.BLOCK else Severity.REVIEW


def _vague(asserted: Assertion, evidence: Evidence, concepts: frozenset[str]) -> Severity:
    """A product without a cell word: rejected only when it is plainly sold and is not platelet plasma."""
    if asserted.status not in (Status.OFFERED, Status.AFFIRMED) or evidence.honest - evidence.offer >= 1.5:
        return Severity.NOTE
    if evidence.told:
        return Severity.NOTE
    sold = bool(concepts & {"offer.book", "offer.price"}) and evidence.offer >= 4
    plain = evidence.offer - evidence.honest >= 5
    if "product.prp" not in concepts and (asserted.status is Status.OFFERED or sold or plain):
        return Severity.BLOCK
    return Severity.REVIEW


def _may(mention: Mention) -> str:
    return "block" if languages()[mention.lang].may == "reject" else "review"


def _claims(rule: Rule, read: Read, mentions: Sequence[Mention]) -> Iterator[Finding]:
    found = [m for m in mentions if m.concept in rule.concepts]
    words = {read.folded.text[m.start : m.end] for m in found}
    if len(words) < rule.least or (rule.needs and not any(m.concept in rule.needs for m in read.mentions)):
        return
    for mention in found[:MOST_FINDINGS]:
        yield finding(rule, rule.severity, read.folded, mention)


def finding(rule: Rule, severity: Severity, folded: Folded, mention: Mention) -> Finding:
    """A finding at a mention's place in the original."""
    start, end = folded.span(mention.start, mention.end)
    return Finding(
        rule.id, severity, start, end, folded.original[start:end], rule.reason, guidance=rule.guidance
    )
