"""Loading the reference data: the same rows however often, nothing deleted, nothing half-stored."""

from datetime import date
from pathlib import Path

import pytest

from directory.accreditation.models import JurisdictionRule, Register
from directory.accreditation.reference import (
    JURISDICTIONS,
    REGISTERS,
    UnreadableReference,
    load_jurisdictions,
    load_registers,
)

pytestmark = pytest.mark.django_db


def changed(tmp_path: Path, source: Path, old: str, new: str) -> Path:
    text = source.read_text(encoding="utf-8")
    assert old in text
    copy = tmp_path / source.name
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


def test_every_row_arrives_with_its_columns() -> None:
    Register.objects.all().delete()

    assert load_registers() == Register.objects.count() == 73
    gmc = Register.objects.get(code="uk-gmc")
    assert gmc.scopes == ("licence", "neurology")
    assert (gmc.jurisdiction, gmc.holder, gmc.standing, gmc.max_age_days) == ("GB", "person", "counts", 365)
    assert gmc.format_trusted is True
    assert gmc.rechecked_on is None
    assert Register.objects.get(code="us-ccn").format_trusted is False


def test_loading_twice_changes_nothing() -> None:
    def stored() -> list[object]:
        return [list(model.objects.order_by("pk").values()) for model in (Register, JurisdictionRule)]

    load_registers()
    load_jurisdictions()
    before = stored()
    load_registers()
    load_jurisdictions()

    assert stored() == before


def test_a_correction_in_the_file_arrives(tmp_path: Path) -> None:
    load_registers()

    load_registers(changed(tmp_path, REGISTERS, "headaches.org/\t", "headaches.example/\t"))

    assert Register.objects.get(code="us-nhf-aqh").lookup_url == "https://headaches.example/"


def test_a_register_that_left_the_file_stays(tmp_path: Path) -> None:
    load_registers()
    lines = REGISTERS.read_text(encoding="utf-8").splitlines(keepends=True)
    short = tmp_path / "registers.tsv"
    short.write_text("".join(lines[:3]), encoding="utf-8")

    assert load_registers(short) == 2
    assert Register.objects.count() == 73


def test_an_operators_recheck_stays() -> None:
    load_registers()
    Register.objects.filter(code="uk-gmc").update(rechecked_on=date(2026, 12, 1), rechecked_by="R. Bell")

    load_registers()

    gmc = Register.objects.get(code="uk-gmc")
    assert (gmc.rechecked_on, gmc.rechecked_by) == (date(2026, 12, 1), "R. Bell")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("\tnever\t", "\tsometimes\t", "standing"),
        ("\tidentifier_only\t", "\tmagic\t", "kind"),
        ("\tperson\t", "\tparrot\t", "holder"),
        ("\tnpi\t", "\tnope\t", "check_key"),
        (r"[12]\d{9}", r"[12\d{9}", "pattern"),
        ("\t1095\t", "\tlong\t", "max_age_days"),
        ("\tyes\t", "\tmaybe\t", "format_trusted"),
    ],
)
def test_an_unreadable_row_stores_nothing_and_names_the_place(
    tmp_path: Path, old: str, new: str, named: str
) -> None:
    Register.objects.all().delete()

    with pytest.raises(UnreadableReference, match=rf"registers.tsv, line \d+: .*{named}"):
        load_registers(changed(tmp_path, REGISTERS, old, new))

    assert not Register.objects.exists()


def test_a_row_with_too_few_or_too_many_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReference, match="number of columns"):
        load_registers(changed(tmp_path, REGISTERS, "us-npi\t", "us-npi\t\t"))
    with pytest.raises(UnreadableReference, match="number of columns"):
        load_jurisdictions(changed(tmp_path, JURISDICTIONS, "US\tfacility_licence\t", "US\t"))


def test_rules_arrive_as_dated_rows(tmp_path: Path) -> None:
    JurisdictionRule.objects.all().delete()

    assert load_jurisdictions() == JurisdictionRule.objects.count()
    germany = JurisdictionRule.objects.get(code="DE")
    assert (germany.rule, germany.value, germany.valid_until) == ("facility_licence", "none", None)


def test_a_rule_is_ended_by_its_last_day(tmp_path: Path) -> None:
    load_jurisdictions()
    ended = changed(tmp_path, JURISDICTIONS, "none\t2000-01-01\t\t", "none\t2000-01-01\t2027-01-31\t")

    count = load_jurisdictions(ended)

    assert JurisdictionRule.objects.count() == count
    assert JurisdictionRule.objects.get(code="US").valid_until == date(2027, 1, 31)


@pytest.mark.parametrize(("old", "new"), [("2000-01-01", "soon"), ("facility_licence", "phase_of_the_moon")])
def test_an_unreadable_rule_is_refused(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(UnreadableReference, match=new):
        load_jurisdictions(changed(tmp_path, JURISDICTIONS, old, new))
