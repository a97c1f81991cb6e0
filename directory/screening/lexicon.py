"""The words of every language, compiled once into one automaton.

Notation in `lexicons/*.tsv`: terms stand apart by ` ; `; `(a|b)` is either; a `*` lets the word go on
there (inflection, compounds). Terms are folded exactly as texts are. An entry with many spellings is
found by its first word, and the rest is checked at that place by a bounded pattern.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from directory.screening.datafiles import HOME, rows
from directory.screening.fold import fold

_CHOICE = re.compile(r"\(([^()]{0,600})\)")
_WORD_ENDS = r"(?:(?<= )|(?![^\W_\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7a3]))"
_MOST = 30
SMALL_WORD = "fn"
PLAIN_WORD = "plain"
_EVERYWHERE = ("product.", "care.", "mark.")


@dataclass(frozen=True)
class Language:
    """`may` is the heaviest outcome this language's words may cause; `spaced` whether words stand apart."""

    code: str
    name: str
    script: str
    may: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class Term:
    """One folded spelling and what it stands for; `everywhere` counts whatever language the text is in."""

    text: str
    concept: str
    lang: str
    open_left: bool
    open_right: bool
    tail: re.Pattern[str] | None = None
    everywhere: bool = False


@dataclass(frozen=True)
class Lexicon:
    """All terms with the automaton that finds them; `meanings[i]` are the terms of pattern i.

    `inner[i]` says whether pattern i may begin inside a word, `outer[i]` whether the word may go on after
    it. `small_words` tell the languages apart.
    """

    automaton: ahocorasick_rs.AhoCorasick
    meanings: tuple[tuple[Term, ...], ...]
    inner: tuple[bool, ...]
    outer: tuple[bool, ...]
    small_words: dict[str, tuple[str, ...]]
    languages: dict[str, Language]


@cache
def languages() -> dict[str, Language]:
    """The languages the engine knows, by ISO 639-1 code."""
    return {
        row["code"]: Language(row["code"], row["name"], row["script"], row["may"], row["spaced"] == "yes")
        for row in rows("languages.tsv")
    }


@cache
def lexicon() -> Lexicon:
    """The compiled lexicon; built once per process."""
    by_text: dict[str, list[Term]] = {}
    small: dict[str, tuple[str, ...]] = {}
    for term in terms():
        if term.concept == SMALL_WORD:
            small[term.text] = (*small.get(term.text, ()), term.lang)
            continue
        known = by_text.setdefault(term.text, [])
        if term not in known:
            known.append(term)
    automaton = ahocorasick_rs.AhoCorasick(list(by_text))
    meanings = tuple(tuple(known) for known in by_text.values())
    inner = tuple(any(term.open_left for term in known) for known in meanings)
    outer = tuple(any(term.open_right or term.tail for term in known) for known in meanings)
    return Lexicon(automaton, meanings, inner, outer, small, languages())


@cache
def terms() -> tuple[Term, ...]:
    """Every term of every language; read once per process."""
    return tuple(_read())


def _read() -> Iterator[Term]:
    for path in sorted((HOME / "lexicons").glob("*.tsv")):
        code = path.stem.partition("-")[0]
        for row in rows(f"lexicons/{path.name}"):
            for entry in row["terms"].split(";"):
                yield from _entry(entry.strip(), row["concept"], languages()[code])


def _entry(entry: str, concept: str, language: Language) -> Iterator[Term]:
    head, tail = _cut(entry)
    spellings = expand(head)
    pattern = None
    if tail:
        loose_end = "*" if any(s.endswith("*") for s in spellings) else ""
        whole = language.spaced and not tail.endswith("*")
        pattern = bounded_pattern(f"{loose_end} {fold(tail).text.strip()}", whole=whole)
    for spelling in spellings:
        left, right = spelling.startswith("*"), (tail or spelling).endswith("*")
        text = fold(spelling.strip("*")).text.strip()
        if not text:
            continue
        free = not language.spaced
        loose = language.code == "ar" and len(text) > 3
        everywhere = concept.startswith(_EVERYWHERE)
        yield Term(
            text, concept, language.code, left or free or loose, right or free or loose, pattern, everywhere
        )


def _cut(entry: str) -> tuple[str, str]:
    """Head and tail of an entry that is better matched in two steps; the tail is empty for others."""
    if _spellings(entry) <= _MOST and not any("*" in s.strip("*") for s in expand(entry)):
        return entry, ""
    depth = 0
    for index, char in enumerate(entry):
        depth += (char == "(") - (char == ")")
        if char == " " and depth == 0:
            return entry[:index], entry[index + 1 :]
    return entry, ""


def _spellings(entry: str) -> int:
    count = 1
    while choice := _CHOICE.search(entry):
        count *= choice[1].count("|") + 1
        entry = entry[: choice.start()] + entry[choice.end() :]
    return count


def bounded_pattern(entry: str, *, whole: bool) -> re.Pattern[str]:
    """A pattern with only bounded repeats for the tail of an entry; an empty choice leaves no double space.

    A `whole` one ends with a word, so that of two spellings that begin alike the longer is tried as well.
    """
    escaped = (
        re.escape(entry).replace(r"\(", "(?:").replace(r"\)", ")").replace(r"\|", "|").replace(r"\ ", " ")
    )
    spaced = escaped.replace(" ", "(?: |(?<= ))")
    return re.compile(spaced.replace(r"\*", r"\w{0,16}") + (_WORD_ENDS if whole else ""))


def expand(entry: str) -> list[str]:
    """All spellings of an entry: `cell(|s)` gives `cell` and `cells`."""
    choice = _CHOICE.search(entry)
    if not choice:
        return [entry] if entry else []
    head, tail = entry[: choice.start()], entry[choice.end() :]
    return [full for option in choice[1].split("|") for full in expand(f"{head}{option}{tail}")]
