"""The nearest spellings of a place that was not found."""

from __future__ import annotations

import functools

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.regions import asked
from directory.regions.models import Place, ReferenceSet

LIKE_ENOUGH = 0.7
MOST = 5
SHORTEST = 3
LAST_WORDS = 3


def suggest(text: str, *, country: str | None = None) -> list[str]:
    """Up to five names of towns, regions and countries spelt most like `text`, the likeliest first.

    Names in `country` (ISO 3166-1 alpha-2) and larger places come first among equally near ones.
    """
    parts = asked.parts(text)
    if not parts:
        return []
    words = parts[0].split()
    tries = [" ".join(words[:count]) for count in range(len(words), max(0, len(words) - LAST_WORDS), -1)]
    found = (name for key in tries if len(key) >= SHORTEST for name in _near(key, (country or "").upper()))
    return list(dict.fromkeys(found))[:MOST]


def _near(key: str, home: str) -> list[str]:
    held = ReferenceSet.objects.filter(name="places.tsv.gz").values_list("sha256", flat=True).first()
    keys, names = _names(held or "")
    near = process.extract(
        key, keys, scorer=OSA.normalized_similarity, score_cutoff=LIKE_ENOUGH, processor=None, limit=100
    )
    best = sorted(near, key=lambda found: (-round(found[1], 1), names[found[2]][1] != home, found[2]))
    return [names[position][0] for _, _, position in best]


@functools.lru_cache(maxsize=1)
def _names(_sha256: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Every name once per process and version of the data, the largest place first."""
    rows = Place.objects.exclude(kind=Place.Kind.POSTCODE).order_by("-rank", "id")
    listed = list(rows.values_list("key", "name", "country"))
    return [key for key, _, _ in listed], [(name, country) for _, name, country in listed]
