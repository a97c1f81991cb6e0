"""What the provider was told about a case, in the order in which it was said. Nothing private is in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.outbox.models import NEVER, Message

from ..forms.fields import label
from ..models import Appeal, Case, ChangeRequest, Decision, StatementOfReasons
from .words import reason_titles

_TO_PROVIDER = frozenset({
    "statement", "changes_requested", "published", "unpublished", "appeal_received", "appeal_decided",
    "withdrawn_unanswered",
})  # fmt: skip
"""Mail about a decision that goes to the provider; what goes to others stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was asked for or explained."""

    label: str
    text: str


@dataclass(slots=True)
class Told:
    """One message to the provider: `mail` says what became of the e-mail about it."""

    at: datetime
    title: str
    tone: str = ""
    lines: list[Line] = field(default_factory=list)
    statement: StatementOfReasons | None = None
    mail: str = ""


def told(
    case: Case,
    decisions: list[Decision],
    statements: Iterable[StatementOfReasons],
    appeals: Iterable[Appeal],
) -> list[Told]:
    """Statements, requests for changes, answers to appeals, other mail about the case's decisions; two queries."""
    mails = _mails(decision.seq for decision in decisions)
    asked = list(case.change_requests.order_by("at", "pk"))
    stated = {each.decision_seq: each for each in statements}
    answered = {each.pk: each for each in appeals}
    found = [_told(each, stated, answered, asked, mails.get(each.seq, {})) for each in decisions]
    return [each for each in found if each is not None]


def _told(
    decision: Decision,
    stated: dict[int, StatementOfReasons],
    answered: dict[UUID, Appeal],
    asked: list[ChangeRequest],
    mails: dict[str, list[Message]],
) -> Told | None:
    if decision.seq in stated:
        statement = stated[decision.seq]
        lines = [Line(_("Reasons"), "\n".join(reason_titles(statement.reasons)))]
        lines += [Line(_("Explanation"), statement.explanation)] if statement.explanation else []
        found = Told(decision.at, _("Statement of reasons"), "stop", lines, statement)
    elif decision.action == "request_changes":
        at = [each for each in asked if each.case_version == decision.subject_version - 1]
        found = Told(
            decision.at,
            _("Asked for changes"),
            "wait",
            [Line(label(each.field), each.message) for each in at],
        )
    elif decision.lifecycle == "appeal" and decision.action != "file":
        appeal = answered.get(decision.subject_id)
        lines = [Line(_("Answer"), appeal.answer)] if appeal else []
        found = Told(decision.at, _("Answer to the appeal"), "", lines)
    elif mails:
        subject = next(iter(mails.values()))[0].subject
        found = Told(decision.at, subject)
    else:
        return None
    found.mail = _sent([message for each in mails.values() for message in each])
    return found


def _mails(decisions: Iterable[int]) -> dict[int, dict[str, list[Message]]]:
    """By decision and template; the addresses are nobody's business here."""
    wanted = Q(pk__in=[])
    for seq in decisions:
        wanted |= Q(key__startswith=f"{seq}:")
    found: dict[int, dict[str, list[Message]]] = {}
    for message in Message.objects.filter(wanted).defer("text", "html").order_by("pk"):
        seq_, template, *_rest = message.key.split(":")
        if template not in _TO_PROVIDER:
            continue
        found.setdefault(int(seq_), {}).setdefault(template, []).append(message)
    return found


def _sent(messages: list[Message]) -> str:
    """What became of the mail: sent, waiting, or left for the operator."""
    if not messages:
        return _("No e-mail: nobody acted for the provider then.")
    sent = sum(each.sent_at is not None for each in messages)
    left = sum(each.sent_at is None and each.next_attempt_at == NEVER for each in messages)
    if left:
        return _("E-mail could not be delivered to %(count)s of %(all)s people; an operator looks at it.") % {
            "count": left, "all": len(messages),
        }  # fmt: skip
    if sent < len(messages):
        return _("E-mail is waiting to be sent.")
    return ngettext("E-mail sent to %(count)s person.", "E-mail sent to %(count)s people.", sent) % {
        "count": sent
    }
