"""Nothing that leads to a person is kept from a registry's record."""

import json

import pytest

from directory.trials.privacy import PERSON_KEYS, without_persons

from .records import site, study

CANARY = "Dr Canary Example"


def _text(value: dict[str, object]) -> str:
    return json.dumps(without_persons(value), ensure_ascii=False)


def test_every_contact_of_a_person_is_left_out() -> None:
    person = [{"name": CANARY, "phone": "555-0100", "email": "canary@fern.example"}]
    value = study(
        places={
            "centralContacts": person,
            "overallOfficials": [{"name": CANARY, "affiliation": CANARY, "role": "PRINCIPAL_INVESTIGATOR"}],
            "locations": [site(contacts=person)],
        },
        sponsor={
            "responsibleParty": {
                "type": "PRINCIPAL_INVESTIGATOR",
                "investigatorFullName": CANARY,
                "investigatorTitle": CANARY,
                "investigatorAffiliation": CANARY,
            }
        },
    )
    value["resultsSection"] = {"moreInfoModule": {"pointOfContact": {"title": CANARY}}}
    value["annotationSection"] = {
        "annotationModule": {"unpostedAnnotation": {"unpostedResponsibleParty": CANARY, "unpostedEvents": []}}
    }
    text = _text(value)
    assert "Canary" not in text
    assert "canary" not in text
    assert not [key for key in PERSON_KEYS if f'"{key}"' in text]


def test_single_person_as_sponsor_is_not_named() -> None:
    value = study(sponsor={"leadSponsor": {"name": CANARY, "class": "INDIV"}})
    assert CANARY not in _text(value)
    assert '"INDIV"' in _text(value)


@pytest.mark.parametrize(
    "contact",
    [
        "canary@fern.example",
        "Tel: 0113 496 0000",
        "+44 113 496 0000",
        "phone (555) 010-0100",
        "call 555-010-0100",
    ],
)
def test_contact_in_a_text_is_blanked(contact: str) -> None:
    text = _text(study(about={"briefSummary": f"To take part write or ring {contact} today."}))
    assert contact not in text
    assert "[removed]" in text


@pytest.mark.parametrize(
    "words",
    [
        "from 2024-01-03 to 2025-12-31",
        "1 414 nm laser",
        "doses of 50 100 200 mg",
        "ISRCTN99999999",
        "10 - 15 days",
    ],
)
def test_other_figures_stay(words: str) -> None:
    assert words in _text(study(about={"briefSummary": words}))


def test_original_is_not_changed() -> None:
    value = study(places={"centralContacts": [{"name": CANARY}]})
    without_persons(value)
    assert CANARY in json.dumps(value)
