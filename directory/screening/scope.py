"""Sentences and clauses of a folded text: the reach of a cue."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from directory.screening.fold import Folded

_STOP = re.compile(
    r"[.!?\u2026]{1,20}(?=[\s\"')\]\u00bb\u201d])|[\u3002\uff01\uff1f\u061f\u06d4!?]{1,20}|[.!?]{1,20}$"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:dr|prof|mr|mrs|ms|st|vs|no|approx|e\.g|i\.e|bzw|z\.b|ca|sra?|dott|dra)|\b[a-z])$"
)
# Thai has no full stop: a turn to another script begins a sentence.
_TURN = re.compile(
    r"(?<=[\u0e01-\u0e5b]) (?=(?:[^\W\d_\u0e00-\u0e7f]{1,30}[ ,']){3}|[\u3040-\u9fff\uac00-\ud7a3]{4})"
)
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's place in the folded text and its number."""

    index: int
    start: int
    end: int


@dataclass(frozen=True)
class Scopes:
    """Sentences in order, and where clauses begin."""

    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]
    clause_starts: tuple[int, ...]

    def sentence_at(self, position: int) -> Sentence:
        """The sentence around a position."""
        return self.sentences[max(0, bisect_right(self.starts, position) - 1)]

    def clause_at(self, position: int) -> int:
        """A number that two positions share exactly when they stand in the same clause."""
        return bisect_right(self.clause_starts, position)


def scopes(folded: Folded, clause_breaks: Iterable[int]) -> Scopes:
    """Cut at full stops, line ends and, inside a sentence, at the given clause breaks and semicolons."""
    text = folded.text
    cuts = {0}
    for match in _STOP.finditer(text):
        if not (match[0] == "." and _ABBREVIATED.search(text, max(0, match.start() - 7), match.start())):
            cuts.add(match.end())
    cuts.update(folded.breaks)
    if not text.isascii():
        cuts.update(match.end() for match in _TURN.finditer(text))
    ordered = _cap(sorted(c for c in cuts if c < len(text)), text)
    ends = [*ordered[1:], len(text)]
    sentences = tuple(Sentence(i, a, b) for i, (a, b) in enumerate(zip(ordered, ends, strict=True)))
    clauses = {*ordered, *clause_breaks, *(m.end() for m in re.finditer(r"[;\uff1b\u061b]", text))}
    return Scopes(sentences, tuple(ordered), tuple(sorted(clauses)))


def _cap(cuts: list[int], text: str) -> list[int]:
    """Cut stretches without any full stop, so that reach and time stay bounded."""
    result: list[int] = []
    if not cuts:
        return [0]
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        result.append(start)
        while end - start > LONGEST:
            space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            start = space if space > start else start + LONGEST
            result.append(start)
    return result
