"""Cell and gene products with a marketing authorisation, as rows with source and date; none is for headache."""

from dataclasses import dataclass
from functools import cache

from directory.screening.datafiles import rows


@dataclass(frozen=True)
class AuthorisedProduct:
    """One product in one jurisdiction. `jurisdiction` as in the source: ISO 3166 codes or EU; `confirmed` is
    false where the row rests on memory and was not re-read at its source."""

    name: str
    substance: str
    cells: str
    indication: str
    regulator: str
    jurisdiction: str
    since: str
    status: str
    source: str
    checked: str
    for_headache: bool
    confirmed: bool


_TOLD = (
    "name",
    "substance",
    "cells",
    "indication",
    "regulator",
    "jurisdiction",
    "since",
    "status",
    "source",
    "checked",
)


@cache
def authorised_products() -> tuple[AuthorisedProduct, ...]:
    """All rows, in file order."""
    return tuple(_product(row) for row in rows("authorised_products.tsv"))


def _product(row: dict[str, str]) -> AuthorisedProduct:
    told = {name: row[name] for name in _TOLD}
    return AuthorisedProduct(
        **told, for_headache=row["for_headache"] == "yes", confirmed=row["confirmed"] == "yes"
    )
