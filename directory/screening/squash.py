"""Second look for spelling that a folded text still hides: `s t e m`, `st3m`, `stem.cell`.

Words are joined and digits read as letters; only names of products are looked for, and only where they
begin and end with a word. What is found here alone sends a text to a person, never to rejection.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

import ahocorasick_rs

from directory.screening.fold import Folded
from directory.screening.lexicon import languages, terms

_WORD = re.compile(r"[^\W_]{1,60}|[@$!|+]{1,4}")
_LEET = str.maketrans(
    {
        "0": "o",
        "1": "l",
        "3": "e",
        "4": "a",
        "5": "s",
        "7": "t",
        "8": "b",
        "@": "a",
        "$": "s",
        "!": "l",
        "|": "l",
        "i": "l",
        "+": "t",
    }
)
_SHORTEST = {"latin": 6, "cyrillic": 7, "arabic": 7, "han": 3, "kana": 3, "hangul": 3, "thai": 7}


@cache
def _automaton() -> tuple[ahocorasick_rs.AhoCorasick, tuple[bool, ...]]:
    found: dict[str, bool] = {}
    for term in terms():
        if not term.concept.startswith("product.") or term.concept in ("product.regen", "product.prp"):
            continue
        script = languages()[term.lang].script
        squashed = squash_word(term.text)
        if len(squashed) >= _SHORTEST.get(script, 6):
            found[squashed] = found.get(squashed, False) or term.open_right
    return ahocorasick_rs.AhoCorasick(list(found)), tuple(found.values())


def squash_word(text: str) -> str:
    """Letters only, look-alike digits as letters."""
    return "".join(_WORD.findall(text)).translate(_LEET)


def disguises(folded: Folded, known: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places in the original where a product's name appears only after squashing."""
    text, places, word_starts, word_ends = _squash(folded.text)
    automaton, open_right = _automaton()
    taken = sorted(known)
    for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        if start not in word_starts or not (end in word_ends or open_right[index]):
            continue
        first, last = places[start], places[end - 1]
        if last - first > 4 * (end - start) or _overlaps(taken, first, last + 1):
            continue
        yield folded.starts[first], folded.ends[last]


def _squash(text: str) -> tuple[str, list[int], set[int], set[int]]:
    pieces: list[str] = []
    places: list[int] = []
    starts: set[int] = set()
    ends: set[int] = set()
    for match in _WORD.finditer(text):
        starts.add(len(places))
        pieces.append(match[0])
        places.extend(range(match.start(), match.end()))
        ends.add(len(places))
    return "".join(pieces).translate(_LEET), places, starts, ends


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_left(taken, (end, end))
    return any(a < end and start < b for a, b in taken[max(0, index - 3) : index])
