"""Where a case waits for somebody whom the team does not have: in which part, and what that means for it."""

from django.db.models import Q

from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.accreditation.models import Membership

from ..models import Appeal, Case, ConflictDeclaration
from ..people import second_people, uninvolved_seniors
from .models import Invitation

FIRST = "first"
"""The first look. Nobody from outside can take it: the team needs one more moderator."""
SECOND, APPEAL = Invitation.Part.SECOND.value, Invitation.Part.APPEAL.value


def waiting_parts(case: Case) -> list[str]:
    """The parts in which somebody has something to do now."""
    looks = {Case.Status.OPEN.value: [FIRST], Case.Status.SECOND_REVIEW.value: [SECOND]}
    appealed = case.appeals.filter(status=Appeal.Status.OPEN).exists()
    return looks.get(case.status, []) + ([APPEAL] if appealed else [])


def nobody_for(case: Case, part: str) -> bool:
    """Whether nobody of the team could take this part of the case, now or when they have time."""
    return not (uninvolved_seniors(case) if part == APPEAL else second_people(case))


def stranded_parts(case: Case) -> list[str]:
    """The parts that wait and that nobody of the team could take."""
    return [part for part in waiting_parts(case) if nobody_for(case, part)]


def perhaps_stranded() -> list[Case]:
    """Cases to look at with `stranded_parts`: all that it could be true of; few where the team is large enough."""
    free = _without_any_tie()
    looks = Q(pk__in=())
    if not free:
        looks = Q(status__in=(Case.Status.OPEN, Case.Status.SECOND_REVIEW))
    elif len(free) == 1:
        looks = Q(status=Case.Status.SECOND_REVIEW, first_actor_id__in=free)
    appealed = Q(pk__in=Appeal.objects.filter(status=Appeal.Status.OPEN).values("case_id"))
    return list(Case.objects.filter(looks | appealed).select_related("listing", "revision").order_by("pk"))


def _without_any_tie() -> set[int]:
    """Moderators who act for nobody and never declared a tie to anybody."""
    team = User.objects.filter(is_active=True, groups__name__in=[Role.MODERATOR, Role.SENIOR])
    tied = ConflictDeclaration.objects.filter(has_conflict=True).values("user_id")
    acting = Membership.objects.values("user_id")
    return set(team.exclude(pk__in=tied).exclude(pk__in=acting).values_list("pk", flat=True))
