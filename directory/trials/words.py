"""Finds the room's word lists in texts: folding, whole words, what stands around a hit. Pure."""

import re
import unicodedata
from functools import cache

from .tables import rows

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_OTHER = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Lower case, accents off, everything but letters and figures one space; other scripts become spaces."""
    plain = unicodedata.normalize("NFKD", text.translate(_INVISIBLE)).casefold()
    marks_off = "".join(character for character in plain if not unicodedata.combining(character))
    return _OTHER.sub(" ", marks_off).strip()


@cache
def patterns(table: str) -> dict[str, re.Pattern[str]]:
    """The patterns of `data/<table>.tsv` by row id, matching whole words of folded text."""
    return {row["id"]: re.compile(rf"\b(?:{row['pattern']})\b", re.ASCII) for row in rows(table)}


def around(text: str, match: re.Match[str], width: int) -> str:
    """What stands within `width` characters of a match."""
    return text[max(0, match.start() - width) : match.end() + width]
