"""The words by which pages are chosen, and by which a page is known as the headache service's own."""

import csv
import unicodedata
from collections.abc import Mapping
from enum import IntEnum
from functools import cache
from pathlib import Path

_JOINTS = str.maketrans("-_+/.", "     ")


class Use(IntEnum):
    """What a page is for; the value is its weight in choosing."""

    PRODUCT = 10
    HEADACHE = 6
    SERVICE = 5
    PRICE = 4
    ABOUT = 2


@cache
def words() -> Mapping[Use, frozenset[str]]:
    """Every word of `words.tsv`, folded, by use."""
    found: dict[Use, set[str]] = {use: set() for use in Use}
    with (Path(__file__).parent / "words.tsv").open(encoding="utf-8", newline="") as table:
        lines = (line for line in table if not line.startswith("#"))
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True):
            found[Use[row["use"].upper()]] |= {folded(word) for word in row["words"].split(" ; ")}
    return {use: frozenset(each) for use, each in found.items()}


def folded(text: str) -> str:
    """Without case, accents, width, dotless i and the marks that join words: the same however a word is written."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_JOINTS)


def uses(text: str) -> frozenset[Use]:
    """What the words in a text point to."""
    plain = folded(text)
    return frozenset(use for use, each in words().items() if any(word in plain for word in each))
