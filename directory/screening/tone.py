"""How a passage sounds: like somebody who offers, or like somebody who reports, warns, studies or cares.

The names of products say what a text is about, not who speaks. Ordinary words do: `deposit` and `guests` lean
to offers, `police`, `refund` and `volunteers` to honest texts. `tone.tsv` holds how far words and pairs of words
lean (tf-idf weighted logistic regression, after Joachims 1998), learned from labelled texts in all languages by
`python -m tests.screening.learn`. No single word decides anything.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log, sqrt

from directory.screening.datafiles import rows
from directory.screening.fold import Folded
from directory.screening.scope import Scopes

LETTERS = 5
ENOUGH = 50
"""Known signs from which a tone counts in full: about twenty words."""
PASSAGE = 700
"""Letters of a text that is read as one passage; nearly all labelled texts are shorter."""
RUN = 400
"""Letters of a passage in a longer text; a usual page's paragraph."""
BEGUN = 150
"""Letters below which a passage goes on in the next line: headings and list items do not stand alone."""
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_WORD = re.compile(rf"[^\W\d_{_UNSPACED}]{{2,80}}|\d{{1,20}}|[$\u20ac\u00a3?!%:\"]")
_RUN = re.compile(rf"[{_UNSPACED}]{{2,400}}")
_NUMBER = re.compile(r"\d")
_DIGITS = frozenset("0123456789")
START = "(start)"


@dataclass(frozen=True, slots=True)
class Leaning:
    """`pull` is above 0 where a word leans to offers, below 0 to honest texts; `rarity` is its idf."""

    pull: float
    rarity: float


@cache
def leanings() -> Mapping[str, Leaning]:
    """How every known sign leans; the row `(start)` is where a text without words stands."""
    return {r["sign"]: Leaning(float(r["pull"]), float(r["rarity"])) for r in rows("tone.tsv")}


def signs(text: str) -> list[str]:
    """What the table knows of a folded text: beginnings of words, two of them in a row, and long words whole.

    Numbers stand by their length. Where words stand together, pairs of letters and two such pairs in a row.
    """
    words = _WORD.findall(text)
    found = [_NUMBER.sub("0", word)[:LETTERS] if word[0] in _DIGITS else word[:LETTERS] for word in words]
    found += list(map(" ".join, pairwise(found)))
    found += [word for word in words if len(word) > LETTERS and word[0] not in _DIGITS]
    if not text.isascii():
        for run in _RUN.findall(text):
            pairs = [run[i : i + 2] for i in range(len(run) - 1)]
            found += pairs
            found += map(" ".join, pairwise(pairs))
    return found


def tone(text: str, table: Mapping[str, Leaning]) -> float:
    """Log odds that a folded text speaks as an offer does; the fewer known words, the nearer to 0."""
    counts = Counter(signs(text))
    known = list(filter(table.__contains__, counts))
    pull = length = 0.0
    for count, leaning in zip(map(counts.__getitem__, known), map(table.__getitem__, known), strict=True):
        times = leaning.rarity if count == 1 else (1 + log(count)) * leaning.rarity
        pull += times * leaning.pull
        length += times * times
    if not length:
        return 0.0
    return (table[START].pull + pull / sqrt(length)) * min(1.0, len(known) / ENOUGH) ** 2


class Tones:
    """The tone of each passage of a folded text, told when it is asked for."""

    def __init__(self, folded: Folded, scopes: Scopes, table: Mapping[str, Leaning]) -> None:
        self._text = folded.text
        self._table = table
        self.passages = passages(scopes, frozenset(folded.breaks))
        self._starts = [start for start, _ in self.passages]
        self._known: dict[int, float] = {}

    def number(self, place: int) -> int:
        """Which of the passages a place stands in."""
        return max(0, bisect_right(self._starts, place) - 1)

    def at(self, place: int) -> float:
        """The tone of the passage around a place."""
        number = self.number(place)
        if number not in self._known:
            start, end = self.passages[number]
            self._known[number] = tone(self._text[start:end], self._table)
        return self._known[number]


def passages(scopes: Scopes, breaks: Collection[int]) -> list[tuple[int, int]]:
    """Runs of whole sentences up to a paragraph's end, so that padding elsewhere changes little.

    A short text is one passage where no line ends in it; a passage that has hardly begun goes on in the next line.
    """
    sentences = scopes.sentences
    longest = PASSAGE if sentences[-1].end <= PASSAGE else RUN
    found: list[tuple[int, int]] = []
    for sentence in sentences:
        ended = sentence.start in breaks and found and sentence.start - found[-1][0] >= BEGUN
        if found and not ended and sentence.end - found[-1][0] <= longest:
            found[-1] = (found[-1][0], sentence.end)
        else:
            found.append((sentence.start, sentence.end))
    return found
