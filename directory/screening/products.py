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
    for_headache: bool
    confirmed: bool
    source: str
    checked: str


@cache
def authorised_products() -> tuple[AuthorisedProduct, ...]:
    """All rows, in file order."""
    return tuple(
        AuthorisedProduct(
            row["name"], row["substance"], row["cells"], row["indication"], row["regulator"], row["jurisdiction"],
            row["since"], row["status"], row["for_headache"] == "yes", row["confirmed"] == "yes", row["source"], row["checked"],
        )
        for row in rows("authorised_products.tsv")
    )  # fmt: skip
