"""Why an entry is listed, in words: each line of its evidence as a person can read and repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.catalogue.models import EntryEvidence

Words = Mapping[str, str | Promise]

_SCOPES: Words = {
    "licence": gettext_lazy("licence to practise as a doctor"),
    "other-licence": gettext_lazy("licence to practise the profession"),
    "neurology": gettext_lazy("specialist in neurology"),
    "headache": gettext_lazy("certificate in headache medicine"),
    "facility": gettext_lazy("licence or accreditation of the place"),
    "centre": gettext_lazy("recognised headache centre"),
    "affiliation": gettext_lazy("works at this place"),
}
_HOW: Words = {
    "register": gettext_lazy("looked up in the register"),
    "document": gettext_lazy("document seen"),
    "contact": gettext_lazy("confirmed by the register by telephone or letter"),
    "practitioner": gettext_lazy("confirmed by the specialist"),
}


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One row of `components/evidence_table.html`."""

    register: str
    number: str
    holder: str
    scope: str
    checked_on: date
    how: str
    valid_until: date
    url: str


def evidence_lines(evidence: list[EntryEvidence]) -> list[EvidenceLine]:
    """Each entry of a register once, with everything it shows: often one shows both licence and qualification."""
    merged: dict[EvidenceLine, list[str]] = {}
    for each in evidence:
        line = _line(each)
        scopes = merged.setdefault(replace(line, scope=""), [])
        scopes += [line.scope] if line.scope not in scopes else []
    return [replace(line, scope=", ".join(scopes)) for line, scopes in merged.items()]


def _line(evidence: EntryEvidence) -> EvidenceLine:
    return EvidenceLine(
        register=evidence.register_name or _("Confirmed by the specialist in person"),
        number=evidence.number or (_("searched by name") if evidence.register_code else "–"),
        holder=evidence.holder,
        scope=_in_words(evidence.scope, _SCOPES) or evidence.get_link_display(),
        checked_on=evidence.checked_on,
        how=_in_words(evidence.how, _HOW),
        valid_until=evidence.valid_until,
        url=web_address(evidence.lookup_url),
    )


def _in_words(codes: str, words: Words) -> str:
    """A code without words of its own is shown as it is: hiding a scope would be worse than a plain word."""
    return ", ".join(str(words.get(code, code)) for code in codes.split(",") if code)


def web_address(address: str) -> str:
    """The address if a browser can follow it safely, else nothing."""
    return address if address.lower().startswith(("https://", "http://")) else ""
