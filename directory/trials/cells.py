"""Whether a trial gives a cell-based product (title, interventions, arms). Pure; words in `cells.tsv`.

The intervention's declared type says nothing: trials that give cells call them a drug, a procedure or other.
"""

import re
from dataclasses import dataclass
from functools import cache

from .record import TrialRecord
from .tables import rows
from .words import around, fold, patterns

# Beside these the same words are honest: something is measured, bred in a dish, or a child is born.
_HONEST = {
    "measured": r"biomarkers?|assays?|samples?|sampling|serum|saliva|urine|quantif\w+|levels?|profil\w+",
    "line": r"lines?|in vitro|derived (?:neurons?|organoids?)|disease models?|reprogramm\w+",
    "birth": r"samples?|sampling|clamping|delivery|abruption|levels?|blood gas\w*",
}
_NEAR = 45


@dataclass(frozen=True, slots=True)
class CellWords:
    """`given`: a cell product; `mentioned`: words that may mean one; `platelets`: PRP and the like."""

    given: tuple[str, ...]
    mentioned: tuple[str, ...]
    platelets: tuple[str, ...]


def cell_words(record: TrialRecord) -> CellWords:
    """Cell words where the trial says what it gives; elsewhere in the record they count as mentions."""
    found: dict[str, list[str]] = {"cell": [], "mention": [], "platelet": []}
    for text in _what_is_given(record):
        for kind, word in _matches(fold(text)):
            found[kind].append(word)
    for text in (record.summary, record.description, *record.conditions, *record.keywords):
        for kind, word in _matches(fold(text)):
            if kind != "platelet":
                found["mention"].append(word)
    return CellWords(*(tuple(dict.fromkeys(found[kind])) for kind in ("cell", "mention", "platelet")))


def _what_is_given(record: TrialRecord) -> list[str]:
    texts = [record.title, record.official_title]
    for intervention in record.interventions:
        texts += [intervention.name, intervention.description, *intervention.other_names]
    for arm in record.arms:
        texts += [arm.label, arm.description]
    return texts


def _matches(folded: str) -> list[tuple[str, str]]:
    found = []
    for row in rows("cells"):
        for match in patterns("cells")[row["id"]].finditer(folded):
            honest = row["guard"] and _honest(row["guard"]).search(around(folded, match, _NEAR))
            found.append(("mention" if honest else row["kind"], match[0]))
    return found


@cache
def _honest(guard: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_HONEST[guard]})\b", re.ASCII)
