"""Each of the nineteen rules: a record that trips it and one that does not."""

from datetime import date
from typing import Any

import pytest

from directory.trials.codes import Outcome
from directory.trials.findings import Rule

from .records import CELL, ON, SVF, assessed, severity_of, site, study

LONG_AGO = {"statusVerifiedDate": "2024-10", "lastUpdatePostDateStruct": {"date": "2024-10-05"}}
A_WHILE_AGO = {"statusVerifiedDate": "2025-10", "lastUpdatePostDateStruct": {"date": "2025-10-05"}}
EU = {"locations": [site(city="Sevilla", state=None, country="Spain", geoPoint=None)]}
EU_NUMBER = {"secondaryIdInfos": [{"id": "2099-510663-34-00", "type": "CTIS"}]}
PAID = {"briefSummary": "This is a patient-funded study of migraine."}

TRIPPED: list[tuple[Rule, str, dict[str, Any]]] = [
    (Rule.IDENTIFIER, "block", study(names={"nctId": "FERN-1"})),
    (Rule.IDENTIFIER, "block", study(names={"nctId": None})),
    (Rule.IDENTIFIER, "block", study(names={"nctId": "U1111-1999-9999"})),
    (Rule.IDENTIFIER, "block", study(names={"nctId": "DEMO-0001"})),
    (Rule.RECORD, "review", study(names={"briefTitle": None})),
    (Rule.RECORD, "review", study(design={"enrollmentInfo": {"count": "many"}})),
    (Rule.STATUS, "block", study(status={"overallStatus": "COMPLETED"})),
    (Rule.STATUS, "block", study(status={"overallStatus": "UNKNOWN"})),
    (Rule.STATUS, "block", study(status={"overallStatus": "OPEN"})),
    (Rule.STATUS, "block", study(status={"overallStatus": None})),
    (Rule.STATUS, "review", study(status={"overallStatus": "NOT_YET_RECRUITING"})),
    (Rule.STATUS, "review", study(status={"overallStatus": "ENROLLING_BY_INVITATION"})),
    (Rule.SITE, "block", study(places={"locations": [site(status="COMPLETED")]})),
    (Rule.SITE, "review", study(places={"locations": [site(status=None)]})),
    (Rule.SITE, "review", study(places={"locations": None})),
    (Rule.FRESH, "block", study(status=LONG_AGO)),
    (Rule.FRESH, "review", study(status=A_WHILE_AGO)),
    (Rule.FRESH, "block", study(status={"statusVerifiedDate": "2018-06"})),
    (Rule.FRESH, "review", study(status={"statusVerifiedDate": None})),
    (Rule.END_DATE, "review", study(status={"completionDateStruct": {"date": "2026-10"}})),
    (Rule.END_DATE, "review", study(status={"completionDateStruct": None})),
    (Rule.KIND, "block", study(design={"studyType": "EXPANDED_ACCESS"})),
    (Rule.KIND, "block", study(design={"studyType": "OBSERVATIONAL"}, **CELL)),
    (Rule.KIND, "note", study(design={"studyType": "OBSERVATIONAL"})),
    (Rule.KIND, "review", study(design={"studyType": None})),
    (Rule.CONDITION, "review", study(conditions={"conditions": ["Giant Cell Arteritis"]})),
    (Rule.CONDITION, "review", study(conditions={"conditions": ["Anxiety"], "keywords": ["migraine"]})),
    (Rule.PAYMENT, "review", study(about=PAID)),
    (Rule.PAYMENT, "block", study(about=PAID, **CELL)),
    (Rule.PAYMENT, "review", study(**CELL)),
    (Rule.AUTHORISATION, "block", study(**CELL)),
    (Rule.AUTHORISATION, "block", study(names=EU_NUMBER, **CELL)),
    (Rule.AUTHORISATION, "review", study(names=EU_NUMBER, places=EU, **CELL)),
    (Rule.AUTHORISATION, "review", study(about={"briefSummary": "Migraine and stem cells."})),
    (
        Rule.AUTHORISATION,
        "review",
        study(arms={"interventions": [{"type": "BIOLOGICAL", "name": "Platelet-rich plasma"}]}),
    ),
    (Rule.OVERSIGHT, "review", study(oversight={"isFdaRegulatedDrug": False}, **CELL)),
    (Rule.OVERSIGHT, "review", study(oversight={"isFdaRegulatedDrug": None}, **CELL)),
    (Rule.EXPORT, "review", study(oversight={"isUsExport": True}, **CELL)),
    (Rule.SPONSOR, "review", study(sponsor={"leadSponsor": {"name": "J. Doe", "class": "INDIV"}})),
    (
        Rule.MARKETING,
        "review",
        study(
            conditions={"conditions": ["Migraine", "Lupus", "Stroke", "Ageing"]},
            design={"phases": ["NA"], "enrollmentInfo": {"count": 3000}},
            **CELL,
        ),
    ),
    (Rule.LATE, "note", study(status={"studyFirstSubmitDate": "2026-04-02"})),
    (Rule.LATE, "review", study(status={"studyFirstSubmitDate": "2026-04-02"}, **CELL)),
    (
        Rule.STOP_REASON,
        "block",
        study(status={"overallStatus": "SUSPENDED", "whyStopped": "Pending FDA approval"}),
    ),
    (Rule.VIOLATION, "review", study(oversight={"fdaaa801Violation": True})),
    (
        Rule.VIOLATION,
        "review",
        {
            **study(),
            "annotationSection": {
                "annotationModule": {
                    "violationAnnotation": {"violationEvents": [{"type": "VIOLATION_IDENTIFIED"}]}
                }
            },
        },
    ),
    (Rule.REGISTRY, "note", study(**CELL)),
]

SPARED: list[tuple[Rule, dict[str, Any]]] = [
    (Rule.IDENTIFIER, study("ISRCTN99999999")),
    (Rule.SITE, study(places={"locations": [site(status="COMPLETED"), site()]})),
    (Rule.SITE, study(status={"overallStatus": "COMPLETED"}, places={"locations": [site(status=None)]})),
    (
        Rule.FRESH,
        study(status={"statusVerifiedDate": "2025-11", "lastUpdatePostDateStruct": {"date": "2025-11-22"}}),
    ),
    (Rule.END_DATE, study(status={"completionDateStruct": {"date": "2026-11"}})),
    (Rule.END_DATE, study(status={"overallStatus": "COMPLETED", "completionDateStruct": {"date": "2020"}})),
    (Rule.CONDITION, study(conditions={"conditions": ["Trigeminal Neuralgia"]})),
    (
        Rule.PAYMENT,
        study(about={"briefSummary": "Calfee and coffee; insurance cost; patients will not pay."}),
    ),
    (Rule.AUTHORISATION, study(about={"briefSummary": "Brainstem aura, giant cell arteritis, sickle cell."})),
    (Rule.OVERSIGHT, study(oversight={"isFdaRegulatedDrug": False})),
    (Rule.OVERSIGHT, study(oversight={"isFdaRegulatedDrug": False}, places=EU, **CELL)),
    (Rule.EXPORT, study(oversight={"isUsExport": False}, **CELL)),
    (Rule.EXPORT, study(oversight={"isUsExport": True})),
    (Rule.SPONSOR, study(sponsor={"leadSponsor": {"name": "Fern Ltd", "class": "INDUSTRY"}})),
    (Rule.MARKETING, study(conditions={"conditions": ["Migraine", "Lupus", "Stroke", "Ageing"]}, **CELL)),
    (Rule.LATE, study(status={"studyFirstSubmitDate": "2026-04-01"})),
    (Rule.STOP_REASON, study(status={"overallStatus": "SUSPENDED", "whyStopped": "Finding no staff"})),
    (Rule.REGISTRY, study()),
]


@pytest.mark.parametrize(("rule", "severity", "value"), TRIPPED)
def test_rule_notices(rule: Rule, severity: str, value: dict[str, Any]) -> None:
    assert severity_of(assessed(value), rule) == severity


@pytest.mark.parametrize(("rule", "value"), SPARED)
def test_rule_stays_silent(rule: Rule, value: dict[str, Any]) -> None:
    assert severity_of(assessed(value), rule) == ""


def test_ordinary_headache_trial_is_listed_without_findings() -> None:
    result = assessed(study())
    assert (result.outcome, result.findings) == (Outcome.LISTED, ())
    assert result.holds_until == date(2027, 10, 5)


def test_trial_not_about_headache_is_irrelevant_and_says_only_that() -> None:
    result = assessed(
        study(
            names={"briefTitle": "Knees", "officialTitle": "Knees"},
            conditions={"conditions": ["Knee Osteoarthritis"]},
            status={"overallStatus": "COMPLETED"},
        )
    )
    assert result.outcome == Outcome.IRRELEVANT
    assert [finding.rule for finding in result.findings] == [Rule.CONDITION]


@pytest.mark.parametrize("value", [value for _rule, _severity, value in TRIPPED])
def test_worst_finding_decides(value: dict[str, Any]) -> None:
    result = assessed(value)
    severities = {finding.severity.value for finding in result.findings}
    worst = "blocked" if "block" in severities else "review" if "review" in severities else "listed"
    assert result.outcome.value == worst


@pytest.mark.parametrize("value", [value for _rule, _severity, value in TRIPPED])
def test_cell_trial_is_never_listed_by_a_machine(value: dict[str, Any]) -> None:
    value = {**value, "protocolSection": {**value["protocolSection"], "armsInterventionsModule": SVF}}
    result = assessed(value)
    assert result.is_cell
    assert result.outcome in {Outcome.BLOCKED, Outcome.REVIEW}


def test_trial_gone_from_its_registry_is_blocked() -> None:
    assert severity_of(assessed(study(), gone=True), Rule.RECORD) == "block"


def test_demonstration_number_counts_only_in_a_demonstration() -> None:
    value = study("DEMO-0001")
    assert assessed(value, demo=True).outcome == Outcome.LISTED
    assert assessed(value).outcome == Outcome.BLOCKED


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        (date(2027, 10, 5), Outcome.LISTED),
        (date(2027, 10, 6), Outcome.REVIEW),
        (date(2028, 10, 5), Outcome.REVIEW),
        (date(2028, 10, 6), Outcome.BLOCKED),
    ],
)
def test_record_grows_old_on_the_day(on: date, outcome: Outcome) -> None:
    value = study(status={"completionDateStruct": {"date": "2035"}})
    assert assessed(value, on=on).outcome == outcome


def test_listing_holds_until_the_earlier_of_age_and_end() -> None:
    assert assessed(study(status={"completionDateStruct": {"date": "2027-02"}})).holds_until == date(
        2027, 2, 28
    )
    assert date(2027, 2, 28) > ON
