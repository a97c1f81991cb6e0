"""A statement of reasons before it exists, as the provider would read it."""

from datetime import timedelta
from typing import Any

from directory import clock

from ..models import Case, Decision, StatementOfReasons
from ..stated import words_of
from ..statements import APPEAL_DAYS, evidence_for, noticed_how

_NOT_YET = 2**62
"""Comes after every decision there is."""


def previewed(case: Case, reasons: tuple[str, ...], explanation: str) -> dict[str, Any]:
    """What the statement would hold, and its words, if the case were rejected now by a person."""
    evidence = evidence_for(case, reasons)
    statement = StatementOfReasons(
        case=case,
        listing=case.listing,
        reasons=list(reasons),
        evidence=evidence,
        explanation=explanation,
        noticed_by=noticed_how(case, reasons, automatic=False),
        detected_automatically=bool(evidence),
        decided_automatically=False,
        appeal_until=clock.today() + timedelta(days=APPEAL_DAYS),
    )
    decision = Decision(
        seq=_NOT_YET,
        listing_id=case.listing_id,
        to_status=Case.Status.REJECTED,
        revision_sha256=case.revision.sha256,
    )
    return {
        "statement": statement,
        "words": words_of(statement, decision),
        "codes": reasons,
        "explanation": explanation,
        "appeal_until": statement.appeal_until,
        "reference": str(case.pk)[:8].upper(),
    }
