"""The commands on files, as an operator uses them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from directory.trials.models import Trial

from .records import CELL, study, write_json

PAGE = {"studies": [study(), study("NCT99000002", **CELL)]}


def test_assess_writes_one_line_a_study_and_no_row(
    tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("assess_trials", str(write_json(tmp_path / "page.json", PAGE)))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["id"], line["outcome"]) for line in lines] == [
        ("NCT99000001", "listed"),
        ("NCT99000002", "blocked"),
    ]
    assert set(lines[1]["findings"][0]) == {"rule", "severity", "reason"}


def test_assess_as_of_another_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("assess_trials", str(write_json(tmp_path / "one.json", study())), "--on", "2027-12-01")
    assert json.loads(capsys.readouterr().out)["outcome"] == "review"


def test_assess_refuses_a_day_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a day"):
        call_command("assess_trials", str(tmp_path), "--on", "2027-02-30")


def test_assess_names_what_cannot_be_read_and_fails_at_the_end(
    tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write_json(tmp_path / "good.json", study())
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    with pytest.raises(CommandError, match="could not be read"):
        call_command("assess_trials", str(bad), str(good))
    output = capsys.readouterr()
    assert json.loads(output.out)["id"] == "NCT99000001"
    assert str(bad) in output.err


@pytest.mark.django_db
def test_import_counts_and_is_safe_to_run_twice(
    tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(write_json(tmp_path / "page.json", PAGE))
    call_command("import_trials", path)
    assert capsys.readouterr().out.split() == [
        "new=2", "changed=0", "unchanged=0", "listed=1", "review=0", "blocked=1", "irrelevant=0", "failed=0",
    ]  # fmt: skip
    call_command("import_trials", path)
    assert "unchanged=2" in capsys.readouterr().out


@pytest.mark.django_db
def test_import_skips_a_bad_record_and_says_so(
    tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_json(tmp_path / "page.json", [{"protocolSection": 1}, study()])
    with pytest.raises(CommandError, match="1 could not be stored"):
        call_command("import_trials", str(path))
    output = capsys.readouterr()
    assert "new=1" in output.out
    assert "study 1" in output.err
    assert Trial.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "stored"), [(True, 1), (False, 0)])
def test_import_takes_demonstration_trials_only_in_a_demonstration(
    tmp_path: Path, now: datetime, settings: Any, demo: bool, stored: int
) -> None:
    settings.DEMO = demo
    path = str(write_json(tmp_path / "demo.json", study("DEMO-0001")))
    if demo:
        call_command("import_trials", path)
    else:
        with pytest.raises(CommandError):
            call_command("import_trials", path)
    assert Trial.objects.count() == stored
