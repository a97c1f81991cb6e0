"""Find every lexicon term in a folded text: all languages at once, overlapping, longest first."""

from typing import NamedTuple

from directory.screening.fold import Folded
from directory.screening.language import Tongue, tongue_of
from directory.screening.lexicon import PLAIN_WORD, Lexicon, Term

LONGEST_REST = 24


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
    return _longest(sorted(wanted)), tongue


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
    inner, outer, meanings = lexicon.inner, lexicon.outer, lexicon.meanings
    joined = _joined(text)
    matches = lexicon.automaton.find_matches_as_indexes(text, overlapping=True)
    for index, start, end in [m for m in matches if not joined[m[1]] or inner[m[0]]]:
        right = joined[end]
        if right and not outer[index]:
            continue
        for term in meanings[index]:
            if not term.open_left and joined[start]:
                continue
            if term.tail:
                rest = term.tail.match(text, end)
                if rest and (term.open_right or not joined[rest.end()]):
                    found.append((term, start, rest.end()))
            elif term.open_right or not right:
                found.append((term, start, end))
    return found


def word_end(text: str, end: int) -> int:
    """Where the word goes on to that a term ends inside: "stem cell|s". Scripts without spaces are left as they are."""
    last = min(len(text), end + LONGEST_REST)
    while 0 < end < last and _is_letter(text[end - 1]) and _is_letter(text[end]):
        end += 1
    return end


def _is_letter(char: str) -> bool:
    return char.isalnum() and not _is_ideographic(char)


def _joined(text: str) -> bytes:
    """For each place, not 0 where the characters before and after it belong to one word: they share a kind."""
    kinds = int.from_bytes(text.translate(_KINDS).encode("latin-1"), "little")
    return (kinds & (kinds << 8)).to_bytes(len(text) + 1, "little")


class _Kinds(dict[int, str]):
    """Kinds of characters as bits: letters and digits of ASCII 1, ideographs 2, other letters both."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = 0
        if char.isalnum():
            kind = 1 if char.isascii() else 2 if _is_ideographic(char) else 3
        self[code] = chr(kind)
        return self[code]


_KINDS = _Kinds()


def _is_ideographic(char: str) -> bool:
    return "\u0e00" <= char <= "\u0e7f" or "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3"


def _longest(ordered: list[tuple[int, int, str, str]]) -> list[Mention]:
    """Drop what stands strictly inside a longer mention: "brain stem" inside "brain stem cell injection".

    Given are start, end below zero, concept and language, the longest of each place first.
    """
    kept: list[Mention] = []
    reach, reach_start = -1, -1
    last = (-1, -1, "")
    for start, below, concept, lang in ordered:
        end = -below
        if (start, end, concept) == last or (end <= reach and (start, end) != (reach_start, reach)):
            continue
        last = (start, end, concept)
        kept.append(Mention(concept, lang, start, end))
        if end > reach and concept != "clause.but":
            reach, reach_start = end, start
    return kept
