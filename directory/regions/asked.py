"""Reads what a person typed into parts and possible postcodes. Pure; never raises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from directory.regions.fold import fold

LONGEST_TEXT = 200
MOST_PARTS = 6
_SEPARATORS = re.compile(r"[,;/()、，]")
_JOINERS = {"\u200c", "\u200d"}

_SIGNS = {
    "a": "AT", "b": "BE", "d": "DE", "e": "ES", "f": "FR", "i": "IT", "p": "PT", "s": "SE", "n": "NO",
    "cz": "CZ", "dk": "DK", "fin": "FI", "fi": "FI", "ch": "CH", "de": "DE", "at": "AT", "nl": "NL",
    "be": "BE", "fr": "FR", "it": "IT", "es": "ES", "pl": "PL", "se": "SE", "no": "NO", "pt": "PT",
    "br": "BR", "au": "AU", "nz": "NZ", "in": "IN", "us": "US", "jp": "JP", "fo": "FO", "fl": "LI",
    "li": "LI", "ax": "AX",
}  # fmt: skip
"""What people set before a number, as on cars and letters: D-10115, CH-8001."""
_SHAPES: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(pattern), frozenset(countries.split()))
    for pattern, countries in (
        (r"([a-z]{1,2}\d[a-z\d]?)(?: ?\d[a-z]{2})?", "GB GG IM JE"),
        (r"([a-z]\d[a-z])(?: ?\d[a-z]\d)?", "CA"),
        (r"([a-z]\d[\dw])(?: ?[a-z\d]{4})?", "IE"),
        (r"(\d{4}) ?[a-z]{2}", "NL"),
        (r"(\d{4}) ?\d{3}", "PT"),
        (r"(\d{3}) ?(\d{2})\d{2}", "JP"),
        (r"(\d{5}) ?\d{3}", "BR"),
        (r"(\d{5}) \d{4}", "US PR GU VI AS MP"),
        (r"(\d{2}) (\d{3})", "PL"),
        (r"(\d{3}) (\d{2})", "SE CZ"),
        (r"(\d{3}) (\d{3})", "IN"),
        (r"(\d{3})", "FO"),
        (r"(\d{4})", "AT AU BE CH DK GL LI NL NO NZ PT SJ"),
        (r"(\d{5})", "AS AX BR CZ DE ES FI FR GF GP GU IT MC MP MQ NC PF PL PM PR RE SE US VI WF YT"),
        (r"(\d{6})", "IN"),
    )
)


@dataclass(frozen=True)
class Postcode:
    """A word that may be a postcode: the keys it has in the countries whose shape it fits, and the rest."""

    keys: dict[str, frozenset[str]]
    rest: tuple[str, ...]

    @property
    def is_certain(self) -> bool:
        """Short numbers may as well be house numbers."""
        return any(len(key) > 4 or not key.isdigit() for key in self.keys)


def parts(text: str) -> tuple[str, ...]:
    """`text` folded and split at commas; empty when blank, far too long, or holding control characters."""
    if len(text) > LONGEST_TEXT:
        return ()
    bare = text.strip()
    if any(unicodedata.category(letter).startswith("C") and letter not in _JOINERS for letter in bare):
        return ()
    folded = (fold(part) for part in _SEPARATORS.split(bare))
    return tuple(part for part in folded if part)[:MOST_PARTS]


def postcodes(asked: tuple[str, ...]) -> Iterator[Postcode]:
    """What may be a postcode at either end of a part, the longest first: ``10115`` of ``10115 Berlin``."""
    for number, part in enumerate(asked):
        words = part.replace(" cedex", "").split()
        for count in range(min(3, len(words)), 0, -1):
            for code, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
                if keys := _keys(" ".join(code)):
                    others = (*asked[:number], " ".join(rest), *asked[number + 1 :])
                    yield Postcode(keys, tuple(other for other in others if other))


def _keys(code: str) -> dict[str, frozenset[str]]:
    sign, _, number = code.partition(" ")
    if sign in _SIGNS and number[:1].isdigit():
        only = _SIGNS[sign]
        return {key: frozenset({only}) for key, countries in _keys(number).items() if only in countries}
    found: dict[str, frozenset[str]] = {}
    for shape, countries in _SHAPES:
        if match := shape.fullmatch(code):
            key = "".join(match.groups())
            found[key] = found.get(key, frozenset()) | countries
    return found
