"""Cuts a text where its findings begin and end, for `components/highlighted_text.html`. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_WEIGHT = {"block": 0, "review": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding in a text: `start` and `end` are code-point offsets, `number` is its heading's on the page."""

    number: int
    start: int
    end: int
    severity: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text; `number` is 0 outside findings. An empty `text` only carries a number."""

    text: str
    number: int = 0
    severity: str = ""
    reason: str = ""


def segments(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """The text in order, nothing lost: joined, the segments' texts are `text` again.

    Where findings overlap the heaviest colours the stretch; one that is covered wholly still shows its number,
    where it ends. A span outside the text marks nothing.
    """
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    cuts = sorted({0, len(text), *(m.start for m in inside), *(m.end for m in inside)})
    found: list[Segment] = []
    shown: set[int] = set()
    for start, end in pairwise(cuts):
        over = [mark for mark in inside if mark.start <= start and end <= mark.end]
        found.append(_stretch(text[start:end], over))
        shown.add(found[-1].number)
        hidden = [mark for mark in over if mark.end == end and mark.number not in shown]
        found += [Segment("", mark.number, mark.severity, mark.reason) for mark in hidden]
        shown |= {mark.number for mark in hidden}
    return _joined(found)


def _stretch(text: str, over: list[Mark]) -> Segment:
    if not over:
        return Segment(text)
    heaviest = min(over, key=lambda mark: (_WEIGHT.get(mark.severity, 3), mark.number))
    return Segment(text, heaviest.number, heaviest.severity, heaviest.reason)


def _joined(found: list[Segment]) -> list[Segment]:
    """Neighbours of the same finding become one, so that its number stands once."""
    joined: list[Segment] = []
    for segment in found:
        if joined and segment.text and joined[-1].text and joined[-1].number == segment.number:
            last = joined.pop()
            segment = Segment(last.text + segment.text, last.number, last.severity, last.reason)
        joined.append(segment)
    return joined
