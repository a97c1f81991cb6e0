"""How far what stands in a text leans to an offer or to an honest text: `cues.tsv`.

A cue is a concept of the lexicons (`offer.book`) or what is said of a product (`said.warned`). Its side is set by
hand: a cue of an offer never lowers the score and counts beside the products of a passage (anywhere in it where none
stands); an honest one never raises it and counts in the passage and the sentences beside it; some may lean either
way. How far each leans is learned with the tone (`python -m tests.screening.learn`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import fsum

from directory.screening.assertion import Assertion
from directory.screening.datafiles import rows
from directory.screening.find import Mention
from directory.screening.thresholds import thresholds
from directory.screening.tone import START

TONE = "(tone)"
_AGAIN = 0.5


class Side(StrEnum):
    """Which way a cue may lean; `EITHER` is left to the texts that teach."""

    OFFER = "offer"
    HONEST = "honest"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Cue:
    """`pull` is above 0 where the cue leans to offers."""

    side: Side
    pull: float


@cache
def cues() -> Mapping[str, Cue]:
    """All cues by name; `(start)` is where a text without any stands, `(tone)` the weight of its tone."""
    return {r["cue"]: Cue(Side(r["side"]), float(r["pull"])) for r in rows("cues.tsv")}


def counted(
    asserted: Sequence[Assertion],
    near: Iterable[Mention],
    mentions: Iterable[Mention],
    table: Mapping[str, Cue],
) -> dict[str, float]:
    """How much each cue counts in a text: 1 once, 1.5 in several places. Cues of an offer are sought `near`."""
    anywhere = Counter(c for c, _ in {(m.concept, m.start) for m in mentions})
    beside = Counter(c for c, _ in {(m.concept, m.start) for m in near})
    said = Counter(f"said.{a.status.value}" for a in asserted)
    found = {c: n for c, n in anywhere.items() if c in table and table[c].side is not Side.OFFER}
    found |= {c: n for c, n in beside.items() if c in table and table[c].side is Side.OFFER}
    return {cue: 1.0 if n == 1 else 1.0 + _AGAIN for cue, n in (found | said).items()}


def heard(tone: float) -> float:
    """A tone as far as it counts."""
    most = thresholds().most_tone
    return max(-most, min(most, tone))


def score(counts: Mapping[str, float], tone: float, table: Mapping[str, Cue]) -> float:
    """Log odds that a passage offers; tone and honest cues count only so far. The order of the cues is all one."""
    pulls = [table[cue].pull * n for cue, n in counts.items()]
    honest = max(-thresholds().most_honest, fsum(pull for pull in pulls if pull < 0))
    offered = fsum(pull for pull in pulls if pull > 0)
    return table[START].pull + table[TONE].pull * heard(tone) + honest + offered
