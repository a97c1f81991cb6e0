"""Who may take a step, and in what part. Nothing here reads a form: only stored facts count."""

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.accreditation.models import Membership

from .errors import NotAllowed, NotLeaseHolder, TransitionRefused
from .models import Case, Decision, ScreeningFinding
from .tables import Actor


def permit(case: Case, by: User | None, acting_as: Actor) -> None:
    """Return when `by` may act on the case in this part; raise a `ModerationError` that says why not."""
    if acting_as is Actor.SYSTEM:
        if by is not None:
            raise TransitionRefused("A step of the system has no person.")
        return
    if by is None or not by.is_active:
        raise NotAllowed("Please sign in with an active account.")
    if acting_as is Actor.PROVIDER:
        if not _acts_for(by, case):
            raise NotAllowed("Only people who act for this provider can do that.")
        return
    _permit_moderator(case, by)
    if acting_as is Actor.LEASE_HOLDER and not case.leased_to(by.pk, clock.now()):
        raise NotLeaseHolder
    if acting_as is Actor.SECOND and by.pk == case.first_actor_id:
        raise NotAllowed("You approved this first. The second look belongs to somebody else.")
    if acting_as is Actor.UNINVOLVED_SENIOR and not may_judge_appeal(case, by):
        raise NotAllowed("An appeal is decided by a senior moderator who has not acted on the case.")


def _permit_moderator(case: Case, by: User) -> None:
    if not by.has_role(Role.MODERATOR):
        raise NotAllowed("Only moderators can decide.")
    if _acts_for(by, case):
        raise NotAllowed("This is a listing of your own organisation. Somebody else decides on it.")
    declared = case.conflicts.filter(user=by).first()
    if declared is not None and declared.has_conflict:
        raise NotAllowed("You declared a conflict of interest. Somebody else decides on this case.")


def _acts_for(user: User, case: Case) -> bool:
    return Membership.objects.filter(user=user, provider_id=case.listing.provider_id).exists()


def may_judge_appeal(case: Case, user: User) -> bool:
    """A senior moderator without a tie, who decided nothing on this case and dismissed none of its findings."""
    tie = _acts_for(user, case) or case.conflicts.filter(user=user, has_conflict=True).exists()
    return user.has_role(Role.SENIOR) and not tie and not has_acted(case, user.pk)


def has_acted(case: Case, user_id: int) -> bool:
    decided = Decision.objects.filter(case_id=case.pk, actor_id=user_id).exists()
    return decided or ScreeningFinding.objects.filter(run__case=case, dismissed_by_id=user_id).exists()


def uninvolved_seniors(case: Case) -> list[User]:
    """Who could decide an appeal on this case; empty means it waits for an invited external reviewer."""
    seniors = User.objects.filter(is_active=True, groups__name=Role.SENIOR)
    return [senior for senior in seniors if may_judge_appeal(case, senior)]


def second_people(case: Case) -> list[User]:
    """Who could take the second look; empty means the case waits for an invited external reviewer."""
    moderators = User.objects.filter(
        is_active=True, groups__name__in=[Role.MODERATOR, Role.SENIOR]
    ).distinct()
    declared = set(case.conflicts.filter(has_conflict=True).values_list("user_id", flat=True))
    return [
        person
        for person in moderators
        if person.pk != case.first_actor_id and person.pk not in declared and not _acts_for(person, case)
    ]
