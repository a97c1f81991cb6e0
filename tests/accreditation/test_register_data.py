"""The project's own tables of registers and jurisdictions: complete, readable and careful about what counts."""

import csv
import re
from datetime import date
from pathlib import Path

import pycountry
import pytest

from directory.accreditation.identifiers import check_number
from directory.accreditation.reference import JURISDICTIONS, REGISTERS
from directory.accreditation.standing import SCOPES


def rows(path: Path = REGISTERS) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = rows()
BY_CODE = {row["code"]: row for row in ROWS}
LINKING = set().union(*SCOPES.values())


def shown(row: dict[str, str]) -> set[str]:
    return set(row["shows"].split(","))


def checked(row: dict[str, str], number: str) -> bool | None:
    trusted = row["format_trusted"] == "yes"
    return check_number(number, pattern=row["pattern"], check_key=row["check_key"], trusted=trusted).ok


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_vectors_agree_with_pattern_and_check_digit(row: dict[str, str]) -> None:
    wrong = False if row["format_trusted"] == "yes" else None

    for number in filter(None, row["valid_vectors"].split("|")):
        assert checked(row, number) is True, number
    for number in filter(None, row["invalid_vectors"].split("|")):
        assert checked(row, number) in (wrong, False), number
    assert bool(row["pattern"]) is bool(row["valid_vectors"]), "every pattern is tried"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_every_row_is_within_the_columns_limits(row: dict[str, str]) -> None:
    limits = {
        "code": 40,
        "name": 200,
        "identifier_label": 80,
        "pattern": 200,
        "lookup_url": 300,
        "shows": 200,
    }
    limits |= {"bulk_data": 300, "renewal": 300, "source": 500}

    assert all(len(row[column]) <= limit for column, limit in limits.items())
    assert row["name"]
    assert row["source"]
    assert row["lookup_url"] == "" or re.fullmatch(r"https?://\S+", row["lookup_url"])
    assert 1 <= int(row["max_age_days"]) <= 1095


def test_codes_are_unique_and_none_is_missing() -> None:
    assert len(BY_CODE) == len(ROWS) == 73
    assert sum(row["kind"] == "other_licence" for row in ROWS) == 5


def test_jurisdictions_are_iso_codes() -> None:
    countries = {each.alpha_2 for each in pycountry.countries}
    regions = {each.code for each in pycountry.subdivisions}
    for row in ROWS + rows(JURISDICTIONS):
        assert row.get("jurisdiction", row["code"]) in countries | regions | {""}, row["code"]


def test_what_never_counts_shows_nothing_that_links() -> None:
    for row in ROWS:
        if row["standing"] in ("never", "scoped"):
            assert not shown(row) & LINKING, row["code"]
        if row["standing"] == "counts":
            assert shown(row) & LINKING, row["code"]


@pytest.mark.parametrize(
    ("standing", "codes"),
    [
        (
            "never",
            "us-npi us-clia us-fda-fei uk-hta uk-bash jp-asrm int-ehf int-isqua ca-minc de-ik au-hpii nz-cpn",
        ),
        (
            "supporting",
            "us-nhf-aqh us-nbpas de-dmkg-person fr-finess br-cnes de-lanr int-ihs jp-iryokikan in-hpr",
        ),
        ("scoped", "int-fact int-jacie int-aabb"),
        (
            "counts",
            "uk-gmc us-statelic us-abms us-ucns au-ahpra nl-big fr-rpps ie-imc jp-jhs uk-cqc us-tjc int-jci",
        ),
        ("counts", "de-dmkg-centre uk-his uk-hiw uk-rqia us-aaahc us-achc us-ccn ca-accred au-nsqhs fr-has"),
    ],
)
def test_standing_follows_the_policy(standing: str, codes: str) -> None:
    assert {code: BY_CODE[code]["standing"] for code in codes.split()} == dict.fromkeys(
        codes.split(), standing
    )


def test_facilities_and_people_are_not_mixed() -> None:
    for row in ROWS:
        facility = bool(shown(row) & SCOPES["facility"])
        assert (
            facility is (row["kind"] in ("facility_licence", "facility_accreditation"))
            or row["standing"] != "counts"
        )
        if facility:
            assert row["holder"] in ("site", "organisation"), row["code"]
        if shown(row) & {"licence", "other-licence", "neurology", "headache"}:
            assert row["holder"] == "person", row["code"]


def test_both_scopes_only_where_one_entry_shows_both() -> None:
    both = {row["code"] for row in ROWS if {"licence", "neurology"} <= shown(row)}

    assert {"uk-gmc", "au-ahpra", "nl-big", "fr-rpps", "ie-imc"} <= both
    assert not both & {"us-statelic", "ca-cpso", "jp-isei", "us-abms"}


def test_licences_are_looked_at_every_year() -> None:
    for row in ROWS:
        if row["kind"] in ("doctor_licence", "other_licence", "facility_licence"):
            assert int(row["max_age_days"]) <= 365, row["code"]


def test_forms_that_nobody_confirmed_are_not_trusted() -> None:
    for row in ROWS:
        assert (row["source"] == "unconfirmed") is (row["format_trusted"] == "no"), row["code"]


def test_office_practices_are_known_only_where_the_policy_says() -> None:
    known = {row["code"]: row["value"] for row in rows(JURISDICTIONS) if row["rule"] == "facility_licence"}

    assert known == dict.fromkeys(("US", "DE", "FR", "AU", "CA"), "none") | dict.fromkeys(
        ("GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR"), "required"
    )


def test_dates_are_days_in_order() -> None:
    for row in rows(JURISDICTIONS):
        start = date.fromisoformat(row["valid_from"])
        assert not row["valid_until"] or start <= date.fromisoformat(row["valid_until"])
