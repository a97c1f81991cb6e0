"""Inviting one person from outside to one part of one case, and what that person answers."""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.accounts.permissions import lacks_second_factor
from directory.accounts.roles import Role

from ..errors import InvitationOver, ModerationError, NotAllowed, TransitionRefused
from ..locks import lock_case
from ..models import Case
from ..people import has_acted, in_the_house, permit, tied_people
from ..tables import Actor
from .address import comes_from_outside, has_address, is_outsider
from .mail import send_invitation, tell_reviewer_taken_back, tell_who_invited
from .models import Invitation
from .waiting import APPEAL, nobody_for, waiting_parts

DAYS, MOST_DAYS = 14, 30
"""How long an invitation holds, unless said otherwise, and at most."""


@transaction.atomic
def invite(
    *, case: Case, part: str, email: str, why_independent: str, days: int = DAYS, by: User
) -> Invitation:
    """Ask one person from outside to take `part` (`Invitation.Part`) of the case, for `days` days (1 to 30).

    Only where nobody of the team can. The message goes to the address and holds the only copy of the token.
    Raises `NotAllowed` for `by` and for an address that belongs to somebody with a part in it, `TransitionRefused`
    where nothing waits, a colleague can do it, somebody is invited already, or the words or days cannot be used.
    """
    locked = lock_case(case.pk)
    permit_inviting(locked, part, by)
    _needed(locked, part)
    address = _readable(email, why_independent, days)
    if not comes_from_outside(locked, address):
        raise NotAllowed(
            _(
                "This address belongs to somebody with a part in the case, in the listing or in the team, or to an"
                " account that is closed. Nobody was invited. Ask somebody who comes from outside."
            )
        )
    _make_room(locked, part)
    token, now = secrets.token_urlsafe(32), clock.now()
    invitation = Invitation.objects.create(
        case=locked,
        part=part,
        email=address,
        why_independent=why_independent.strip(),
        token_sha256=_fingerprint(token),
        invited_by_id=by.pk,
        invited_at=now,
        expires_at=now + timedelta(days=days),
    )
    send_invitation(invitation, token)
    return invitation


def permit_inviting(case: Case, part: str, by: User) -> None:
    """A moderator without a tie, for an appeal a senior one; or the operator. Never who is to be looked at.

    Nobody chooses who checks their own work: for a second look not the first person, for an appeal nobody who had a
    hand in the listing. Also for taking an invitation back. Raises `NotAllowed`.
    """
    if by.is_active and by.is_superuser and not by.has_role(Role.MODERATOR):
        if in_the_house(by, case.listing.provider_id) or by.pk in tied_people(case):
            raise NotAllowed(_("You have a tie to this provider. Somebody else invites."))
    else:
        permit(case, by, Actor.MODERATOR)
        if part == APPEAL and not (by.has_role(Role.SENIOR) or by.is_superuser):
            raise NotAllowed(
                _("For an appeal a senior moderator or the operator invites somebody from outside.")
            )
    if has_acted(case, by.pk) if part == APPEAL else by.pk == case.first_actor_id:
        raise NotAllowed(
            _(
                "You had a part in this yourself, so you do not choose who looks at it next. The operator invites"
                " somebody, and was told."
            )
        )


def may_invite(case: Case, part: str, by: User) -> bool:
    """Whether the page offers it to this person."""
    try:
        permit_inviting(case, part, by)
    except ModerationError:
        return False
    return True


def _needed(case: Case, part: str) -> None:
    if part not in Invitation.Part.values or part not in waiting_parts(case):
        raise TransitionRefused(_("Nothing in this case waits for somebody from outside now."))
    if not nobody_for(case, part):
        raise TransitionRefused(
            _(
                "A colleague can take this part. Somebody from outside is invited only where nobody in the team can."
            )
        )


def _readable(email: str, why_independent: str, days: int) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise TransitionRefused(_("This is not an e-mail address that can be written to.")) from error
    if not why_independent.strip():
        raise TransitionRefused(_("Say who this is and why nothing ties them to the case."))
    if not 1 <= days <= MOST_DAYS:
        raise TransitionRefused(_("An invitation holds between 1 and %(most)s days.") % {"most": MOST_DAYS})
    return address


def _make_room(case: Case, part: str) -> None:
    """One invitation at a time; one that ran out makes room for the next."""
    before = Invitation.objects.filter(case=case, part=part, ended_at=None)
    still = before.open(clock.now()).first()
    if still is not None:
        until = date_format(still.expires_at, "j F Y")
        raise TransitionRefused(
            _("Somebody is invited already, until %(day)s. Take that invitation back first.") % {"day": until}
        )
    before.update(ended_at=clock.now())


@transaction.atomic
def take_back(*, invitation: Invitation, by: User) -> None:
    """End an invitation at once, whether or not it was accepted. Raises `TransitionRefused` when it is over."""
    case = lock_case(invitation.case_id)
    permit_inviting(case, invitation.part, by)
    if not _end(invitation):
        raise TransitionRefused(_("This invitation was over already. Nothing was changed."))
    tell_reviewer_taken_back(invitation)


def find(token: str) -> Invitation | None:
    """The invitation that a link leads to, over or not."""
    return Invitation.objects.select_related("case").filter(token_sha256=_fingerprint(token)).first()


@transaction.atomic
def accept(*, token: str, by: User) -> Invitation:
    """The account that has proven to read the address takes the part. Doing it twice changes nothing.

    Raises `InvitationOver`; and `NotAllowed` for another account, one without the second factor that the settings ask
    for, and somebody who is no outsider any more.
    """
    invitation = _for(token, by)
    if invitation.user_id is not None:
        return invitation
    if lacks_second_factor(by):
        raise NotAllowed(_("Please set up a second factor for your account first. Then accept."))
    if not is_outsider(invitation.case, by):
        raise NotAllowed(
            _(
                "Your account has a part in this case, in the listing or in the team. Somebody else has to do it."
            )
        )
    invitation.user, invitation.accepted_at = by, clock.now()
    invitation.save(update_fields=["user", "accepted_at"])
    return invitation


@transaction.atomic
def decline(*, token: str, by: User) -> None:
    """The person asked cannot or does not want to; who invited them is told."""
    invitation = _for(token, by)
    _end(invitation)
    tell_who_invited(invitation, "declined")


def _for(token: str, by: User) -> Invitation:
    """The invitation under its case's lock, for the account that it is meant for and while it holds."""
    found = find(token)
    if found is None or not by.is_active:
        raise InvitationOver
    case = lock_case(found.case_id)
    found.refresh_from_db()
    found.case = case
    if not has_address(by, found.email) or found.user_id not in (None, by.pk):
        raise NotAllowed(
            _(
                "This invitation was sent to another address than those of the account you are signed in with."
                " Sign out, and sign in with the address to which the message came."
            )
        )
    if found.ended_at is not None or found.expires_at <= clock.now():
        raise InvitationOver
    return found


def _end(invitation: Invitation) -> int:
    still = Invitation.objects.open(clock.now()).filter(pk=invitation.pk)
    return still.update(ended_at=clock.now())


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
