"""Which treatment classes may not be shown to the public of a country: dated rows of `data/promotion.tsv`.

A row is never edited when a law changes: it gets a `valid_until` (last day), and the next row follows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from directory.vocabulary.treatments import CELL_MASK, TREATMENTS

ROWS = Path(__file__).parent / "data" / "promotion.tsv"


@dataclass(frozen=True, slots=True)
class PromotionRule:
    """`hidden` are bits of the treatment vocabulary; `until` is the last day, None while it is open."""

    country: str
    hidden: int
    since: date
    until: date | None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@cache
def promotion_rules(path: Path = ROWS) -> tuple[PromotionRule, ...]:
    """The rows. Raises `KeyError` on a treatment nobody knows, `ValueError` on a date that is none."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        PromotionRule(
            country=row["country"],
            hidden=TREATMENTS.mask(row["treatments"].split(",")),
            since=date.fromisoformat(row["valid_from"]),
            until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        )
        for row in rows
    )


def hiding_countries(*, on: date) -> dict[str, int]:
    """Treatment bits that may not be shown on that day, by country (ISO 3166-1 alpha-2)."""
    hidden: dict[str, int] = {}
    for rule in promotion_rules():
        if rule.holds(on):
            hidden[rule.country] = hidden.get(rule.country, 0) | rule.hidden
    return hidden


def hidden_treatments(countries: Iterable[str], *, on: date) -> int:
    """Treatment bits that may not be shown about care given in any of `countries`; cell products nowhere."""
    hidden = hiding_countries(on=on)
    result = CELL_MASK
    for country in countries:
        result |= hidden.get(country, 0)
    return result
