"""How far what stands in a text leans to an offer or to an honest text: `cues.tsv`.

A cue is a concept of the lexicons (`offer.book`) or what is said of a product (`said.warned`). Its side is set by
hand: a cue of an offer never lowers the score and counts where a product stands; an honest one never raises it
and counts wherever it stands. How far it leans is learned with the tone (`python -m tests.screening.learn`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from directory.screening.assertion import Assertion
from directory.screening.datafiles import rows
from directory.screening.find import Mention

START = "(start)"
TONE = "(tone)"
MOST_TONE = 4.0
MOST_HONEST = 2.0
_AGAIN = 0.5


@dataclass(frozen=True, slots=True)
class Cue:
    """`side` is `offer`, `honest` or `either`; `pull` is above 0 where the cue leans to offers."""

    side: str
    pull: float


@cache
def cues() -> Mapping[str, Cue]:
    """All cues by name; `(start)` is where a text without any stands, `(tone)` the weight of its tone."""
    return {r["cue"]: Cue(r["side"], float(r["pull"])) for r in rows("cues.tsv")}


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
    found = {c: n for c, n in anywhere.items() if c in table and table[c].side != "offer"}
    found |= {c: n for c, n in beside.items() if c in table and table[c].side == "offer"}
    return {cue: 1.0 if n == 1 else 1.0 + _AGAIN for cue, n in (found | said).items()}


def score(counts: Mapping[str, float], tone: float, table: Mapping[str, Cue]) -> float:
    """Log odds that a text offers; each passage's tone is limited, so that it never drowns the cues."""
    heard = table[TONE].pull * max(-MOST_TONE, min(MOST_TONE, tone))
    pulls = [table[cue].pull * n for cue, n in counts.items()]
    honest = max(-MOST_HONEST, sum(pull for pull in pulls if pull < 0))
    return table[START].pull + heard + honest + sum(pull for pull in pulls if pull > 0)
