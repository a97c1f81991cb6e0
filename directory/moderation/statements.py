"""Statements of reasons and the mail that tells of a decision.

Mail names no clinic and quotes no text of a listing: it says what was decided and links to the page behind the
sign-in, so that nothing of an unpublished listing lies in anybody's mailbox.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from directory import clock
from directory.accounts.models import User
from directory.outbox import actions as outbox
from directory.screening.findings import Severity

from .models import Case, Decision, StatementOfReasons
from .reasons import BY_CODE, reasons_of
from .reports.models import PublicReport
from .stated import words_of
from .targets import APPEAL

APPEAL_DAYS = 184
"""Six months (Regulation (EU) 2022/2065 art. 20)."""


def state_reasons(
    case: Case, decision: Decision, *, automatic: bool, explanation: str = "", noticed_by: str = ""
) -> StatementOfReasons:
    """Keep the statement for one decision and tell the provider; belongs into the decision's transaction."""
    evidence = evidence_for(case, decision.reasons)
    statement = StatementOfReasons.objects.create(
        decision_seq=decision.seq,
        case=case,
        listing=case.listing,
        at=decision.at,
        reasons=decision.reasons,
        evidence=evidence,
        explanation=explanation,
        ruleset=decision.ruleset,
        noticed_by=noticed_by or noticed_how(case, decision.reasons, automatic=automatic),
        detected_automatically=bool(evidence),
        decided_automatically=automatic,
        appeal_until=clock.today() + timedelta(days=APPEAL_DAYS),
    )
    link = reverse("provider_statement", args=[statement.decision_seq])
    words = words_of(statement, decision)
    tell(case, decision, "statement", link=link, statement=statement, words=words)
    return statement


def noticed_how(case: Case, reasons: Iterable[str], *, automatic: bool) -> str:
    """By a report that was confirmed, or that waits where a reason is the report itself; else by a check of ours."""
    led = case.reports.standing()
    if "safety_report" not in reasons:
        led = led.filter(outcome=PublicReport.Outcome.CONFIRMED)
    return "report" if not automatic and led.exists() else "own_check"


def evidence_for(case: Case, reasons: Iterable[str]) -> list[dict[str, str]]:
    """Findings that nobody dismissed and that amount to one of the reasons; others are no ground of the decision."""
    run = case.screenings.filter(revision_id=case.revision_id).last()
    if run is None:
        return []
    told = set(reasons)
    findings = run.findings.filter(dismissed_at=None).exclude(severity=Severity.NOTE)
    return [
        {"rule": each.rule, "field": each.field, "excerpt": each.excerpt, "reason": each.reason}
        for each in findings
        if told & set(reasons_of([each.rule]))
    ]


def tell(case: Case, decision: Decision, template: str, *, link: str = "", **context: object) -> None:
    """One mail to everybody who acts for the provider, through the outbox."""
    link = link or reverse("provider_listing", args=[case.listing_id])
    words = {
        "reference": str(case.pk)[:8].upper(),
        "case": case,
        "decision": decision,
        "link": settings.SITE_URL + link,
        "site_name": settings.SITE_NAME,
        "reasons": [BY_CODE[code] for code in decision.reasons],
        "answer_within": APPEAL.within,
        **context,
    }
    subject = render_to_string(f"email/{template}_subject.txt", words).strip()
    text = render_to_string(f"email/{template}.txt", words)
    html = render_to_string(f"email/{template}.html", words)
    for user in _people(case):
        outbox.post(
            key=f"{decision.seq}:{template}:{user.pk}", to=user.email, subject=subject, text=text, html=html
        )


def _people(case: Case) -> list[User]:
    return list(
        User.objects.filter(is_active=True, memberships__provider_id=case.listing.provider_id).distinct()
    )
