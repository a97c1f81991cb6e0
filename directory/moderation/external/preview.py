"""How mail about invitations looks, with made-up data (see `mail_preview.every`)."""

from datetime import UTC, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..mail_preview.mail import Mail
from .models import Invitation
from .waiting import APPEAL, FIRST, SECOND

_REVIEWER = _("the person invited")
_INVITER = _("whoever invited them")
_OPERATOR = _("the operator")


def _sample(part: str = SECOND, **more: object) -> dict[str, object]:
    made_up = Invitation(part=part, expires_at=datetime(2026, 12, 6, 9, 0, tzinfo=UTC))
    return {"reference": "MADE-UP1", "invitation": made_up, "part": part, **more}


def _mail(
    name: str, template: str, trigger: str | Promise, reader: str | Promise, part: str = SECOND, why: str = ""
) -> Mail:
    return Mail(name, f"email/{template}", trigger, reader, lambda: _sample(part, why=why))


INVITATIONS: tuple[Mail, ...] = (
    _mail(
        "invitation-second", "invitation", _("Somebody from outside is asked for a second look"), _REVIEWER
    ),
    _mail(
        "invitation-appeal",
        "invitation",
        _("Somebody from outside is asked to answer an appeal"),
        _REVIEWER,
        APPEAL,
    ),
    _mail("invitation-taken-back", "invitation_taken_back", _("An invitation is taken back"), _REVIEWER),
    _mail(
        "invitation-declined", "invitation_ended", _("The person invited declines"), _INVITER, why="declined"
    ),
    _mail(
        "invitation-tied", "invitation_ended", _("The person invited declares a tie"), _INVITER, why="tied"
    ),
    _mail("invitation-expired", "invitation_ended", _("An invitation runs out"), _INVITER, why="expired"),
    _mail(
        "nobody-first", "invitation_needed", _("Nobody in the team may take a first look"), _OPERATOR, FIRST
    ),
    _mail("nobody-second", "invitation_needed", _("Nobody in the team may take a second look"), _OPERATOR),
    _mail(
        "nobody-appeal", "invitation_needed", _("Nobody in the team may answer an appeal"), _OPERATOR, APPEAL
    ),
)
