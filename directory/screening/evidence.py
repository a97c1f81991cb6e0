"""Weigh what stands around the products: for an offer, and for an honest text.

Evidence for an offer counts only beside a product that is not denied; an outright offer is never
outweighed (a seller who exposes rivals is a seller). Weights are data: `weights.tsv`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from directory.screening.assertion import Assertion, Status, Surroundings
from directory.screening.datafiles import rows
from directory.screening.find import Mention
from directory.screening.scope import Scopes

_WEAK = frozenset({"product.regen", "product.prp"})
_SOLD = frozenset({"offer.book", "offer.price", "claim.paid"})
_ACTIVE = frozenset({"offer.process", "testimony", "claim.cure", "claim.repair"})
_RESERVED = frozenset({"warn.strong", "warn.term", "deny", "news"})
_TRIAL = frozenset({"trial", "trial.authorised"})
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

    `trial`: it reads as a trial's record, without price or booking. `sold`: price, booking, menu or an
    outright offer. `active`: a product that nobody denies is praised or applied in the same sentence.
    `hedged`: full of reservations, and nobody speaks as the provider.
    """

    offer: float
    honest: float
    outright: bool
    standing: bool
    trial: bool = False
    sold: bool = False
    active: bool = False
    hedged: bool = False


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
    sold = bool(concepts & _SOLD)
    counted = _STANDING | {Status.REPORTED} if sold and not concepts & _RESERVED else _STANDING
    standing = [a for a in strong if a.status in counted]
    near = _near(standing or strong or asserted, Surroundings(mentions, scopes))
    offer = honest = 0.0
    places = {"near": _places(near), "any": _places(mentions)}
    for concept, weight in weights().items():
        count = min(weight.most, len(places[weight.where].get(concept, ())))
        if weight.side == "offer":
            offer += count * weight.points
        else:
            honest += count * weight.points
    outright = any(a.status is Status.OFFERED for a in strong)
    recorded = len({(m.start, m.end) for m in mentions if m.concept in _TRIAL}) >= 2
    here = Surroundings(mentions, scopes)
    active = any(m.concept in _ACTIVE for a in standing for m in here.sentence(a.sentence))
    hedged = len({m.start for m in mentions if m.concept == "warn.weak"}) >= 3 and "offer.we" not in concepts
    return Evidence(
        offer,
        honest,
        outright,
        bool(standing),
        recorded and not sold and not outright,
        sold or outright,
        active,
        hedged,
    )


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
