"""A case as it stood when the drawn decision was taken, whatever happened to it since."""

from dataclasses import dataclass
from typing import Any

from directory.accreditation.models import Verification
from directory.listings.content import Content, Invalid
from directory.listings.models import Revision

from ..models import Case, Decision, ScreeningFinding, StatementOfReasons
from ..views.credentials import credentials_of
from ..views.shown import NumberedFinding, ShownFact, ShownText, numbered, shown_facts, shown_texts
from ..views.words import reason_titles
from .models import SecondLook


@dataclass(frozen=True, slots=True)
class AsDecided:
    """`document` is None where the text was erased. `checks` are the looks at registers made by then, newest first."""

    decision: Decision
    document: Content | None
    texts: list[ShownText]
    facts: list[ShownFact]
    findings: list[NumberedFinding]
    reasons: list[str]
    statement: StatementOfReasons | None
    answers: list[dict[str, Any]]
    checks: list[Verification]


def as_decided(look: SecondLook) -> AsDecided:
    """Read the decision, the version it was about, and what was found and checked up to that moment."""
    case, decision = look.case, Decision.objects.get(seq=look.decision_seq)
    document = _document(case, decision)
    findings = numbered(_findings(case, decision))
    return AsDecided(
        decision=decision,
        document=document,
        texts=shown_texts(document, findings) if document else [],
        facts=shown_facts(document, findings) if document else [],
        findings=findings,
        reasons=reason_titles(decision.reasons),
        statement=StatementOfReasons.objects.filter(decision_seq=decision.seq).first(),
        answers=_answers(case, decision),
        checks=_checks(case, document, decision) if document else [],
    )


def _document(case: Case, decision: Decision) -> Content | None:
    same = Revision.objects.filter(listing_id=case.listing_id, sha256=decision.revision_sha256)
    revision = same.order_by("number").last()
    try:
        return revision.document() if revision else None
    except Invalid:
        return None


def _findings(case: Case, decision: Decision) -> list[ScreeningFinding]:
    """Of the last reading before the decision; what was dismissed only later is shown as it was: not dismissed."""
    runs = case.screenings.filter(revision__sha256=decision.revision_sha256, at__lte=decision.at)
    run = runs.order_by("at", "id").last()
    found = list(run.findings.all()) if run else []
    for each in found:
        if each.dismissed_at is not None and each.dismissed_at > decision.at:
            each.dismissed_at, each.dismissed_by_id, each.dismissal_reason = None, None, ""
    return found


def _answers(case: Case, decision: Decision) -> list[dict[str, Any]]:
    """The checklist is frozen with an approval, for the version approved; there is none behind a machine's decision."""
    if decision.actor_id is None or case.checklist.get("revision") != decision.revision_sha256:
        return []
    return list(case.checklist.get("answers", {}).values())


def _checks(case: Case, document: Content, decision: Decision) -> list[Verification]:
    looked = Verification.objects.filter(credential__in=credentials_of(case, document), at__lte=decision.at)
    return list(
        looked.select_related("credential__register", "credential__provider", "by").order_by("-at", "id")
    )
