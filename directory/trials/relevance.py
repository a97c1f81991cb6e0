"""Whether a trial is about headache or face pain, and which disorders (rule 8). Words: `conditions.tsv`."""

from dataclasses import dataclass
from enum import StrEnum

from directory.vocabulary import headaches

from .record import TrialRecord
from .tables import rows
from .words import fold, patterns


class Certainty(StrEnum):
    """SURE: its condition says so. UNSURE: a person must decide. NONE: nothing in the record says so."""

    SURE = "sure"
    UNSURE = "unsure"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Relevance:
    """`headaches` is a mask of headache codes; `words` are the terms that led there."""

    certainty: Certainty
    headaches: int
    words: tuple[str, ...]


def relevance(record: TrialRecord) -> Relevance:
    """Conditions and MeSH terms decide; a keyword or title alone, or a disease with headache as one symptom,
    leaves it to a person."""
    declared = _hits((*record.conditions, *record.mesh_terms))
    hinted = _hits((*record.keywords, record.title, record.official_title))
    sure = any(row["relevance"] == "sure" for row, _ in declared)
    if not declared and not hinted:
        return Relevance(Certainty.NONE, 0, ())
    narrow = _hits((*record.conditions, record.title, record.official_title))
    codes = _codes(narrow) or _codes(hinted) or _codes(declared) or {"not-yet-known"}
    words = tuple(dict.fromkeys(word for _, word in declared or hinted))
    return Relevance(Certainty.SURE if sure else Certainty.UNSURE, headaches.mask(codes), words)


def headache_words(text: str) -> tuple[str, ...]:
    """The words for headache or face pain in one text."""
    return tuple(word for _, word in _hits((text,)))


_Hit = tuple[dict[str, str], str]


def _hits(texts: tuple[str, ...]) -> list[_Hit]:
    found = []
    for text in texts:
        folded = fold(text)
        for row in rows("conditions"):
            match = patterns("conditions")[row["id"]].search(folded)
            if match:
                found.append((row, match[0]))
    return found


def _codes(hits: list[_Hit]) -> set[str]:
    """Codes of specific words, and of general ones whose family has no specific one; vague ones say none."""
    specific = [row for row, _ in hits if row["rank"] == "specific"]
    families = {row["family"] for row in specific}
    general = [row for row, _ in hits if row["rank"] == "general" and row["family"] not in families]
    return {code for row in (*specific, *general) for code in row["codes"].split(",")}
