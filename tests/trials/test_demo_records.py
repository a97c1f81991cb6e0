"""The demonstration's trials: fictional, spread out, and right on whatever day they are made."""

from datetime import date

import pytest

from directory.trials import registry_ids
from directory.trials.ctgov import parse_study
from directory.trials.demo_records import demo_studies

from .records import assessed


@pytest.mark.parametrize("on", [date(2026, 11, 22), date(2028, 2, 29), date(2041, 1, 1)])
def test_outcomes_are_the_same_on_any_day(on: date) -> None:
    outcomes = [assessed(each.value, on=on, demo=True).outcome.value for each in demo_studies(on)]
    assert {name: outcomes.count(name) for name in set(outcomes)} == {"listed": 30, "review": 5, "blocked": 5}


def test_no_number_could_be_a_registry_s() -> None:
    records = [parse_study(each.value) for each in demo_studies(date(2026, 11, 22))]
    assert len({record.registry_id for record in records}) == 40
    assert all(registry_ids.identify(record.registry_id) == () for record in records)


def test_records_are_read_without_problems_in_many_countries() -> None:
    records = [parse_study(each.value) for each in demo_studies(date(2026, 11, 22))]
    assert [record.problems for record in records if record.problems] == []
    assert len({site.country for record in records for site in record.sites}) >= 10


def test_cell_trials_are_among_them_and_none_is_listed() -> None:
    cell = [
        found
        for each in demo_studies(date(2026, 11, 22))
        if (found := assessed(each.value, demo=True)).is_cell
    ]
    assert len(cell) == 3
    assert {found.outcome.value for found in cell} == {"review", "blocked"}
