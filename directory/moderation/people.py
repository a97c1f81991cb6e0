"""Who may take a step, and in what part. Nothing here reads a form: only stored facts count."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.accreditation.models import Affiliation, Membership, Verification

from .errors import InvitationOver, NotAllowed, NotLeaseHolder, TransitionRefused
from .external.models import Invitation
from .models import Case, ConflictDeclaration, Decision, ScreeningFinding
from .quality.models import SecondLook
from .reports.models import PublicReport
from .tables import Actor

_PART_IN = {
    "case": Invitation.Part.SECOND,
    "publication": Invitation.Part.SECOND,
    "appeal": Invitation.Part.APPEAL,
}
"""The part for which somebody from outside must be invited to take a step of the lifecycle."""


def permit(case: Case, by: User | None, acting_as: Actor, lifecycle: str = "") -> None:
    """Return when `by` may act on the case in this part; raise a `ModerationError` that says why not.

    `lifecycle` is that of the step, empty where the case is only read: an invitation is for one of them.
    """
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
    if acting_as is Actor.EXTERNAL:
        _permit_external(case, by, lifecycle)
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
    if _in_the_house(by, case):
        raise NotAllowed(_("This is a listing of your own organisation.") + " " + who_else(case))
    if by.pk in tied_people(case):
        raise NotAllowed(_("You declared a conflict of interest.") + " " + who_else(case))


def who_else(case: Case) -> str:
    """What somebody who may not decide is told: that others do, or that nobody is left and whom that reached."""
    waits = case.status in (Case.Status.OPEN, Case.Status.SECOND_REVIEW)
    if not waits or second_people(case):
        return _("Somebody else decides on this case.")
    return _("Nobody else in the team can decide on this case now. It waits, and the operator was told.")


def in_part(by: User, inside: Actor) -> Actor:
    """In what part a person takes a step: `inside` for the team, `EXTERNAL` for everybody else."""
    return inside if by.has_role(Role.MODERATOR) else Actor.EXTERNAL


def _permit_external(case: Case, by: User, lifecycle: str) -> None:
    """Invited to this very case, for this part of it, and still; without a tie, and never at work on it before."""
    invitations = Invitation.objects.filter(case=case, user=by)
    if by.has_role(Role.MODERATOR) or not invitations.exists():
        raise NotAllowed(_("Only moderators can decide."))
    if lifecycle:
        invitations = invitations.filter(part=_PART_IN[lifecycle])
        if not invitations.exists():
            raise NotAllowed(_("You were invited for another part of this case."))
    if not invitations.open(clock.now()).exists():
        raise InvitationOver
    if _in_the_house(by, case):
        raise NotAllowed(_("This is a listing of your own organisation. Somebody else decides on it."))
    if by.pk in tied_people(case):
        raise NotAllowed(_("You declared a conflict of interest. Somebody else decides on this case."))
    if lifecycle and not _comes_fresh(case, by, lifecycle):
        raise NotAllowed(_("You had a part in this case before. It needs somebody who had none."))


def _comes_fresh(case: Case, by: User, lifecycle: str) -> bool:
    """Never acted on it; publishing follows from the approval that the same person gave a moment ago."""
    if lifecycle != "publication":
        return by.pk != case.first_actor_id and not has_acted(case, by.pk)
    approved = Decision.objects.filter(lifecycle="case", subject_id=case.pk, subject_version=case.version)
    return approved.filter(action="approve_second", actor_id=by.pk).exists()


def _acts_for(user: User, case: Case) -> bool:
    return Membership.objects.filter(user=user, provider_id=case.listing.provider_id).exists()


def _in_the_house(user: User, case: Case) -> bool:
    return in_the_house(user, case.listing.provider_id)


def in_the_house(user: User, provider: UUID) -> bool:
    """Acts for the provider, for a practitioner who works there, or for an organisation where the provider works."""
    return _of_the_house(provider).filter(user=user).exists()


def _of_the_house(provider: UUID) -> QuerySet[Membership]:
    colleagues = Affiliation.objects.filter(organisation_id=provider).values("practitioner_id")
    employers = Affiliation.objects.filter(practitioner_id=provider).values("organisation_id")
    house = Q(provider_id=provider) | Q(provider_id__in=colleagues) | Q(provider_id__in=employers)
    return Membership.objects.filter(house)


def tied_people(case: Case) -> set[int]:
    """Who ever declared a tie to the case's provider."""
    return tied_to(case.listing.provider_id)


def tied_to(provider_id: UUID) -> set[int]:
    """Ids of everybody who declared a tie to the provider, in whatever case: a tie does not end with one."""
    declared = ConflictDeclaration.objects.filter(has_conflict=True, case__listing__provider_id=provider_id)
    return set(declared.values_list("user_id", flat=True))


def still_stands(case: Case, user_id: int | None) -> bool:
    """Whether the first person could still approve: active, a moderator, without a tie."""
    person = User.objects.filter(pk=user_id).first() if user_id is not None else None
    try:
        permit(case, person, Actor.MODERATOR)
    except NotAllowed:
        return False
    return True


def may_judge_appeal(case: Case, user: User) -> bool:
    """A senior moderator without a tie, who had no hand in what is known or decided about the listing."""
    tie = _in_the_house(user, case) or user.pk in tied_people(case)
    return user.has_role(Role.SENIOR) and not tie and not has_acted(case, user.pk)


def has_acted(case: Case, user_id: int) -> bool:
    """Had a hand in anything about the listing.

    Decided, answered its checklist, dismissed a finding, verified what it rests on, judged a reader's report about it,
    or said on record whether a decision on it was right.
    """
    listing = case.listing
    answers = [found.checklist.get("answers", {}) for found in listing.cases.only("checklist")]
    answered = any(answer.get("by") == user_id for answer_set in answers for answer in answer_set.values())
    people = Q(credential__provider_id=listing.provider_id) | Q(
        credential__provider__affiliations__organisation_id=listing.provider_id
    )
    return (
        answered
        or Decision.objects.filter(listing_id=listing.pk, actor_id=user_id).exists()
        or ScreeningFinding.objects.filter(run__case__listing=listing, dismissed_by_id=user_id).exists()
        or Verification.objects.filter(people, by_id=user_id).exists()
        or PublicReport.objects.filter(listing=listing, judged_by_id=user_id).exists()
        or SecondLook.objects.filter(case__listing=listing, by_id=user_id).exists()
    )


def uninvolved_seniors(case: Case) -> list[User]:
    """Who could decide an appeal on this case; empty means it waits for an invited external reviewer."""
    seniors = User.objects.filter(is_active=True, groups__name=Role.SENIOR)
    return [senior for senior in seniors if may_judge_appeal(case, senior)]


def second_people(case: Case) -> list[User]:
    """Who could take the second look; empty means the case waits for an invited external reviewer."""
    moderators = User.objects.filter(
        is_active=True, groups__name__in=[Role.MODERATOR, Role.SENIOR]
    ).distinct()
    kept_out = tied_people(case) | {case.first_actor_id}
    kept_out |= set(_of_the_house(case.listing.provider_id).values_list("user_id", flat=True))
    return [person for person in moderators if person.pk not in kept_out]
