"""A statement of reasons before it exists, as the provider would read it."""

from datetime import timedelta
from typing import Any

from directory import clock

from ..models import Case
from ..reasons import BY_CODE
from ..statements import APPEAL_DAYS
from .shown import numbered


def previewed(case: Case, reasons: tuple[str, ...], explanation: str) -> dict[str, Any]:
    """What the statement would hold: reasons, evidence (findings that nobody dismissed), explanation, time limit."""
    run = case.screenings.filter(revision_id=case.revision_id).last()
    open_findings = run.findings.filter(dismissed_at=None).exclude(severity="note") if run else ()
    return {
        "reasons": [BY_CODE[code] for code in reasons],
        "codes": reasons,
        "explanation": explanation,
        "evidence": numbered(open_findings),
        "appeal_until": clock.today() + timedelta(days=APPEAL_DAYS),
    }
