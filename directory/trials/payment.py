"""Whether a record says that patients pay to take part (rule 9). Pure; phrases in `payment.tsv`."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from .tables import rows

_NEGATED = re.compile(r"\b(?:not|never|no|nobody|neither|nor|without|cannot)\b[^.;!?]{0,25}$", re.ASCII)
_SPACES = re.compile(r"\s+")


def payment_phrases(texts: Iterable[str]) -> tuple[str, ...]:
    """The different payment phrases in the texts, in lower case; one denied just before does not count."""
    found: dict[str, None] = {}
    for text in texts:
        plain = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).lower()
        for pattern in _patterns():
            for match in pattern.finditer(plain):
                if not _NEGATED.search(plain[max(0, match.start() - 40) : match.start()]):
                    found.setdefault(match[0])
    return tuple(found)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\b(?:{row['pattern']})\b") for row in rows("payment"))
