"""An assessment and two people's decision together; each guard alone, whatever the others let through."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.trials.calendar_days import months_later
from directory.trials.codes import Outcome, Severity
from directory.trials.findings import Assessment, Finding, Rule, clearable, outcome_of
from directory.trials.settle import settle

from .records import ON

CLEAN = Assessment("NCT99000001", Outcome.LISTED, (), False, 1, ON, ON + timedelta(days=30), True)
FINDINGS = st.lists(
    st.builds(Finding, st.sampled_from(list(Rule)), st.sampled_from(list(Severity)), st.just("Because.")),
    max_size=4,
).map(tuple)


def test_cell_trial_without_any_finding_is_still_for_a_person() -> None:
    assert outcome_of((), is_cell=True) == Outcome.REVIEW


def test_cell_trial_assessed_as_listed_by_mistake_is_not_listed() -> None:
    assert settle(replace(CLEAN, is_cell=True), decision=None, on=ON).outcome == Outcome.REVIEW


def test_listed_trial_without_an_end_is_not_listed() -> None:
    assert settle(replace(CLEAN, holds_until=None), decision=None, on=ON).outcome == Outcome.REVIEW


@pytest.mark.parametrize(("days", "outcome"), [(30, Outcome.LISTED), (31, Outcome.REVIEW)])
def test_decision_ends_with_the_record_s_age(days: int, outcome: Outcome) -> None:
    doubtful = replace(CLEAN, outcome=Outcome.REVIEW)
    assert settle(doubtful, decision=7, on=ON + timedelta(days=days)).outcome == outcome


def test_decision_does_not_stay_on_a_trial_that_no_longer_needs_it() -> None:
    assert settle(CLEAN, decision=7, on=ON).decision is None


@given(FINDINGS, st.booleans(), st.none() | st.integers(1, 9))
def test_listed_cell_trial_always_carries_a_decision(
    findings: tuple[Finding, ...], is_cell: bool, decision: int | None
) -> None:
    outcome = outcome_of(findings, is_cell=is_cell)
    assessment = replace(
        CLEAN, findings=findings, outcome=outcome, is_cell=is_cell, clearable=clearable(findings)
    )
    standing = settle(assessment, decision=decision, on=ON)
    if standing.outcome == Outcome.LISTED:
        assert standing.decision is not None or not is_cell
        assert standing.listed_until is not None
        blocks = {finding.rule for finding in findings if finding.severity == Severity.BLOCK}
        assert blocks <= {Rule.PAYMENT, Rule.AUTHORISATION}


@given(
    FINDINGS,
    st.builds(Finding, st.sampled_from(list(Rule)), st.sampled_from(list(Severity)), st.just("More.")),
)
def test_more_adverse_evidence_never_improves_the_outcome(
    findings: tuple[Finding, ...], more: Finding
) -> None:
    order = [Outcome.BLOCKED, Outcome.REVIEW, Outcome.LISTED]
    before = outcome_of(findings, is_cell=False)
    after = outcome_of((*findings, more), is_cell=False)
    assert order.index(after) <= order.index(before)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(9999, 6, 1), 12, date.max),
    ],
)
def test_months_are_the_calendar_s(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later
