"""Charts as plain geometry: pure functions from numbers to rectangles and words, drawn by `_chart.html`.

A chart is 360 units wide, the width of a small telephone, and grows with the page. Two kinds of bar are told apart by
filling (solid, hollow) and each bar carries its number, so that neither colour nor sharp eyes are needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

WIDTH = 360
_PLOT = 96
"""Height of the tallest column."""
_BAR = 14
"""Height of a bar that lies."""
_LINE = 20
"""From one line of words to the next: they are 16 units high."""
_LETTERS = 42
"""So many fit into a line; a letter is about 8 units wide."""
_NAMED = 6
"""With more months than these, every second one is named."""


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    hollow: bool = False
    ground: bool = False
    """The outline of what would be all, under the bar."""


@dataclass(frozen=True, slots=True)
class Word:
    """`at` is `start`, `middle` or `end`: which point of the text stands at `x`."""

    x: str
    y: str
    text: str
    at: str = "start"
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` and `description` say in words what the picture shows; `slug` makes ids unique on a page."""

    slug: str
    title: str
    description: str
    height: int
    bars: tuple[Bar, ...]
    words: tuple[Word, ...]
    axis: str = ""
    """The y of a line under the columns; empty where there is none."""

    width: int = WIDTH


def columns(
    slug: str,
    title: str,
    description: str,
    *,
    months: Sequence[tuple[str, Sequence[int]]],
    legend: Sequence[str],
) -> Chart:
    """One column a month: `months` are labels with one count a part (one or two parts, the first one below).

    `legend` names the parts; above each column stands its sum. Where many months stand, the last one and every second
    one before it are named.
    """
    top = 24 + _LINE * (len(legend) if len(legend) > 1 else 0)
    base = top + _PLOT
    step = WIDTH / max(1, len(months))
    tallest = max((sum(counts) for _label, counts in months), default=0)
    scale = _PLOT / tallest if tallest else 0.0
    bars: list[Bar] = []
    words = list(_legend(legend)) if len(legend) > 1 else []
    if len(legend) > 1:
        bars += [_box(0, 2.0 + _LINE * row, 12, 12, hollow=row > 0) for row in range(len(legend))]
    for index, (label, counts) in enumerate(months):
        middle, y = step * (index + 0.5), float(base)
        for part, count in enumerate(counts):
            height = count * scale
            if count:
                bars.append(_box(middle - step * 0.36, y - height, step * 0.72, height, hollow=part > 0))
            y -= height
        if sum(counts):
            words.append(Word(_n(middle), _n(y - 5), str(sum(counts)), "middle", "value"))
        if len(months) <= _NAMED or (len(months) - index) % 2:
            words.append(Word(_n(middle), _n(base + 18), label, "middle", "quiet"))
    return Chart(slug, title, description, base + 26, tuple(bars), tuple(words), axis=_n(base))


def _legend(legend: Sequence[str]) -> Iterable[Word]:
    return (Word("18", _n(13.5 + _LINE * row), name) for row, name in enumerate(legend))


def lying(
    slug: str, title: str, description: str, *, rows: Sequence[tuple[str, int]], of: int | None = None
) -> Chart:
    """One bar a row, its words above it and its number behind it; `of` draws how long the whole would be."""
    longest = of or max((count for _label, count in rows), default=0)
    room = WIDTH - 52
    bars: list[Bar] = []
    words: list[Word] = []
    top = 0
    for label, count in rows:
        width = room * count / longest if longest else 0.0
        for line in wrap(label, _LETTERS):
            words.append(Word("0", _n(top + 16), line))
            top += _LINE
        if of is not None:
            bars.append(_box(0.75, top + 3, room, _BAR, ground=True))
        if count:
            bars.append(_box(0.75, top + 3, max(width, 2.0), _BAR))
        behind = (room if of is not None else width) + 8
        words.append(Word(_n(behind), _n(top + 16), str(count), "start", "value"))
        top += _BAR + 16
    return Chart(slug, title, description, top, tuple(bars), tuple(words))


def _box(
    x: float, y: float, width: float, height: float, *, hollow: bool = False, ground: bool = False
) -> Bar:
    return Bar(_n(x), _n(y), _n(width), _n(height), hollow=hollow, ground=ground)


def _n(number: float) -> str:
    """As SVG reads it, whatever the language of the page."""
    return f"{number:.1f}".removesuffix(".0")
