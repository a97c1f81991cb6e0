"""Find every lexicon term in a folded text: all languages at once, overlapping, longest first."""

from functools import lru_cache
from typing import NamedTuple

from directory.screening.fold import Folded
from directory.screening.language import Tongue, tongue_of
from directory.screening.lexicon import PLAIN_WORD, Lexicon, Term


class Mention(NamedTuple):
    """A term at a place in the folded text."""

    concept: str
    lang: str
    start: int
    end: int


def find(folded: Folded, lexicon: Lexicon) -> tuple[list[Mention], Tongue]:
    """Mentions in order of place, and the languages read.

    Words for products count in every language; cues only in the languages the text is written in, since a
    small word of one language is another word in the next.
    """
    found = hits(folded.text, lexicon)
    tongue = tongue_of(folded.text, lexicon.small_words, [term.lang for term, _, _ in found])
    known = tongue.known | _betrayed(found)
    wanted = {
        (start, -end, term.concept, term.lang)
        for term, start, end in found
        if (term.lang in known or term.everywhere) and term.concept != PLAIN_WORD
    }
    return _longest([Mention(c, lang, start, -end) for start, end, c, lang in sorted(wanted)]), tongue


def _betrayed(found: list[tuple[Term, int, int]]) -> set[str]:
    """Languages whose own word for a product stands in the text, however little else does."""
    owners: dict[tuple[int, int], set[str]] = {}
    for term, start, end in found:
        if term.everywhere and term.concept.startswith("product."):
            owners.setdefault((start, end), set()).add(term.lang)
    return {lang for langs in owners.values() if len(langs) == 1 for lang in langs}


def hits(text: str, lexicon: Lexicon) -> list[tuple[Term, int, int]]:
    """Every term that stands in a folded text as whole words, with its place."""
    found: list[tuple[Term, int, int]] = []
    inner, outer, meanings, length = lexicon.inner, lexicon.outer, lexicon.meanings, len(text)
    for index, start, end in lexicon.automaton.find_matches_as_indexes(text, overlapping=True):
        left = start > 0 and text[start - 1] != " " and _joins(text[start - 1], text[start])
        if left and not inner[index]:
            continue
        right = end < length and text[end] != " " and _joins(text[end - 1], text[end])
        if right and not outer[index]:
            continue
        for term in meanings[index]:
            if left and not term.open_left:
                continue
            if term.tail:
                stop = _end_of(term, text, end)
                if stop:
                    found.append((term, start, stop))
            elif term.open_right or not right:
                found.append((term, start, end))
    return found


def _end_of(term: Term, text: str, end: int) -> int:
    """Where a two-step term ends, or 0."""
    rest = term.tail.match(text, end) if term.tail else None
    if not rest:
        return 0
    stop = rest.end()
    return stop if term.open_right or stop >= len(text) or not _joins(text[stop - 1], text[stop]) else 0


@lru_cache(maxsize=65536)
def _joins(first: str, second: str) -> bool:
    """Whether two neighbouring characters belong to one word."""
    if not (first.isalnum() and second.isalnum()):
        return False
    return first.isascii() == second.isascii() or not (_is_ideographic(first) or _is_ideographic(second))


def _is_ideographic(char: str) -> bool:
    return "\u0e00" <= char <= "\u0e7f" or "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3"


def _longest(ordered: list[Mention]) -> list[Mention]:
    """Drop what stands strictly inside a longer mention: "brain stem" inside "brain stem cell injection"."""
    kept: list[Mention] = []
    reach, reach_start = -1, -1
    seen: set[tuple[str, int, int]] = set()
    for mention in ordered:
        key = (mention.concept, mention.start, mention.end)
        if key in seen:
            continue
        seen.add(key)
        inside = mention.end <= reach and (mention.start, mention.end) != (reach_start, reach)
        if inside:
            continue
        kept.append(mention)
        if mention.end > reach and mention.concept != "clause.but":
            reach, reach_start = mention.end, mention.start
    return kept
