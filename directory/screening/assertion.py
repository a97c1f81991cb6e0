"""What is said of each product: offered, denied, warned against, reported … (after ConText, Chapman 2007).

Cues have a direction and a reach. A cue works inside its clause; a contrast ("but", "instead", ", we")
starts a new clause, so that "not approved, but routine here" is an offer.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from directory.screening.find import Mention
from directory.screening.scope import Scopes, Sentence

_NEAR_BEFORE = 28
_REACH = 160


class Status(StrEnum):
    """How the text stands to one product mention."""

    OFFERED = "offered"
    AFFIRMED = "affirmed"
    DENIED = "denied"
    ABSENT = "absent"
    WARNED = "warned"
    REPORTED = "reported"
    RESEARCHED = "researched"
    AUTHORISED = "authorised"
    DONATED = "donated"


@dataclass(frozen=True, slots=True)
class Assertion:
    """One product mention and what is said of it."""

    mention: Mention
    status: Status
    sentence: Sentence


class Surroundings:
    """The mentions of a text, found by place."""

    def __init__(self, mentions: Sequence[Mention], scopes: Scopes) -> None:
        self.scopes = scopes
        self._all = mentions
        self._starts = [m.start for m in mentions]
        self._concepts: dict[int, frozenset[str]] = {}

    def between(self, start: int, end: int) -> Sequence[Mention]:
        """Mentions that begin in [start, end)."""
        return self._all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def sentence(self, sentence: Sentence) -> Sequence[Mention]:
        """Mentions in a sentence."""
        return self.between(sentence.start, sentence.end)

    def concepts(self, sentence: Sentence) -> frozenset[str]:
        """The concepts of a sentence; read once."""
        known = self._concepts.get(sentence.index)
        if known is None:
            known = self._concepts[sentence.index] = _concepts(self.sentence(sentence))
        return known

    def clause(self, mention: Mention, sentence: Sentence) -> list[Mention]:
        """Mentions in the same clause, within reach."""
        number = self.scopes.clause_at(mention.start)
        return [
            m
            for m in self.between(
                max(sentence.start, mention.start - _REACH), min(sentence.end, mention.end + _REACH)
            )
            if self.scopes.clause_at(m.start) == number
        ]


def assertions(mentions: Sequence[Mention], scopes: Scopes) -> list[Assertion]:
    """One assertion for each product mention, in order."""
    around = Surroundings(mentions, scopes)
    result = []
    for mention in mentions:
        if mention.concept.startswith("product."):
            sentence = scopes.sentence_at(mention.start)
            result.append(Assertion(mention, _status(mention, sentence, around), sentence))
    return result


def _status(mention: Mention, sentence: Sentence, around: Surroundings) -> Status:
    clause = around.clause(mention, sentence)
    whole = around.sentence(sentence)
    denied = _denied(mention, clause, whole, sentence, around)
    if denied:
        return denied
    if _offered(mention, clause):
        return Status.OFFERED
    if _is_biography(whole):
        return Status.RESEARCHED
    status = _honest(around.concepts(sentence))
    if status is Status.AUTHORISED and (
        mention.concept not in _TRANSPLANTED or "head" in around.concepts(sentence)
    ):
        return Status.AFFIRMED
    return status


def _is_biography(whole: Sequence[Mention]) -> bool:
    """A career told in one sentence, without anything being done to patients."""
    concepts = _concepts(whole)
    return "bio" in concepts and not concepts & _SELLING


def _denied(
    mention: Mention,
    clause: Sequence[Mention],
    whole: Sequence[Mention],
    sentence: Sentence,
    around: Surroundings,
) -> Status | None:
    concepts = _concepts(clause)
    if concepts & {"deny", "deny.past"}:
        return Status.DENIED
    if _answered_no(sentence, around) or _denied_next(mention, clause, sentence, around):
        return Status.DENIED
    near = [m for m in clause if m.concept == "neg.det" and 0 <= mention.start - m.end <= _NEAR_BEFORE]
    if near:
        return Status.DENIED if "offer.verb" in concepts or "offer.here" in concepts else Status.ABSENT
    for negation in clause:
        if negation.concept == "neg.verb" and _negates_offer(negation, clause):
            return Status.DENIED
    return None


def _negates_offer(negation: Mention, clause: Sequence[Mention]) -> bool:
    return any(
        m.concept == "offer.verb" and (0 <= m.start - negation.end <= 20 or 0 <= negation.start - m.end <= 12)
        for m in clause
    )


def _answered_no(sentence: Sentence, around: Surroundings) -> bool:
    """A question whose answer begins with a denial is denied as a whole."""
    sentences = around.scopes.sentences
    if sentence.index + 1 >= len(sentences):
        return False
    following = sentences[sentence.index + 1]
    opening = around.between(following.start, min(following.end, following.start + 14))
    closing = around.between(max(sentence.start, sentence.end - 3), sentence.end)
    asks = any(m.concept == "mark.question" for m in closing)
    return asks and any(
        m.concept in ("neg.answer", "neg.det", "deny", "neg.verb", "warn.strong") for m in opening
    )


def _denied_next(
    mention: Mention, clause: Sequence[Mention], sentence: Sentence, around: Surroundings
) -> bool:
    """ "People ask about cells. We do not give them." The pronoun's denial reaches back one sentence.

    Not where that sentence sells: "Stem cells, $6,900. We do not offer refunds."
    """
    sentences = around.scopes.sentences
    if sentence.index + 1 >= len(sentences):
        return False
    following = around.sentence(sentences[sentence.index + 1])
    concepts = around.concepts(sentences[sentence.index + 1])
    if any(c.startswith("product.") for c in concepts) or around.concepts(sentence) & _SOLD:
        return False
    return "deny.past" in concepts or (not _offered(mention, clause) and _refuses(following, concepts))


def _refuses(sentence: Sequence[Mention], concepts: frozenset[str]) -> bool:
    if "deny" in concepts:
        return True
    verbs = [m for m in sentence if m.concept == "offer.whole"]
    return any(
        n.concept == "neg.verb" and (0 <= n.start - v.end <= 20 or 0 <= v.start - n.end <= 8)
        for v in verbs
        for n in sentence
    )


def _negated_after(verb: Mention, clause: Sequence[Mention]) -> bool:
    """Germanic word order: "wij geven ze niet"."""
    return any(m.concept == "neg.verb" and 0 <= m.start - verb.end <= 12 for m in clause)


def _offered(mention: Mention, clause: Sequence[Mention]) -> bool:
    """The text's own people give the product: our subject, an offering verb, no third party in between."""
    concepts = _concepts(clause)
    if concepts & _COUNTER:
        return False
    subject = ""
    for cue in clause:
        if cue.concept == "offer.we":
            subject = subject or "we"
            if 0 <= mention.start - cue.end <= 3:
                return True
        elif cue.concept == "report.third":
            subject = "third"
        elif cue.concept == "offer.verb" and subject == "we":
            return True
        elif cue.concept == "offer.whole" and subject != "third":
            return not _negated_after(cue, clause)
    return False


_SOLD = frozenset({"offer.price", "offer.book", "offer.contact"})
_TRANSPLANTED = frozenset({"product.stem", "product.cell", "product.birth", "product.immune"})
_SELLING = frozenset(
    {"offer.process", "offer.book", "offer.price", "offer.whole", "claim.cure", "testimony"}
) | {"act.place"}
_COUNTER = frozenset(
    {
        "warn.strong",
        "warn.term",
        "hsct.strong",
        "care.hsct",
        "care.donor",
        "research.strong",
        "care.lab",
        "care.biomarker",
        "deny",
        "trial.authorised",
        "law",
        "press",
        "ask.us",
    }
)


def _honest(concepts: frozenset[str]) -> Status:
    for group, status in _HONEST:
        if concepts & group:
            return status
    return Status.AFFIRMED


_HONEST: tuple[tuple[frozenset[str], Status], ...] = (
    (frozenset({"warn.strong", "warn.term", "deny"}), Status.WARNED),
    (frozenset({"care.hsct", "hsct.strong"}), Status.AUTHORISED),
    (frozenset({"care.donor"}), Status.DONATED),
    (frozenset({"care.lab", "care.biomarker", "research.strong"}), Status.RESEARCHED),
    (frozenset({"report.third", "law", "press", "ask.us"}), Status.REPORTED),
)


def _concepts(mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(m.concept for m in mentions)
