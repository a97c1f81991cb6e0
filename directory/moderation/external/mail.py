"""Mail about invitations: to the reviewer, to who invited them, to the operator. None names a clinic."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.outbox import actions as outbox

from ..models import Case, Decision
from .models import Invitation
from .waiting import FIRST


def send_invitation(invitation: Invitation, token: str) -> None:
    """The one message that holds the link; the outbox forgets its text once it is delivered."""
    link = reverse("invited_by", args=[token])
    _post(f"invitation:{invitation.pk}", invitation.email, "invitation", link, invitation=invitation)


def tell_reviewer_taken_back(invitation: Invitation) -> None:
    _post(
        f"invitation-taken-back:{invitation.pk}",
        invitation.email,
        "invitation_taken_back",
        reverse("invited"),
        invitation=invitation,
    )


def tell_who_invited(invitation: Invitation, why: str) -> None:
    """The reviewer takes no part after all; `why` is "declined", "tied" or "expired".

    Where the account of who invited is closed, the operator hears it.
    """
    inviter = User.objects.filter(pk=invitation.invited_by_id, is_active=True).first()
    moderates = inviter is not None and inviter.has_role(Role.MODERATOR)
    _post(
        f"invitation-ended:{invitation.pk}",
        inviter.email if inviter is not None else settings.OPERATOR_EMAIL,
        "invitation_ended",
        # The operator sees no case.
        page_of(invitation.case, invitation.part)
        if moderates
        else reverse("invite", args=[invitation.case_id, invitation.part]),
        invitation=invitation,
        why=why,
    )


def tell_operator(case: Case, part: str) -> None:
    """Nobody of the team can take this part. Once each time it comes to wait so; an invitation that ended is anew."""
    accounts = reverse("admin:directory_user_changelist")
    link = accounts if part == FIRST else reverse("invite", args=[case.pk, part])
    key = f"nobody:{case.pk}:{part}{_time(case, part)}"
    _post(key, settings.OPERATOR_EMAIL, "invitation_needed", link, case=case, part=part)


def _time(case: Case, part: str) -> str:
    """Empty for the first time that the part waits for somebody, then `:1`, `:2` and so on."""
    over = Invitation.objects.filter(case=case, part=part).exclude(ended_at=None, expires_at__gt=clock.now())
    sent = Decision.objects.filter(
        case_id=case.pk, to_status=Case.Status.SECOND_REVIEW, lifecycle="case"
    ).count()
    before = over.count() + (max(0, sent - 1) if part == Invitation.Part.SECOND else 0)
    return f":{before}" if before else ""


def page_of(case: Case, part: str) -> str:
    """Where the part is played: the case's page, or its newest appeal's."""
    newest = case.appeals.order_by("-filed_at").first() if part == Invitation.Part.APPEAL else None
    return reverse("appeal", args=[newest.pk]) if newest else reverse("case", args=[case.pk])


def _post(key: str, to: str, template: str, link: str, **words: Any) -> None:
    case = words["case"] if "case" in words else words["invitation"].case
    context = {
        "reference": str(case.pk)[:8].upper(),
        "link": settings.SITE_URL + link,
        "site_name": settings.SITE_NAME,
        **words,
    }
    outbox.post(
        key=key,
        to=to,
        subject=render_to_string(f"email/{template}_subject.txt", context).strip(),
        text=render_to_string(f"email/{template}.txt", context),
        html=render_to_string(f"email/{template}.html", context),
    )
