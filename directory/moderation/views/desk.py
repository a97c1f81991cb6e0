"""What a moderator may do with a case at this moment, for the page to offer it. The actions check it all again."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.listings.models import Listing

from ..conditions import Request, two_people
from ..errors import ModerationError, TransitionRefused
from ..external.access import Outside, outside_of
from ..external.models import Invitation
from ..models import Case
from ..people import permit, second_people
from ..tables import BY_ACTION, Actor

_UP = (Listing.Publication.LIVE, Listing.Publication.QUARANTINED)


@dataclass(frozen=True, slots=True)
class Desk:
    """`seconds` are those of the team who could take the second look after this person; where the case waits for one
    and there is nobody, `outside` says how it stands with somebody from outside."""

    holds: bool
    held_by: User | None
    minutes_left: int
    can_take: bool
    works: bool
    judges_second: bool
    was_first: bool
    can_verify: bool
    seconds: list[User]
    outside: Outside | None
    removable: bool
    removal_refused: str


def desk_of(case: Case, user: User, now: datetime) -> Desk:
    holds = case.leased_to(user.pk, now)
    other = case.leased_by_other(user.pk, now)
    is_open = case.status == Case.Status.OPEN
    second = case.status == Case.Status.SECOND_REVIEW
    was_first = case.first_actor_id == user.pk
    inside = user.has_role(Role.MODERATOR)
    asked = second_people(case) if second or (holds and is_open) else []
    seconds = [each for each in asked if second or each.pk != user.pk]
    removable = inside and case.kind == Case.Kind.RECHECK and case.listing.publication in _UP
    left = (case.lease_until - now).total_seconds() if case.lease_until and (holds or other) else 0
    return Desk(
        holds=holds,
        held_by=case.lease_by if other else None,
        minutes_left=max(1, int(left // 60)) if left else 0,
        can_take=inside and (is_open or (second and not was_first)) and not holds and not other,
        works=holds and is_open,
        judges_second=second and (not was_first if inside else _judges(case, user)),
        was_first=second and was_first,
        can_verify=inside and may_verify(case, user, now),
        seconds=seconds,
        outside=outside_of(case, Invitation.Part.SECOND, user) if second and not seconds else None,
        removable=removable,
        removal_refused=_removal_refused(case, user) if removable else "",
    )


def _judges(case: Case, user: User) -> bool:
    """Whether somebody from outside may take the second look now."""
    try:
        permit(case, user, Actor.EXTERNAL, "case")
    except ModerationError:
        return False
    return True


def may_verify(case: Case, user: User, now: datetime) -> bool:
    """The lease holder; and, where the case put up what is live, anybody who renews a check."""
    renews = case.status == Case.Status.APPROVED and case.listing.publication == Listing.Publication.LIVE
    return case.leased_to(user.pk, now) or renews


def _removal_refused(case: Case, user: User) -> str:
    """Why this person cannot remove the listing for good; empty when they can, as the second of two."""
    step = BY_ACTION["publication", "delist"]
    try:
        two_people(Request(step=step, case=case, listing=case.listing, by=user, reasons=()))
    except TransitionRefused as error:
        return error.sentence or _("This is not possible now.")
    return ""
