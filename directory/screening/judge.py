"""From assertions and evidence to findings, by the rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from directory.screening.assertion import Assertion, Status
from directory.screening.department import Departments
from directory.screening.evidence import Evidence
from directory.screening.find import Mention
from directory.screening.findings import Finding, Severity
from directory.screening.fold import Folded
from directory.screening.lexicon import languages
from directory.screening.rules import Rule, rules

_WEIGHT = {Severity.NOTE: 0, Severity.REVIEW: 1, Severity.BLOCK: 2}
_SET_ASIDE = frozenset({Status.AUTHORISED, Status.DONATED})
_GONE = frozenset({Status.DENIED, Status.ABSENT})
_NAMED = frozenset(
    f"product.{name}"
    for name in ("stem", "svf", "fat", "marrow", "birth", "exosome", "immune", "vsel", "xeno", "cell")
)
_SOLD = frozenset({"offer.book", "offer.price"})
_REJECT_ABOVE = 1.4
_CLEAR_BELOW = -1.5
_UNNAMED_ABOVE = 1.5
_DONE_ABOVE = 0.5
_DENIED_ABOVE = 0.0
_SET_ASIDE_ABOVE = -0.5
_VAGUE_BELOW = -1.5
MOST_FINDINGS = 25


@dataclass(frozen=True)
class Read:
    """Everything the rules look at; `score` is the log odds that the text offers (`cues.py`)."""

    folded: Folded
    mentions: Sequence[Mention]
    asserted: Sequence[Assertion]
    evidence: Evidence
    tone: float
    score: float


def lighter(one: Severity, other: Severity) -> Severity:
    """The lighter of two severities."""
    return min(one, other, key=_WEIGHT.__getitem__)


def decide(evidence: Evidence, score: float) -> Severity:
    """What the score and the kind of text allow at most.

    An outright offer blocks whatever else is said, something done by "us" unless all else sounds honest.
    """
    if evidence.outright:
        return Severity.BLOCK
    if evidence.trial:
        return Severity.REVIEW
    if score > _REJECT_ABOVE or (evidence.practised and score >= _CLEAR_BELOW):
        return Severity.REVIEW if evidence.scholarly else Severity.BLOCK
    return Severity.REVIEW if score >= _CLEAR_BELOW or evidence.praised else Severity.NOTE


def sounds_sold(read: Read) -> bool:
    """Whether a text in which no product stands, or only a denied one, speaks as sellers do.

    Less suffices where something is done to a body.
    """
    if read.asserted:
        return all(a.status in _GONE for a in read.asserted) and read.score > _DENIED_ABOVE
    return read.evidence.conceded or read.score > (_DONE_ABOVE if read.evidence.done else _UNNAMED_ABOVE)


@cache
def _claimed() -> frozenset[str]:
    return frozenset(c for rule in rules().values() if rule.when != "offer" for c in rule.concepts)


def judge(read: Read) -> Iterator[Finding]:
    """Findings of all rules, products first."""
    standing = any(a.status not in _GONE for a in read.asserted)
    level = decide(read.evidence, read.score) if standing else Severity.NOTE
    concepts = frozenset(m.concept for m in read.mentions)
    claims = [m for m in read.mentions if m.concept in _claimed()]
    departments = Departments(read.mentions)
    for rule in rules().values():
        if rule.when == "offer":
            yield from _products(rule, read, level, concepts, departments)
        elif rule.when == "always" or (rule.when == "beside" and level is not Severity.NOTE):
            yield from _claims(rule, read, claims)


def _products(
    rule: Rule, read: Read, level: Severity, concepts: frozenset[str], departments: Departments
) -> Iterator[Finding]:
    if (rule.needs and not concepts & set(rule.needs)) or concepts & set(rule.without):
        return
    vague = not concepts & _NAMED
    count = 0
    for asserted in read.asserted:
        mention = asserted.mention
        if mention.concept in rule.concepts and asserted.status not in _GONE and count < MOST_FINDINGS:
            severity = lighter(
                lighter(rule.severity, _level(asserted, level, read.score)), Severity(_may(mention))
            )
            if vague:
                severity = lighter(rule.severity, _vague(asserted, read.score, concepts))
            if departments.elsewhere(asserted):
                severity = lighter(severity, Severity.REVIEW)
            if severity is not Severity.NOTE:
                count += 1
                yield finding(rule, severity, read.folded, mention)


def _level(asserted: Assertion, level: Severity, score: float) -> Severity:
    """An authorised use or a gift is set aside unless all else says that the text sells."""
    if asserted.status is Status.OFFERED and asserted.mention.concept in _NAMED:
        return Severity.BLOCK
    if asserted.status in _SET_ASIDE:
        return lighter(level, Severity.REVIEW) if score > _SET_ASIDE_ABOVE else Severity.NOTE
    return level


def _vague(asserted: Assertion, score: float, concepts: frozenset[str]) -> Severity:
    """A product without a cell word: a person asks what it is, unless it is booked and priced like one."""
    if asserted.status not in (Status.OFFERED, Status.AFFIRMED) or score < _VAGUE_BELOW:
        return Severity.NOTE
    return Severity.BLOCK if concepts >= _SOLD and "product.prp" not in concepts else Severity.REVIEW


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
