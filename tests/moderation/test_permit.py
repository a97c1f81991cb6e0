"""Who may take a step: each reason not to be let in refuses by itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.accreditation import actions as accreditation
from directory.moderation import actions, renewal
from directory.moderation.errors import InvitationOver, ModerationError, NotAllowed, NotLeaseHolder
from directory.moderation.external import actions as external
from directory.moderation.models import Case
from directory.moderation.people import in_the_house, may_judge_appeal, permit, still_stands
from directory.moderation.tables import Actor
from tests.cast import Cast, person

from .external.team import accepted, only, operator, token_of, waiting_for_second
from .pages import PRP, declared


def insider(cast: Cast, *roles: Role) -> User:
    """Acts for the provider, and has the roles."""
    user = person("insider@clinic.example", *roles)
    accreditation.add_member(provider=cast.specialist, user=user, by=cast.owner)
    return user


def tied(cast: Cast, case: Case) -> User:
    actions.declare_conflict(case=case, by=cast.senior, has_conflict=True)
    return cast.senior


def inactive(cast: Cast, name: str) -> User:
    user: User = getattr(cast, name)
    user.is_active = False
    user.save()
    return user


def demoted(cast: Cast) -> User:
    cast.ann.groups.clear()
    return User.objects.get(pk=cast.ann.pk)


Who = Callable[[Cast, Case], User | None]

REFUSED: dict[str, tuple[Who, Actor, str]] = {
    "nobody": (lambda cast, case: None, Actor.MODERATOR, "sign in"),
    "closed account of a moderator": (lambda cast, case: inactive(cast, "ann"), Actor.MODERATOR, "sign in"),
    "closed account of a provider": (lambda cast, case: inactive(cast, "owner"), Actor.PROVIDER, "sign in"),
    "a person as the system": (lambda cast, case: cast.ann, Actor.SYSTEM, "has no person"),
    "stranger as provider": (lambda cast, case: cast.stranger, Actor.PROVIDER, "act for this provider"),
    "moderator as provider": (lambda cast, case: cast.ann, Actor.PROVIDER, "act for this provider"),
    "stranger": (lambda cast, case: cast.stranger, Actor.MODERATOR, "Only moderators"),
    "role taken away": (lambda cast, case: demoted(cast), Actor.MODERATOR, "Only moderators"),
    "own organisation": (
        lambda cast, case: insider(cast, Role.MODERATOR),
        Actor.MODERATOR,
        "own organisation",
    ),
    "own organisation of a senior": (
        lambda cast, case: insider(cast, Role.SENIOR),
        Actor.UNINVOLVED_SENIOR,
        "own organisation",
    ),
    "declared tie": (tied, Actor.MODERATOR, "conflict of interest"),
    "first person as the second": (lambda cast, case: cast.ann, Actor.SECOND, "approved this first"),
    "moderator who is not senior": (lambda cast, case: cast.ben, Actor.UNINVOLVED_SENIOR, "not acted"),
    "not invited": (lambda cast, case: cast.stranger, Actor.EXTERNAL, "Only moderators"),
    "moderator as somebody from outside": (lambda cast, case: cast.ben, Actor.EXTERNAL, "Only moderators"),
}


@pytest.mark.parametrize("who", REFUSED)
def test_person_without_the_part_is_refused(cast: Cast, who: str) -> None:
    case = cast.submit()
    case.first_actor_id = cast.ann.pk
    choose, part, words = REFUSED[who]
    user = choose(cast, case)
    with pytest.raises(ModerationError, match=words):
        permit(case, user, part)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("owner", Actor.PROVIDER),
        ("mate", Actor.PROVIDER),
        ("ann", Actor.MODERATOR),
        ("ben", Actor.SECOND),
        ("senior", Actor.UNINVOLVED_SENIOR),
    ],
)
def test_person_with_the_part_is_let_in(cast: Cast, name: str, part: Actor) -> None:
    case = cast.submit()
    case.first_actor_id = cast.ann.pk
    permit(case, getattr(cast, name), part)


def test_lease_is_for_its_holder_and_for_its_time(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ann)
    case = actions.take(case=case, by=cast.ann)
    permit(case, cast.ann, Actor.LEASE_HOLDER)
    with pytest.raises(NotLeaseHolder):
        permit(case, cast.ben, Actor.LEASE_HOLDER)
    with clock.set_to(clock.now() + timedelta(minutes=15)), pytest.raises(NotLeaseHolder):
        permit(case, cast.ann, Actor.LEASE_HOLDER)


def _answers(cast: Cast, case: Case) -> None:
    """Answers the checklist, and does nothing else."""
    actions.take(case=declared(case, cast.senior), by=cast.senior)
    actions.answer_checklist(case=case, answers={}, notes={}, by=cast.senior, version=case.version)


def _decides(cast: Cast, case: Case) -> None:
    actions.take(case=declared(case, cast.senior), by=cast.senior)
    actions.request_changes(case=case, requests={"summary": "Shorter."}, by=cast.senior, version=case.version)


def _dismisses(cast: Cast, case: Case) -> None:
    actions.take(case=declared(case, cast.senior), by=cast.senior)
    finding = case.screenings.get().findings.filter(dismissible=True)[0]
    actions.dismiss_finding(finding=finding, reason="Fine.", by=cast.senior, version=case.version)


def _verifies(cast: Cast, case: Case) -> None:
    cast.verify(by=cast.senior)


@pytest.mark.parametrize("deed", [_answers, _decides, _dismisses, _verifies])
def test_senior_who_had_a_hand_in_it_does_not_judge_the_appeal(
    cast: Cast, deed: Callable[[Cast, Case], None]
) -> None:
    case = cast.submit(description=PRP)
    assert may_judge_appeal(case, cast.senior)
    deed(cast, case)
    assert not may_judge_appeal(case, cast.senior)
    assert may_judge_appeal(case, cast.second_senior)


def test_tied_or_related_senior_does_not_judge_the_appeal(cast: Cast) -> None:
    case = cast.submit()
    assert not may_judge_appeal(case, insider(cast, Role.SENIOR))
    assert not may_judge_appeal(case, tied(cast, case))
    assert not may_judge_appeal(case, cast.ben)


def test_first_approval_falls_with_whoever_gave_it(cast: Cast) -> None:
    case = cast.submit()
    assert still_stands(case, cast.ann.pk)
    assert not still_stands(case, None)
    assert not still_stands(case, tied(cast, case).pk)
    assert not still_stands(case, demoted(cast).pk)


def test_house_reaches_to_colleagues_and_employers(cast: Cast) -> None:
    clinic = accreditation.register_provider(
        name="Canal Clinic", kind="organisation", country="GB", by=cast.stranger
    )
    site = accreditation.add_site(
        provider=clinic, name="Canal Clinic", town="Leeds", region="GB-LDS", street="2 Canal Row", by=cast.stranger
    )  # fmt: skip
    assert not in_the_house(cast.owner, clinic.pk)
    accreditation.propose_affiliation(practitioner=cast.specialist, site=site, by=cast.stranger)
    assert in_the_house(cast.owner, clinic.pk)
    assert in_the_house(cast.stranger, cast.specialist.pk)
    with pytest.raises(NotAllowed, match="own organisation"):
        renewal.verify(credential=cast.credentials[0], by=cast.stranger, method="x", where="x", result="x")


def test_somebody_from_outside_is_let_in_for_one_part_of_one_case_and_a_time(cast: Cast) -> None:
    case = waiting_for_second(cast)
    invitation, reviewer = accepted(case, operator())
    permit(case, reviewer, Actor.EXTERNAL)
    permit(case, reviewer, Actor.EXTERNAL, "case")
    with pytest.raises(NotAllowed, match="another part"):
        permit(case, reviewer, Actor.EXTERNAL, "appeal")
    with pytest.raises(NotAllowed, match="Only moderators"):
        permit(cast.submit(name="Dr Mira Aldous, other"), reviewer, Actor.EXTERNAL)
    with clock.set_to(invitation.expires_at), pytest.raises(InvitationOver):
        permit(case, reviewer, Actor.EXTERNAL, "case")
    external.take_back(invitation=invitation, by=operator())
    with pytest.raises(InvitationOver):
        permit(case, reviewer, Actor.EXTERNAL, "case")


def _joins(cast: Cast, case: Case, reviewer: User) -> str:
    accreditation.add_member(provider=cast.specialist, user=reviewer, by=cast.owner)
    return "own organisation"


def _ties(cast: Cast, case: Case, reviewer: User) -> str:
    case.conflicts.update_or_create(user=reviewer, defaults={"has_conflict": True})
    return "conflict of interest"


def _acted(cast: Cast, case: Case, reviewer: User) -> str:
    """A colleague of before, whose verification the case rests on."""
    cast.credentials[0].verifications.create(by=reviewer, method="register", where="x", result="confirmed")
    return "had a part"


def _hired(cast: Cast, case: Case, reviewer: User) -> str:
    reviewer.groups.add(cast.ann.groups.get())
    return "Only moderators"


@pytest.mark.parametrize("since", [_joins, _ties, _acted, _hired])
def test_invitation_does_not_outlast_independence(
    cast: Cast, since: Callable[[Cast, Case, User], str]
) -> None:
    case = waiting_for_second(cast)
    _, reviewer = accepted(case, operator())
    words = since(cast, case, reviewer)
    with pytest.raises(NotAllowed, match=words):
        permit(case, User.objects.get(pk=reviewer.pk), Actor.EXTERNAL, "case")


def test_invitation_is_taken_up_with_the_address_and_the_factor_it_asks_for(
    cast: Cast, settings: object
) -> None:
    from .external.team import invite, outsider

    case = waiting_for_second(cast)
    token = token_of(invite(case, operator()))
    with pytest.raises(NotAllowed, match="another address"):
        external.accept(token=token, by=cast.stranger)
    settings.REQUIRE_STAFF_MFA = True  # type: ignore[attr-defined]
    reviewer = outsider()
    with pytest.raises(NotAllowed, match="second factor"):
        external.accept(token=token, by=reviewer)
    settings.REQUIRE_STAFF_MFA = False  # type: ignore[attr-defined]
    accreditation.add_member(provider=cast.specialist, user=reviewer, by=cast.owner)
    with pytest.raises(NotAllowed, match="has a part"):
        external.accept(token=token, by=reviewer)


def test_nobody_from_outside_where_a_colleague_can(cast: Cast) -> None:
    from .external.team import invite

    case = waiting_for_second(cast)
    only(cast, "ann", "ben")
    with pytest.raises(ModerationError, match="A colleague can take this part"):
        invite(case, operator())
