"""Real registry records, where the tester has a folder of them (`CTGOV_RECORDS`); they are no part of this project."""

import os
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from directory.trials.actions import import_records
from directory.trials.models import Trial
from directory.trials.sources import Study, read_paths

from .records import assessed

FOLDER = Path(os.environ.get("CTGOV_RECORDS", "/nonexistent"))
pytestmark = [
    pytest.mark.skipif(not FOLDER.is_dir(), reason="CTGOV_RECORDS names no folder of registry records"),
    pytest.mark.django_db,
]


@pytest.mark.parametrize("on", [date(2022, 6, 1), date(2024, 11, 22), date(2026, 11, 22)])
def test_every_record_gets_an_outcome_and_no_cell_trial_is_listed(on: date) -> None:
    found = list(read_paths([FOLDER]))
    assert found
    for each in found:
        assert isinstance(each, Study)
        result = assessed(each.value, on=on)
        assert not (result.is_cell and result.outcome == "listed")
        assert result.findings or result.outcome == "listed"


def test_importing_the_folder_twice_changes_nothing() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    first = import_records(read_paths([FOLDER]), on=at.date(), fetched_at=at)
    again = import_records(read_paths([FOLDER]), on=at.date(), fetched_at=at)
    assert first.counts["failed"] == again.counts["failed"] == 0
    assert first.counts["new"] == again.counts["unchanged"] == Trial.objects.count()
    print(Counter(Trial.objects.values_list("outcome", flat=True)))
