"""Takes persons' names and contacts out of a registry's record before anything of it is stored.

Patients reach a trial through its registry page; no investigator's name, telephone or e-mail is kept.
"""

import copy
import re
from typing import Any

PERSON_KEYS = frozenset(
    {
        "centralContacts",
        "overallOfficials",
        "contacts",
        "pointOfContact",
        "investigatorFullName",
        "investigatorTitle",
        "investigatorAffiliation",
        "oldNameTitle",
        "oldOrganization",
        "unpostedResponsibleParty",
    }
)
"""Names of fields, at any depth, that hold persons or ways to reach them (OpenAPI description 2.0.3)."""

LEFT_OUT = frozenset({"resultsSection", "documentSection"})
"""Sections no page and no check reads; results name authors and contacts in free text."""

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(
    r"(?<=\b)(?:tel|telephone|phone|mobile|fax|call|whatsapp)\b[^\d+\n]{0,15}\+?[\d ().-]{6,20}\d"
    r"|\+\d{1,3}[ .()-]{0,2}(?:\d[ .()-]{0,2}){6,12}\d",
    re.IGNORECASE,
)
_REMOVED = "[removed]"


def without_persons(study: dict[str, Any]) -> dict[str, Any]:
    """A copy of the study without persons' fields.

    E-mail addresses and telephone numbers in texts are blanked. A sponsor that is a
    single person (class INDIV) is blanked as well.
    """
    kept = {key: copy.deepcopy(value) for key, value in study.items() if key not in LEFT_OUT}
    waiting: list[Any] = [kept]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            _blank_object(item)
            waiting.extend(item.values())
        elif isinstance(item, list):
            item[:] = [_blank_text(each) if isinstance(each, str) else each for each in item]
            waiting.extend(item)
    return kept


def _blank_object(item: dict[str, Any]) -> None:
    for key in PERSON_KEYS & item.keys():
        del item[key]
    if item.get("class") == "INDIV":
        for key in ("name", "fullName"):
            if key in item:
                item[key] = _REMOVED
    for key, value in item.items():
        if isinstance(value, str):
            item[key] = _blank_text(value)


def _blank_text(text: str) -> str:
    return _PHONE.sub(_REMOVED, _EMAIL.sub(_REMOVED, text)) if _may_hold_contact(text) else text


def _may_hold_contact(text: str) -> bool:
    return "@" in text or any(character.isdigit() for character in text)
