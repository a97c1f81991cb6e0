"""Weigh what stands around the products: for an offer, and for an honest text.

Evidence for an offer counts only beside a product that is not denied; an outright offer is never
outweighed (a seller who exposes rivals is a seller). Weights are data: `weights.tsv`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from directory.screening import frames
from directory.screening.assertion import Assertion, Status, Surroundings
from directory.screening.datafiles import rows
from directory.screening.find import Mention
from directory.screening.frames import DOING, OURS, RESERVED, TWICE
from directory.screening.scope import Scopes

_WEAK = frozenset({"product.regen", "product.prp"})
_AFTERMATH = frozenset({"law", "press", "letdown"})
_PRACTICE = 3.0
_LITTLE = 2.0
_SET_ASIDE = frozenset({Status.RESEARCHED, Status.AUTHORISED, Status.DONATED})
_UNSPOKEN = frozenset({Status.DENIED, Status.ABSENT})
_DONE = frozenset({"offer.verb", "offer.whole", "act.place", "act.refine"})
_NOT_OURS = frozenset(
    {"deny", "neg.verb", "report.third", "treat.std", "care.drug", "care.hsct", "hsct.strong", "care.donor"}
    | {"warn.strong", "warn.term", "research.strong", "care.lab", "care.biomarker"}
    | {"news", "law", "press", "ask.us", "trial.authorised"}
)
_CONCESSION = 3.0
_STANDING = frozenset({Status.OFFERED, Status.AFFIRMED})


@dataclass(frozen=True)
class Weight:
    """How much one concept counts, for which side, how often at most, and where it is looked for."""

    concept: str
    side: str
    points: float
    most: int
    where: str


@dataclass(frozen=True)
class Evidence:
    """Points for an offer and for an honest text, and whether an outright offer stands.

    `trial`: it reads as a trial's record, without price or booking.
    `praised`: nothing but good is said of a product against headache.
    `hearsay`: it passes on what studies hope for headache, and nobody in it gives or sells anything.
    `done`: something is taken from, put into or promised to a body, whatever it is.
    `explained`: ordinary treatments are named, so that nobody need ask what is injected.
    `conceded`: it grants that something is not approved, and goes on to say that "we" do it.
    `told`: courts, police or journalists are at work, or a life is told; nobody is invited to book.
    """

    offer: float
    honest: float
    outright: bool
    trial: bool = False
    told: bool = False
    praised: bool = False
    hearsay: bool = False
    done: bool = False
    explained: bool = False
    conceded: bool = False


@cache
def weights() -> dict[str, Weight]:
    """The weights by concept."""
    return {
        r["concept"]: Weight(r["concept"], r["side"], float(r["points"]), int(r["most"]), r["where"])
        for r in rows("weights.tsv")
    }


def weigh(asserted: Sequence[Assertion], mentions: Sequence[Mention], scopes: Scopes) -> Evidence:
    """Add up the evidence of a whole text."""
    strong = [a for a in asserted if a.mention.concept not in _WEAK]
    concepts = {m.concept for m in mentions}
    counted = _STANDING if concepts & RESERVED else _STANDING | {Status.REPORTED}
    standing = [a for a in strong if a.status in counted]
    spoken = [a for a in strong if a.status not in _UNSPOKEN]
    near = _asserted(_near(standing or strong or asserted, Surroundings(mentions, scopes)), mentions, scopes)
    waved = frames.conceded(mentions, scopes)
    points = _points(near, [m for m in mentions if m.start not in waved], concepts)
    points["offer"] += _CONCESSION * bool(waved)
    if strong and not spoken:
        points["offer"] = points["topic"] = 0.0
    points["offer"] += _PRACTICE * _ours(spoken, mentions, scopes, concepts)
    if spoken and all(a.status in _SET_ASIDE for a in spoken):
        points["offer"] = min(points["offer"], _LITTLE)
    outright = any(a.status is Status.OFFERED for a in strong)
    return Evidence(
        offer=points["offer"] + points["topic"],
        honest=points["honest"],
        outright=outright,
        trial=not outright and frames.recorded(mentions, concepts),
        told=frames.told(mentions, concepts),
        praised=bool(spoken) and frames.praised(near, concepts),
        hearsay=frames.hearsay(concepts),
        done=frames.done(concepts),
        explained=frames.explained(concepts),
        conceded=bool(waved),
    )


def _ours(
    spoken: Sequence[Assertion], mentions: Sequence[Mention], scopes: Scopes, concepts: set[str]
) -> bool:
    """Whether the text's own people do it, and nobody tells of a bad end."""
    harms = len({m.start for m in mentions if m.concept == "warn.harm"})
    return "letdown" not in concepts and harms < TWICE and practised(spoken, mentions, scopes)


def _points(near: Sequence[Mention], mentions: Sequence[Mention], concepts: set[str]) -> dict[str, float]:
    """The points of each side: a concept counts once a place, up to its most."""
    points = {"offer": 0.0, "topic": 0.0, "honest": 0.0}
    places = {"near": _places(near), "any": _places(mentions)}
    for concept, weight in weights().items():
        found = places[weight.where].get(concept, set())
        if concept in _AFTERMATH:
            found = found - places["any"].get("warn.strong", set())
        if concept == "payer" and len(found) < TWICE and not concepts & _AFTERMATH:
            found = set()
        points[weight.side] += min(weight.most, len(found)) * weight.points
    return points


def practised(strong: Sequence[Assertion], mentions: Sequence[Mention], scopes: Scopes) -> bool:
    """Whether the text's own people do it, in the product's sentence or the two after it.

    "No agency has approved cord cells. Our physicians have given two thousand of these infusions."
    """
    around = Surroundings(mentions, scopes)
    last = len(scopes.sentences)
    places = {i for a in strong for i in range(max(0, a.sentence.index - 1), min(last, a.sentence.index + 3))}
    return any(_done_by_us(around.sentence(scopes.sentences[i])) for i in places)


def _done_by_us(sentence: Sequence[Mention]) -> bool:
    concepts = {m.concept for m in sentence}
    if concepts & _NOT_OURS or not concepts & DOING:
        return False
    ours = [m.start for m in sentence if m.concept in OURS]
    return any(m.start >= min(ours) for m in sentence if m.concept in _DONE) if ours else False


def _asserted(near: Sequence[Mention], mentions: Sequence[Mention], scopes: Scopes) -> list[Mention]:
    """What is told, not asked: "do cells cure migraine?" promises nothing."""
    asked = {scopes.sentence_at(m.start).index for m in mentions if m.concept == "mark.question"}
    return [m for m in near if scopes.sentence_at(m.start).index not in asked]


def _places(mentions: Sequence[Mention]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for mention in mentions:
        found.setdefault(mention.concept, set()).add(mention.start)
    return found


def _near(asserted: Sequence[Assertion], around: Surroundings) -> list[Mention]:
    """Mentions in the sentences of the products and in those beside them."""
    sentences = around.scopes.sentences
    wanted = sorted(
        {
            i
            for a in asserted
            for i in range(a.sentence.index - 2, a.sentence.index + 3)
            if 0 <= i < len(sentences)
        }
    )
    return [m for i in wanted for m in around.sentence(sentences[i])]
