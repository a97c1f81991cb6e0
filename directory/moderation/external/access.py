"""What somebody from outside may open: the case or the appeal that an invitation is for, and a page of their own."""

from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role

from ..models import Case
from .actions import may_invite
from .mail import page_of
from .models import Invitation
from .waiting import FIRST, perhaps_stranded, stranded_parts

MOST_NEEDED = 50


def was_invited(
    user: AbstractBaseUser | AnonymousUser, *, case_id: UUID | None = None, appeal_id: UUID | None = None
) -> bool:
    """Whether this person accepted an invitation to the case, or to the appeal's case, and is not of the team.

    True also when it is over: then the page says that, and what was typed is kept (`people.permit` decides).
    """
    if not isinstance(user, User):
        return False
    accepted = Invitation.objects.filter(user=user)
    if case_id is not None:
        accepted = accepted.filter(case=case_id)
    elif appeal_id is not None:
        accepted = accepted.filter(case__appeals=appeal_id)
    else:
        return False
    return accepted.exists() and not user.has_role(Role.MODERATOR)


@dataclass(frozen=True, slots=True)
class Task:
    """One invitation that somebody accepted and that still holds, with the page where its part is played."""

    invitation: Invitation
    reference: str
    url: str


def tasks_of(user: User) -> list[Task]:
    """What this person was invited to and can open now, the one that ends soonest first."""
    held = Invitation.objects.of(user.pk, clock.now()).select_related("case").order_by("expires_at")
    return [Task(each, str(each.case_id)[:8].upper(), page_of(each.case, each.part)) for each in held]


def awaits_answer(user: User) -> bool:
    """Whether a message that invited one of this person's addresses still waits to be accepted or declined."""
    proven = EmailAddress.objects.filter(user=user, verified=True)
    addresses = [email.lower() for email in proven.values_list("email", flat=True)]
    return Invitation.objects.open(clock.now()).filter(user=None, email__in=addresses).exists()


@dataclass(frozen=True, slots=True)
class Outside:
    """How it stands with somebody from outside for one part of a case, and what this person may do about it."""

    part: str
    invitation: Invitation | None
    may_invite: bool


def outside_of(case: Case, part: str, user: User) -> Outside:
    """For a part that waits and that nobody of the team can take."""
    invitation = Invitation.objects.open(clock.now()).filter(case=case, part=part).first()
    return Outside(part, invitation, may_invite(case, part, user))


@dataclass(frozen=True, slots=True)
class Needed:
    """A part of a case that nobody of the team can take. `url` leads on, and is empty where this person may not."""

    part: str
    reference: str
    url: str
    invitation: Invitation | None


def needed_by_team(user: User) -> list[Needed]:
    """What waits for the operator, the longest wait first; the first `MOST_NEEDED` cases that it could be true of."""
    cases = sorted(perhaps_stranded(), key=lambda case: case.opened_at)[:MOST_NEEDED]
    return [_needed(case, part, user) for case in cases for part in stranded_parts(case)]


def _needed(case: Case, part: str, user: User) -> Needed:
    reference = str(case.pk)[:8].upper()
    if part == FIRST:
        return Needed(part, reference, reverse("admin:directory_user_changelist"), None)
    outside = outside_of(case, part, user)
    url = reverse("invite", args=[case.pk, part]) if outside.may_invite else ""
    return Needed(part, reference, url, outside.invitation)
