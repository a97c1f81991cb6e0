"""Fictional registry records: one ordinary headache trial, and how to bend it."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

from directory.trials.assess import assess
from directory.trials.ctgov import parse_study
from directory.trials.findings import Assessment, Rule
from directory.trials.privacy import without_persons

ON = date(2026, 11, 22)
NUMBER = "NCT99000001"

_ORDINARY: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {
            "nctId": NUMBER,
            "orgStudyIdInfo": {"id": "FERN-1"},
            "organization": {"fullName": "Fernhill University", "class": "OTHER"},
            "briefTitle": "Tablets against migraine",
            "officialTitle": "A randomised trial of tablets against episodic migraine",
        },
        "statusModule": {
            "statusVerifiedDate": "2026-10",
            "overallStatus": "RECRUITING",
            "startDateStruct": {"date": "2026-03-01", "type": "ACTUAL"},
            "completionDateStruct": {"date": "2028-06", "type": "ESTIMATED"},
            "studyFirstSubmitDate": "2026-02-01",
            "lastUpdatePostDateStruct": {"date": "2026-10-05", "type": "ACTUAL"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Fernhill University", "class": "OTHER"}},
        "oversightModule": {"oversightHasDmc": True, "isFdaRegulatedDrug": True},
        "descriptionModule": {
            "briefSummary": "Adults with migraine take a tablet or placebo for three months."
        },
        "conditionsModule": {"conditions": ["Episodic Migraine"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE3"],
            "designInfo": {
                "allocation": "RANDOMIZED",
                "interventionModel": "PARALLEL",
                "maskingInfo": {"masking": "DOUBLE"},
            },
            "enrollmentInfo": {"count": 200},
        },
        "armsInterventionsModule": {
            "armGroups": [{"label": "Tablet", "description": "One tablet a day"}],
            "interventions": [{"type": "DRUG", "name": "Tablet", "description": "50 mg once a day"}],
        },
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* pain \\< 3 days",
            "sex": "ALL",
            "minimumAge": "18 Years",
            "maximumAge": "65 Years",
            "healthyVolunteers": False,
        },
        "contactsLocationsModule": {
            "locations": [
                {
                    "facility": "Fernhill Hospital",
                    "status": "RECRUITING",
                    "city": "Boston",
                    "state": "Massachusetts",
                    "country": "United States",
                    "geoPoint": {"lat": 42.36, "lon": -71.06},
                }
            ]
        },
    },
    "hasResults": False,
}

MODULES = {
    "names": "identificationModule",
    "status": "statusModule",
    "sponsor": "sponsorCollaboratorsModule",
    "oversight": "oversightModule",
    "about": "descriptionModule",
    "conditions": "conditionsModule",
    "design": "designModule",
    "arms": "armsInterventionsModule",
    "eligibility": "eligibilityModule",
    "places": "contactsLocationsModule",
}
SVF: dict[str, Any] = {"interventions": [{"type": "OTHER", "name": "AD-SVF", "description": "Infusion"}]}
CELL: dict[str, Any] = {"arms": SVF}


def study(number: str = NUMBER, **modules: dict[str, Any]) -> dict[str, Any]:
    """The ordinary study with modules changed: `study(status={"overallStatus": "COMPLETED"})`; None removes."""
    made = copy.deepcopy(_ORDINARY)
    protocol = made["protocolSection"]
    protocol["identificationModule"]["nctId"] = number
    for short, changes in modules.items():
        module = protocol[MODULES[short]]
        for key, value in changes.items():
            if value is None:
                module.pop(key, None)
            else:
                module[key] = value
    return made


def site(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = copy.deepcopy(
        _ORDINARY["protocolSection"]["contactsLocationsModule"]["locations"][0]
    )
    made.update(changes)
    return {key: value for key, value in made.items() if value is not None}


def assessed(value: Any, *, on: date = ON, demo: bool = False, gone: bool = False) -> Assessment:
    return assess(parse_study(without_persons(value)), on=on, demo=demo, gone=gone)


def severity_of(assessment: Assessment, rule: Rule) -> str:
    """The severity of the rule's findings, the worst where it has several; empty where it has none."""
    found = {finding.severity.value for finding in assessment.findings if finding.rule == rule}
    return next((each for each in ("block", "review", "note") if each in found), "")


def write_json(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path
