"""Fold a text to what a reader sees, with a map back to every original character.

Upper case, accents, look-alike letters, invisible characters, split tags and broken lines are folded
away (Unicode TR 15 and TR 39), so that one spelling in the lexicon meets all of them.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from directory.screening.datafiles import rows

_INVISIBLE = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\ufeff\uffa0")
_APOSTROPHES = frozenset("\u2018\u2019\u201b\u02bc\u0060\u00b4\u2032\uff07")
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u30fb\u00b7\u2022\u2027_")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})
_DOTLESS = {"ı": "i", "ø": "o", "ł": "l", "đ": "d"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,12})(?:\s[^<>]{0,400})?/?>|<!--[^<>]{0,400}-->")
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_ENTITY = re.compile(r"&(?:#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-zA-Z]{2,10});")
_BROKEN_LINE = re.compile(r"(?<=\w)[-\u2010\u2011][ \t]{0,4}\r?\n[ \t]{0,8}(?=\w)")
_CLUSTER = re.compile(
    r"[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]{2,3}|[\u3040-\u30ff\uff65-\uff9d][\u3099\u309a\uff9e\uff9f]"
)
_PLAIN = re.compile(r"[!-,./-^a-~]{1,64}(?: [!-,./-^a-~]{1,64}){0,200}")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_LATIN_WORD = re.compile(r"[^\W\d_]{2,80}")
_SPACED_DASH = re.compile(r"(?<=\s)[-\u2012-\u2015](?=\s)|\u2014")


@dataclass(frozen=True)
class Folded:
    """Folded text; character i came from `original[starts[i]:ends[i]]`; `breaks` are line ends."""

    original: str
    text: str
    starts: "array[int]"
    ends: "array[int]"
    breaks: "array[int]"
    disguised: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded stretch stands in the original."""
        return self.starts[start], self.ends[end - 1]


@cache
def lookalikes() -> dict[str, str]:
    """Letters of other scripts drawn like a Latin one (Unicode confusables, single letters)."""
    return {row["letter"]: row["latin"] for row in rows("confusables.tsv")}


@lru_cache(maxsize=8192)
def _fold_char(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char in _DASHES or char.isspace():
        return " "
    if char in _INVISIBLE or unicodedata.category(char) in ("Cf", "Cc", "Cs"):
        return ""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", char).casefold())
    kept = "".join(c for c in folded if not _is_dropped_mark(c))
    composed = unicodedata.normalize("NFC", kept).translate(_ARABIC)
    return "".join(_DOTLESS.get(c, c) for c in composed)


def _is_dropped_mark(char: str) -> bool:
    return (
        "\u0300" <= char <= "\u036f"
        or "\u064b" <= char <= "\u065f"
        or char in "\u0640\u0670\ufe0f\ufe0e\u20e3"
    )


def ramp(start: int, stop: int) -> "array[int]":
    """The numbers from `start` to before `stop`; those of a page are copied, not counted."""
    return _RAMP[start:stop] if stop <= len(_RAMP) else array("q", range(start, stop))


_RAMP = array("q", range(1 << 16))


def fold(text: str) -> Folded:
    """Fold in one pass; linear in the text."""
    edits = _edits(text)
    out: list[str] = []
    starts, ends, breaks = array("q"), array("q"), array("q")
    position = 0
    for start, end, replacement in [*edits, (len(text), len(text), "")]:
        _fold_run(text, position, start, out, starts, ends, breaks)
        if replacement == "\n":
            breaks.append(len(starts))
        for char in replacement:
            _append(" " if char == "\n" else char, start, end, out, starts, ends)
        position = end
    folded = "".join(out)
    unmasked, disguised = _unmask(folded)
    return Folded(text, unmasked, starts, ends, breaks, disguised)


def _append(
    char: str, start: int, end: int, out: list[str], starts: "array[int]", ends: "array[int]"
) -> None:
    if char == " " and out and out[-1].endswith(" "):
        return
    out.append(char)
    starts.append(start)
    ends.append(end)


def _fold_run(
    text: str,
    start: int,
    end: int,
    out: list[str],
    starts: "array[int]",
    ends: "array[int]",
    breaks: "array[int]",
) -> None:
    position = start
    while position < end:
        plain = _PLAIN.match(text, position, end)
        if plain:
            stop = plain.end()
            out.append(plain[0].lower())
            starts.extend(ramp(position, stop))
            ends.extend(ramp(position + 1, stop + 1))
            position = stop
            continue
        char = text[position]
        if char in "\n\r\u2028\u2029":
            breaks.append(len(starts))
        for folded in _fold_char(char):
            _append(folded, position, position + 1, out, starts, ends)
        position += 1


def _edits(text: str) -> list[tuple[int, int, str]]:
    """Stretches that are not folded character by character, in order and without overlap."""
    found: list[tuple[int, int, str]] = []
    if "<" in text:
        for m in _TAG.finditer(text):
            found.append((m.start(), m.end(), "" if (m[2] or "").lower() in _INLINE or not m[2] else "\n"))
    if "&" in text:
        found += [(m.start(), m.end(), _entity(m[0])) for m in _ENTITY.finditer(text)]
    if "\n" in text:
        found += [(m.start(), m.end(), "") for m in _BROKEN_LINE.finditer(text)]
    found += [(m.start(), m.end(), ";") for m in _SPACED_DASH.finditer(text)]
    if not text.isascii():
        for m in _CLUSTER.finditer(text):
            folded = "".join(map(_fold_char, unicodedata.normalize("NFKC", m[0])))
            found.append((m.start(), m.end(), folded))
    found.sort()
    kept: list[tuple[int, int, str]] = []
    for edit in found:
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


_NAMED = {
    "&shy;": "",
    "&nbsp;": " ",
    "&amp;": "&",
    "&zwnj;": "",
    "&zwj;": "",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
}


def _entity(entity: str) -> str:
    if entity in _NAMED:
        return _NAMED[entity]
    if entity.startswith("&#"):
        digits = entity[2:-1]
        code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
        return _fold_char(chr(code)) if 0 < code < 0x110000 else " "
    return " "


def _unmask(folded: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Replace look-alike letters inside words that also hold Latin letters."""
    if folded.isascii():
        return folded, ()
    table = lookalikes()
    pieces: list[str] = []
    disguised: list[tuple[int, int]] = []
    position = 0
    for match in _odd_words(folded):
        word = match[0]
        if word.isascii() or not _is_masked(word, table):
            continue
        pieces += [folded[position : match.start()], "".join(table.get(c, c) for c in word)]
        disguised.append(match.span())
        position = match.end()
    pieces.append(folded[position:])
    return "".join(pieces), tuple(disguised)


def _odd_words(folded: str) -> Iterator[re.Match[str]]:
    """Words with a letter beyond ASCII, each once; plain words between them are not looked at."""
    reached = 0
    for odd in _BEYOND_ASCII.finditer(folded):
        if odd.start() < reached:
            continue
        start = odd.start()
        while start > max(reached, odd.start() - 80) and folded[start - 1].isalpha():
            start -= 1
        match = _LATIN_WORD.match(folded, start)
        if match:
            reached = match.end()
            yield match


def _is_masked(word: str, table: dict[str, str]) -> bool:
    foreign = [c for c in word if not c.isascii()]
    if not all(c in table for c in foreign):
        return False
    return len(foreign) < len(word) or any(
        not ("\u0430" <= c <= "\u044f" or "\u03b1" <= c <= "\u03c9") for c in foreign
    )
