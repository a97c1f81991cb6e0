"""Which languages a text is in, told by script and by its commonest small words."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.screening.tone import LETTERS, leanings

_SCRIPTS = {
    "ko": re.compile(r"[\uac00-\ud7a3]"),
    "ja": re.compile(r"[\u3041-\u30fa]"),
    "zh": re.compile(r"[\u3400-\u9fff]"),
    "th": re.compile(r"[\u0e01-\u0e3a]"),
    "ar": re.compile(r"[\u0621-\u064a]"),
    "ru": re.compile(r"[\u0430-\u044f]"),
}
_UNKNOWN = re.compile(
    r"[^\W\d_a-z\u0000-\u024f\u0400-\u045f\u0621-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)
_FOREIGN = {
    "ar": re.compile(r"[\u067e\u0686\u0698\u06a9\u06af\u06cc\u0679\u0688\u06ba\u06be\u06d2]"),
    "ru": re.compile(r"[\u0456\u0457\u0454\u0491\u045e\u0458\u0459\u045a\u045b\u045f]"),
}
_ASCII = re.compile(r"[\x00-\x7f]{1,4096}")
_WORD = re.compile(r"[a-z\u00df-\u024f']{1,60}")


@dataclass(frozen=True)
class Tongue:
    """`known` are the languages read; `unread` is true when much of the text is in none of them."""

    known: frozenset[str]
    unread: bool


def tongue_of(text: str, small_words: Mapping[str, tuple[str, ...]], understood: Sequence[str]) -> Tongue:
    """Judge a folded text by its letters, its small words and the languages of the terms understood.

    Sparse lines have few small words: there it counts as read when most beginnings of words are known (tone.py).
    """
    words = _WORD.findall(text)
    rest = _ASCII.sub("", text)
    letters = {code: len(pattern.findall(rest)) for code, pattern in _SCRIPTS.items()}
    letters["latin"] = sum(map(len, words))
    if letters["ja"] * 20 > letters["zh"]:
        letters["ja"], letters["zh"] = letters["ja"] + letters["zh"], 0
    unknown = len(_UNKNOWN.findall(rest))
    for code, pattern in _FOREIGN.items():
        if letters[code] and len(pattern.findall(rest)) * 33 > letters[code]:
            unknown, letters[code] = unknown + letters[code], 0
    total = sum(letters.values()) + unknown
    known = {code for code, count in letters.items() if code != "latin" and count >= 2}
    latin, unread_latin = set[str](), False
    if letters["latin"]:
        latin, unread_latin = _latin(words, small_words, understood)
    unread = unknown >= 20 and unknown * 5 > total
    return Tongue(frozenset(known | latin), unread or (unread_latin and letters["latin"] * 3 > total))


def _latin(
    words: Sequence[str], small_words: Mapping[str, tuple[str, ...]], understood: Sequence[str]
) -> tuple[set[str], bool]:
    small = {word: n for word, n in Counter(words).items() if word in small_words}
    counts = Counter[str]()
    for word, n in small.items():
        counts.update(dict.fromkeys(small_words[word], n))
    foreign = counts["xx"]
    counts = Counter({code: n for code, n in counts.items() if code in _LATIN})
    terms = Counter(code for code in understood if code in _LATIN)
    if not counts:
        strange = terms.total() * 4 < len(words) and not _familiar(words)
        return set(_LATIN), len(words) >= 8 and (strange or foreign > 1)
    best = max(counts.values())
    own = {small_words[word][0] for word in small if len(word) >= 3 and len(small_words[word]) == 1}
    known = {code for code, n in counts.items() if n == best} | (own & _LATIN)
    read = max(counts[code] + terms[code] for code in known)
    strange = read * 5 < len(words) and not _familiar(words)
    return known, len(words) >= 8 and (strange or foreign > best)


def _familiar(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) > 2]
    known = sum(word[:LETTERS] in leanings() for word in long)
    return known >= _MOSTLY * len(long) > 0


_MOSTLY = 0.75
_LATIN = frozenset({"en", "es", "de", "fr", "pt", "it", "nl", "tr"})
