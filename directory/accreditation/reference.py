"""Copies the registers and jurisdictions of `data/` into the database. Safe to run twice; deletes nothing."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from directory.accreditation.check_digits import CHECKS
from directory.accreditation.models import JurisdictionRule, Register

DATA = Path(__file__).parent / "data"
REGISTERS = DATA / "registers.tsv"
JURISDICTIONS = DATA / "jurisdictions.tsv"

_COPIED = (
    "jurisdiction",
    "name",
    "kind",
    "identifier_label",
    "pattern",
    "check_key",
    "lookup_url",
    "bulk_data",
    "renewal",
    "standing",
    "shows",
    "holder",
    "source",
    "note",
)
_KINDS = {
    "doctor_licence",
    "other_licence",
    "specialist_cert",
    "headache_cert",
    "facility_licence",
    "facility_accreditation",
    "identifier_only",
}
_RULES = {"facility_licence"}


class UnreadableReference(ValueError):
    """A row of the project's data cannot be read; the sentence names file, line and column."""


@transaction.atomic
def load_registers(path: Path = REGISTERS) -> int:
    """Create or update a `Register` for every row; how many rows there are.

    Raises `UnreadableReference`. Where the file has no `rechecked_on`, an operator's entry stays.
    """
    rows = list(_rows(path))
    for where, row in rows:
        Register.objects.update_or_create(code=row["code"], defaults=_register(row, where))
    return len(rows)


@transaction.atomic
def load_jurisdictions(path: Path = JURISDICTIONS) -> int:
    """Create or update a `JurisdictionRule` for every row; how many rows there are.

    Raises `UnreadableReference`.
    """
    rows = list(_rows(path))
    for where, row in rows:
        if row["rule"] not in _RULES:
            raise _unreadable(where, "rule", row["rule"])
        JurisdictionRule.objects.update_or_create(
            code=row["code"],
            rule=row["rule"],
            value=row["value"],
            valid_from=_day(row, "valid_from", where),
            defaults={
                "valid_until": _day(row, "valid_until", where) if row["valid_until"] else None,
                "source": row["source"],
                "note": row["note"],
            },
        )
    return len(rows)


def _register(row: dict[str, str], where: str) -> dict[str, object]:
    _one_of(row, "kind", _KINDS, where)
    _one_of(row, "standing", set(Register.Standing.values), where)
    _one_of(row, "holder", set(Register.Holder.values), where)
    _one_of(row, "check_key", {"", *CHECKS}, where)
    _one_of(row, "format_trusted", {"yes", "no"}, where)
    if not row["max_age_days"].isdecimal():
        raise _unreadable(where, "max_age_days", row["max_age_days"])
    try:
        re.compile(row["pattern"])
    except re.error as error:
        raise _unreadable(where, "pattern", row["pattern"]) from error
    fields: dict[str, object] = {name: row[name] for name in _COPIED}
    fields |= {"max_age_days": int(row["max_age_days"]), "format_trusted": row["format_trusted"] == "yes"}
    if row["rechecked_on"]:
        fields |= {"rechecked_on": _day(row, "rechecked_on", where), "rechecked_by": row["rechecked_by"]}
    return fields


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in table:
            where = f"{path.name}, line {table.line_num}"
            if None in row or None in row.values():
                raise UnreadableReference(f"{where}: the number of columns differs from the header's.")
            yield where, row


def _one_of(row: dict[str, str], column: str, known: set[str], where: str) -> None:
    if row[column] not in known:
        raise _unreadable(where, column, row[column])


def _day(row: dict[str, str], column: str, where: str) -> date:
    try:
        return date.fromisoformat(row[column])
    except ValueError as error:
        raise _unreadable(where, column, row[column]) from error


def _unreadable(where: str, column: str, value: str) -> UnreadableReference:
    return UnreadableReference(f"{where}: “{value}” is not a known value of {column}. Nothing was stored.")
