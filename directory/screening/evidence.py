"""What stands around the products, gathered for the rules: what kind of text it is, and each passage's score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.screening import frames
from directory.screening.assertion import Assertion, Status, Surroundings
from directory.screening.cues import Cue, counted, score
from directory.screening.find import Mention
from directory.screening.frames import RESERVED, STANDING
from directory.screening.scope import Scopes
from directory.screening.tone import Tones

_WEAK = frozenset({"product.regen", "product.prp"})
_UNSPOKEN = frozenset({Status.DENIED, Status.ABSENT})


@dataclass(frozen=True)
class Passage:
    """A run of sentences: what is said in it of which products, and the log odds that it offers (`cues.py`).

    `practised`: its own people do something to patients or price it, where a product is told or in the next sentence.
    `billed`: a product is priced or booked against an ailment, and nothing honest is said of it.
    `scholarly`: it reads as a paper, a laboratory's page or veterinary medicine, and nobody is invited.
    `praised`: nothing but good is said of a product against headache, or its sale is at least likely.
    """

    asserted: tuple[Assertion, ...]
    cues: Mapping[str, float]
    tone: float
    score: float
    practised: bool
    billed: bool
    praised: bool
    scholarly: bool


@dataclass(frozen=True)
class Evidence:
    """The passages with products, or all where none stands, and what the whole text does.

    `outright`: its own people give a product.
    `trial`: it reads as a trial's record.
    `sold`: something can be booked or paid, or is priced by "us".
    `conceded`: it grants that something is not approved, and goes on to say that "we" do it.
    `done`: something is taken from, put into or promised to a body, and no ordinary treatment is named.
    """

    passages: tuple[Passage, ...]
    outright: bool
    trial: bool
    sold: bool
    conceded: bool
    done: bool


def weigh(
    asserted: Sequence[Assertion],
    mentions: Sequence[Mention],
    scopes: Scopes,
    sound: Tones,
    table: Mapping[str, Cue],
) -> Evidence:
    """Gather the evidence of a text."""
    concepts = {m.concept for m in mentions}
    waved = frames.conceded(mentions, scopes)
    around = Surroundings([m for m in mentions if m.start not in waved], scopes)
    marks = [m for m in mentions if m.concept == "mark.question"]
    asked = {m.start for mark in marks for m in around.sentence(scopes.sentence_at(mark.start))}
    told: list[list[Assertion]] = [[] for _ in sound.passages]
    for one in asserted:
        told[sound.number(one.mention.start)].append(one)
    return Evidence(
        passages=tuple(
            _passage(said, place, around, asked, sound, table)
            for place, said in zip(sound.passages, told, strict=True)
            if said or not asserted
        ),
        outright=any(a.status is Status.OFFERED and a.mention.concept not in _WEAK for a in asserted),
        trial=frames.recorded(mentions),
        sold=frames.sold(concepts),
        conceded=bool(waved),
        done=frames.done(concepts),
    )


def _passage(
    asserted: Sequence[Assertion],
    place: tuple[int, int],
    around: Surroundings,
    asked: set[int],
    sound: Tones,
    table: Mapping[str, Cue],
) -> Passage:
    """Cues of an offer count beside the products that stand, unless asked; honest ones in the passage and beside it."""
    mentions = around.between(*_widened(place, around.scopes))
    concepts = {m.concept for m in mentions}
    strong = [a for a in asserted if a.mention.concept not in _WEAK]
    counting = STANDING if concepts & RESERVED else STANDING | {Status.REPORTED}
    centre = [a for a in strong if a.status in counting] or strong or asserted
    near = _near(centre, around) if centre else mentions
    told = [m for m in near if m.start not in asked]
    spoken = [a for a in strong if a.status not in _UNSPOKEN]
    counts, heard = counted(asserted, told, mentions, table), sound.at(place[0])
    return Passage(
        asserted=tuple(asserted),
        cues=counts,
        tone=heard,
        score=score(counts, heard, table),
        practised=frames.practised(spoken, around),
        billed=frames.billed(spoken, around, 2),
        praised=frames.praised(spoken, told, concepts, around) or frames.billed(spoken, around, 1),
        scholarly=frames.scholarly(mentions, concepts),
    )


def _widened(place: tuple[int, int], scopes: Scopes) -> tuple[int, int]:
    """A passage and the sentence on either side of it."""
    first, last = scopes.sentence_at(place[0]).index, scopes.sentence_at(place[1] - 1).index
    sentences = scopes.sentences
    return sentences[max(0, first - 1)].start, sentences[min(len(sentences) - 1, last + 1)].end


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
