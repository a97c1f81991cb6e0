"""Second look for spelling that a folded text still hides: `s t e m`, `st3m`, `stem.cell`.

Words are joined and digits read as letters; only names of products are looked for, and only where they
begin and end with a word. What is found here alone sends a text to a person, never to rejection.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate

import ahocorasick_rs

from directory.screening.fold import Folded
from directory.screening.lexicon import languages, terms

_DROPPED = frozenset(
    " .,;:-_'\"()[]{}<>/\\*&^%#~=?\u00a0\u00b7\u2026\u201c\u201d\u00ab\u00bb\u3001\u3002\uff0c"
)
_LOOKALIKES = (
    {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s"}
    | {"!": "l", "|": "l", "i": "l", "+": "t"}
)  # fmt: skip
_KEPT = re.compile(f"[^{re.escape(''.join(sorted(_DROPPED)))}]{{1,4096}}")
_VAGUE = frozenset({"product.regen", "product.prp"})
_SHORTEST = {"latin": 6, "cyrillic": 7, "arabic": 7, "han": 3, "kana": 3, "hangul": 3, "thai": 7}


@cache
def _automaton() -> tuple[ahocorasick_rs.AhoCorasick, tuple[bool, ...]]:
    found: dict[str, bool] = {}
    for term in terms():
        if term.tail or not term.concept.startswith("product.") or term.concept in _VAGUE:
            continue
        script = languages()[term.lang].script
        squashed = squash_word(term.text)
        if len(squashed) >= _SHORTEST.get(script, 6):
            found[squashed] = found.get(squashed, False) or term.open_right
    return ahocorasick_rs.AhoCorasick(list(found)), tuple(found.values())


def squash_word(text: str) -> str:
    """Letters only, look-alike digits as letters."""
    for char in _DROPPED:
        text = text.replace(char, "")
    for char, letter in _LOOKALIKES.items():
        text = text.replace(char, letter)
    return text


def disguises(folded: Folded, known: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places in the original where a product's name appears only after squashing."""
    automaton, open_right = _automaton()
    matches = automaton.find_matches_as_indexes(squash_word(folded.text), overlapping=True)
    kept = [run.span() for run in _KEPT.finditer(folded.text)] if matches else []
    passed = list(accumulate(end - start for start, end in kept))
    taken = sorted(known)
    found: dict[int, int] = {}
    for index, start, end in matches:
        first, last = _place(start, kept, passed), _place(end - 1, kept, passed)
        whole = _begins_word(folded.text, first) and (open_right[index] or _ends_word(folded.text, last))
        whole = whole and _is_odd(folded.text[first : last + 1])
        if whole and last - first <= 4 * (end - start) and not _overlaps(taken, first, last + 1):
            begin, stop = folded.starts[first], folded.ends[last]
            found[begin] = max(stop, found.get(begin, 0))
    yield from sorted(found.items())


def _place(number: int, kept: Sequence[tuple[int, int]], passed: Sequence[int]) -> int:
    """Where a character of the squashed text stands; `passed` counts the letters up to the end of each run."""
    run = bisect_right(passed, number)
    return kept[run][1] - (passed[run] - number)


def _begins_word(text: str, index: int) -> bool:
    return index == 0 or not text[index - 1].isalnum()


def _ends_word(text: str, index: int) -> bool:
    return index + 1 >= len(text) or not text[index + 1].isalnum()


def _is_odd(stretch: str) -> bool:
    """Pulled apart into scraps, or with signs and digits among the letters; not two ordinary words."""
    words = stretch.split(" ")
    return min(map(len, words)) <= 3 or not all(word.isalpha() for word in words)


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_left(taken, (end, end))
    return any(a < end and start < b for a, b in taken[max(0, index - 3) : index])
