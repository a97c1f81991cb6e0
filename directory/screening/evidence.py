"""What stands around the products, gathered for the rules: the cues, and what kind of text it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.screening import frames
from directory.screening.assertion import Assertion, Status, Surroundings
from directory.screening.cues import Cue, counted
from directory.screening.find import Mention
from directory.screening.frames import RESERVED
from directory.screening.scope import Scopes

_WEAK = frozenset({"product.regen", "product.prp"})
_UNSPOKEN = frozenset({Status.DENIED, Status.ABSENT})
_STANDING = frozenset({Status.OFFERED, Status.AFFIRMED})


@dataclass(frozen=True)
class Evidence:
    """How much each cue counts, and what the text does.

    `outright`: its own people give a product.
    `practised`: its own people do something to patients where a product is told, or in the next sentence.
    `trial`: it reads as a trial's record, without price or booking.
    `scholarly`: it reads as a paper, a laboratory's page or veterinary medicine, and nobody is invited.
    `praised`: nothing but good is said of a product against headache.
    `conceded`: it grants that something is not approved, and goes on to say that "we" do it.
    `done`: something is taken from, put into or promised to a body, whatever it is.
    """

    cues: Mapping[str, float]
    outright: bool
    practised: bool = False
    trial: bool = False
    scholarly: bool = False
    praised: bool = False
    conceded: bool = False
    done: bool = False


def weigh(
    asserted: Sequence[Assertion], mentions: Sequence[Mention], scopes: Scopes, table: Mapping[str, Cue]
) -> Evidence:
    """Gather the evidence of a whole text."""
    strong = [a for a in asserted if a.mention.concept not in _WEAK]
    concepts = {m.concept for m in mentions}
    counting = _STANDING if concepts & RESERVED else _STANDING | {Status.REPORTED}
    standing = [a for a in strong if a.status in counting]
    around = Surroundings(mentions, scopes)
    centre = standing or strong or asserted
    near = _asserted(_near(centre, around) if centre else mentions, mentions, scopes)
    waved = frames.conceded(mentions, scopes)
    outright = any(a.status is Status.OFFERED for a in strong)
    spoken = [a for a in strong if a.status not in _UNSPOKEN]
    return Evidence(
        cues=counted(asserted, near, [m for m in mentions if m.start not in waved], table),
        outright=outright,
        practised=frames.practised(spoken, around),
        trial=not outright and frames.recorded(mentions, concepts),
        scholarly=frames.scholarly(mentions, concepts),
        praised=bool(spoken) and frames.praised(near, concepts),
        conceded=bool(waved),
        done=frames.done(concepts),
    )


def _asserted(near: Sequence[Mention], mentions: Sequence[Mention], scopes: Scopes) -> list[Mention]:
    """What is told, not asked: "do cells cure migraine?" promises nothing."""
    asked = {scopes.sentence_at(m.start).index for m in mentions if m.concept == "mark.question"}
    return [m for m in near if scopes.sentence_at(m.start).index not in asked]


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
