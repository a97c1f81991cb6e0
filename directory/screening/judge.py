"""From assertions and evidence to findings, by the rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log2

from directory.screening.assertion import Assertion, Status
from directory.screening.department import Departments
from directory.screening.evidence import Evidence, Passage
from directory.screening.find import Mention, word_end
from directory.screening.findings import Finding, Severity
from directory.screening.fold import Folded
from directory.screening.frames import SALE, STANDING
from directory.screening.lexicon import languages
from directory.screening.rules import Rule, rules
from directory.screening.thresholds import thresholds

_WEIGHT = {Severity.NOTE: 0, Severity.REVIEW: 1, Severity.BLOCK: 2}
_SET_ASIDE = frozenset({Status.AUTHORISED, Status.DONATED})
_GONE = frozenset({Status.DENIED, Status.ABSENT})
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


def decide(passage: Passage, evidence: Evidence, honest: int) -> Severity:
    """What a passage with a product allows at most, among as many as `honest` passages that sound so.

    An outright or billed offer blocks whatever else is said, something done by "us" unless all else sounds honest.
    A trial's record is never clear, and is not blocked unless it sells.
    """
    if evidence.outright or passage.billed:
        return Severity.BLOCK
    seen, limits = _seen(passage, honest), thresholds()
    if seen > limits.reject_above or (passage.practised and seen >= limits.clear_below):
        spared = passage.scholarly or (evidence.trial and not evidence.sold)
        return Severity.REVIEW if spared else Severity.BLOCK
    doubtful = seen >= limits.clear_below or passage.praised or evidence.trial
    return Severity.REVIEW if doubtful else Severity.NOTE


def _seen(passage: Passage, honest: int) -> float:
    return passage.score - thresholds().each_doubling * log2(1 + honest)


def _honest(passages: Sequence[Passage]) -> int:
    """How many passages sound honest; more of them ask for more elsewhere, more offers never do."""
    return sum(p.score < thresholds().clear_below for p in passages)


def sounds_sold(read: Read) -> bool:
    """Whether a text in which no product stands, or only a denied one, speaks as sellers do.

    Less suffices where something is done to a body.
    """
    passages, limits = read.evidence.passages, thresholds()
    most = max(_seen(p, _honest(passages)) for p in passages)
    if read.asserted:
        return all(a.status in _GONE for a in read.asserted) and most > limits.denied_above
    return read.evidence.conceded or most > (
        limits.done_above if read.evidence.done else limits.unnamed_above
    )


@cache
def _claimed() -> frozenset[str]:
    return frozenset(c for rule in rules().values() if rule.when != "offer" for c in rule.concepts)


def judge(read: Read) -> Iterator[Finding]:
    """Findings of all rules, products first."""
    standing = [p for p in read.evidence.passages if any(a.status not in _GONE for a in p.asserted)]
    levels = [(p, decide(p, read.evidence, _honest(standing))) for p in standing]
    doubted = any(level is not Severity.NOTE for _, level in levels)
    concepts = frozenset(m.concept for m in read.mentions)
    claims = [m for m in read.mentions if m.concept in _claimed()]
    departments = Departments(read.mentions)
    for rule in rules().values():
        if rule.when == "offer":
            yield from _products(rule, read, levels, concepts, departments)
        elif rule.when == "always" or (rule.when == "beside" and doubted):
            yield from _claims(rule, read, claims, concepts)


def _products(
    rule: Rule,
    read: Read,
    levels: Sequence[tuple[Passage, Severity]],
    concepts: frozenset[str],
    departments: Departments,
) -> Iterator[Finding]:
    if (rule.needs and not concepts & set(rule.needs)) or concepts & set(rule.without):
        return
    vague = not concepts & _NAMED
    told = [
        (asserted, passage.score, level)
        for passage, level in levels
        for asserted in passage.asserted
        if asserted.mention.concept in rule.concepts and asserted.status not in _GONE
    ]
    found: list[Finding] = []
    for asserted, score, level in told:
        severity = lighter(rule.severity, _level(asserted, level, score))
        severity = lighter(severity, Severity(_may(asserted.mention)))
        if vague:
            severity = lighter(rule.severity, _vague(asserted, score, concepts))
        if departments.elsewhere(asserted):
            severity = lighter(severity, Severity.REVIEW)
        if severity is not Severity.NOTE:
            found.append(finding(rule, severity, read.folded, asserted.mention))
    yield from sorted(found, key=lambda one: -_WEIGHT[one.severity])[:MOST_FINDINGS]


def _level(asserted: Assertion, level: Severity, score: float) -> Severity:
    """An authorised use or a gift is set aside unless all else says that the text sells."""
    if asserted.status is Status.OFFERED and asserted.mention.concept in _NAMED:
        return Severity.BLOCK
    if asserted.status in _SET_ASIDE:
        return lighter(level, Severity.REVIEW) if score > thresholds().set_aside_above else Severity.NOTE
    return level


def _vague(asserted: Assertion, score: float, concepts: frozenset[str]) -> Severity:
    """A product without a cell word: a person asks what it is, unless it is booked and priced like one."""
    if asserted.status not in STANDING or score < thresholds().vague_below:
        return Severity.NOTE
    return Severity.BLOCK if concepts >= SALE and "product.prp" not in concepts else Severity.REVIEW


def _may(mention: Mention) -> str:
    return "block" if languages()[mention.lang].may == "reject" else "review"


def _claims(
    rule: Rule, read: Read, mentions: Sequence[Mention], concepts: frozenset[str]
) -> Iterator[Finding]:
    found = [m for m in mentions if m.concept in rule.concepts]
    words = {read.folded.text[m.start : m.end] for m in found}
    if (
        len(words) < rule.least
        or (rule.needs and not concepts & set(rule.needs))
        or concepts & set(rule.without)
    ):
        return
    for mention in found[:MOST_FINDINGS]:
        yield finding(rule, rule.severity, read.folded, mention)


def finding(rule: Rule, severity: Severity, folded: Folded, mention: Mention) -> Finding:
    """A finding at a mention's place in the original, up to the end of its word."""
    start, end = folded.span(mention.start, word_end(folded.text, mention.end))
    return Finding(
        rule.id, severity, start, end, folded.original[start:end], rule.reason, guidance=rule.guidance
    )
