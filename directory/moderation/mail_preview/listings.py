"""Mail to whoever acts for a provider."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from directory.accreditation.models import Provider
from directory.listings.models import Listing

from ..models import Case, Decision, StatementOfReasons
from ..reasons import BY_CODE
from ..stated import words_of
from ..targets import APPEAL
from .mail import Mail

PROVIDER = _("everybody who acts for the provider")
_ID = UUID("5ca1ab1e-0000-4000-8000-000000000001")
_DAY = date(2027, 1, 15)
_FINDING = {"rule": "made-up", "field": "summary", "excerpt": "made-up words", "reason": "A made-up reason."}


def _made_up(*, kind: str, codes: tuple[str, ...], **decided: Any) -> tuple[Case, Decision]:
    listing = Listing(pk=_ID, kind="specialist", provider=Provider(name="Made up"))
    case = Case(pk=_ID, listing=listing, kind=kind, changes_due_at=datetime(2027, 1, 15, 9, tzinfo=UTC))
    return case, Decision(seq=1, case_id=_ID, listing_id=_ID, reasons=list(codes), **decided)


def about_case(
    *, kind: str = "submission", reasons: tuple[str, ...] = (), **decided: Any
) -> Mapping[str, object]:
    """What `statements.tell()` gives a template, of a case that never was."""
    case, decision = _made_up(kind=kind, codes=reasons, **decided)
    return {
        "reference": str(_ID)[:8].upper(),
        "case": case,
        "decision": decision,
        "link": f"{settings.SITE_URL}/providers/listings/{_ID}/",
        "reasons": [BY_CODE[code] for code in reasons],
        "answer_within": APPEAL.within,
    }


def _statement(
    to_status: str, *, action: str = "reject", kind: str = "submission", code: str = "accreditation"
) -> Mapping[str, object]:
    automatic = action == "reject_automatically"
    case, decision = _made_up(kind=kind, codes=(code,), action=action, to_status=to_status)
    statement = StatementOfReasons(
        decision_seq=decision.seq,
        case=case,
        listing=case.listing,
        reasons=[code],
        evidence=[_FINDING] if automatic else [],
        noticed_by="report" if code == "safety_report" else "own_check",
        detected_automatically=automatic,
        decided_automatically=automatic,
        appeal_until=_DAY,
    )
    told = about_case(kind=kind, reasons=(code,), action=action, to_status=to_status)
    return {**told, "statement": statement, "words": words_of(statement, decision)}


def _reminder() -> Mapping[str, object]:
    return {**about_case(), "until": _DAY}


LISTINGS: tuple[Mail, ...] = (
    Mail(
        "published",
        "email/published",
        _("A listing or a new version of it is published"),
        PROVIDER,
        about_case,
    ),
    Mail(
        "changes-requested",
        "email/changes_requested",
        _("A moderator asks for changes"),
        PROVIDER,
        about_case,
    ),
    Mail(
        "rejected",
        "email/statement",
        _("A moderator rejects a submission"),
        PROVIDER,
        lambda: _statement("rejected"),
    ),
    Mail(
        "rejected-automatically",
        "email/statement",
        _("The automatic check rejects a submission"),
        PROVIDER,
        lambda: _statement("rejected", action="reject_automatically", code="cell_product"),
    ),
    Mail(
        "hidden",
        "email/statement",
        _("A published listing is hidden until a second look"),
        PROVIDER,
        lambda: _statement("quarantined", action="quarantine", kind="recheck", code="safety_report"),
    ),
    Mail(
        "stays-hidden",
        "email/statement",
        _("A second look ends with the listing staying hidden"),
        PROVIDER,
        lambda: _statement("rejected", action="reject_second", kind="recheck"),
    ),
    Mail(
        "removed",
        "email/statement",
        _("A listing is removed for good"),
        PROVIDER,
        lambda: _statement("delisted", action="delist", kind="recheck", code="exclusion"),
    ),
    Mail("unpublished", "email/unpublished", _("The provider takes the listing down"), PROVIDER, about_case),
    Mail(
        "withdrawn-unanswered",
        "email/withdrawn_unanswered",
        _("Nobody answered a request for changes within 14 days"),
        PROVIDER,
        about_case,
    ),
    Mail("appeal-received", "email/appeal_received", _("The provider appeals"), PROVIDER, about_case),
    Mail(
        "appeal-confirmed",
        "email/appeal_decided",
        _("An appeal ends with the decision confirmed"),
        PROVIDER,
        lambda: about_case(reasons=("accreditation",), to_status="confirmed"),
    ),
    Mail(
        "appeal-overturned",
        "email/appeal_decided",
        _("An appeal ends with the decision overturned"),
        PROVIDER,
        lambda: about_case(reasons=("accreditation",), to_status="overturned"),
    ),
    Mail(
        "attestation",
        "moderation/mail/attestation",
        _("15, 10 and 5 days before details that nobody confirmed hide the listing"),
        PROVIDER,
        _reminder,
    ),
    Mail(
        "evidence",
        "moderation/mail/evidence",
        _("15, 10 and 5 days before the evidence of a listing ends"),
        PROVIDER,
        _reminder,
    ),
    Mail(
        "team-added",
        "email/team_added",
        _("A provider adds a colleague"),
        _("the colleague"),
        about_case,
    ),
)
