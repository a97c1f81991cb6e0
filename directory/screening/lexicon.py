"""The words of every language, compiled once into one automaton.

Notation in `lexicons/*.tsv`: terms stand apart by ` ; `; `(a|b)` is either; a `*` at an end lets the
word go on there (inflection, compounds). Terms are folded exactly as texts are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from directory.screening.datafiles import HOME, rows
from directory.screening.fold import fold

_CHOICE = re.compile(r"\(([^()]{0,300})\)")


@dataclass(frozen=True)
class Language:
    """`may` is the heaviest outcome this language's words may cause; `spaced` whether words stand apart."""

    code: str
    name: str
    script: str
    may: str
    spaced: bool


@dataclass(frozen=True)
class Term:
    """One folded spelling and what it stands for."""

    text: str
    concept: str
    lang: str
    open_left: bool
    open_right: bool


@dataclass(frozen=True)
class Lexicon:
    """All terms with the automaton that finds them; `meanings[i]` are the terms of pattern i."""

    automaton: ahocorasick_rs.AhoCorasick
    meanings: tuple[tuple[Term, ...], ...]
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
    for term in terms():
        known = by_text.setdefault(term.text, [])
        if term not in known:
            known.append(term)
    automaton = ahocorasick_rs.AhoCorasick(list(by_text))
    return Lexicon(automaton, tuple(tuple(t) for t in by_text.values()), languages())


def terms() -> Iterator[Term]:
    """Every term of every language."""
    for path in sorted((HOME / "lexicons").glob("*.tsv")):
        code = path.stem.partition("-")[0]
        for row in rows(f"lexicons/{path.name}"):
            for entry in row["terms"].split(";"):
                yield from _entry(entry.strip(), row["concept"], languages()[code])


def _entry(entry: str, concept: str, language: Language) -> Iterator[Term]:
    for spelling in expand(entry):
        left, right = spelling.startswith("*"), spelling.endswith("*")
        text = fold(spelling.strip("*")).text.strip()
        if not text:
            continue
        free = not language.spaced
        loose = language.code == "ar" and len(text) > 3
        yield Term(text, concept, language.code, left or free or loose, right or free or loose)


def expand(entry: str) -> list[str]:
    """All spellings of an entry: `cell(|s)` gives `cell` and `cells`."""
    choice = _CHOICE.search(entry)
    if not choice:
        return [entry] if entry else []
    head, tail = entry[: choice.start()], entry[choice.end() :]
    return [full for option in choice[1].split("|") for full in expand(f"{head}{option}{tail}")]
