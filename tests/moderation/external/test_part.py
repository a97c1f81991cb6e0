"""What somebody from outside may decide: their part of their case, as somebody who comes fresh, while invited."""

from collections.abc import Callable
from typing import Any

import pytest

from directory.accreditation import actions as accreditation
from directory.catalogue.models import Entry
from directory.moderation import actions, log, publication
from directory.moderation.appeals import decide_appeal
from directory.moderation.errors import InvitationOver, ModerationError, NotAllowed
from directory.moderation.external import actions as external
from directory.moderation.models import Appeal, Case, Decision
from directory.moderation.people import permit
from directory.moderation.tables import Actor
from directory.outbox.models import Message
from tests.cast import Cast
from tests.moderation.external.team import (
    APPEAL,
    accepted,
    appealed_to_nobody,
    days_later,
    only,
    operator,
    waiting_for_second,
)
from tests.moderation.pages import declared

STEPS: dict[str, dict[str, Any]] = {
    "approve_second": {},
    "return_to_first": {"reasons": ("incorrect",), "note": "The number is not theirs."},
    "reject": {"reasons": ("incorrect",), "explanation": "Not shown by the register."},
}


def take_step(step: str, case: Case, by: Any) -> Decision:
    deed: Callable[..., Decision] = getattr(actions, step)
    return deed(case=case, by=by, version=case.version, **STEPS[step])


def judge(appeal: Appeal, by: Any, *, overturn: bool = True) -> Decision:
    return decide_appeal(
        appeal=appeal, overturn=overturn, reasons=("incorrect",), answer="Read again.", by=by,
        version=appeal.version,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("step", "becomes"), [("approve_second", "approved"), ("return_to_first", "open"), ("reject", "rejected")]
)
def test_second_look_from_outside_is_logged_as_such_and_ends_the_invitation(
    cast: Cast, step: str, becomes: str
) -> None:
    case = waiting_for_second(cast)
    invitation, reviewer = accepted(case, operator())

    decision = take_step(step, case, reviewer)

    invitation.refresh_from_db()
    case.refresh_from_db()
    assert (decision.actor_id, decision.actor_role) == (reviewer.pk, "external reviewer")
    assert case.status == becomes
    assert invitation.ended_at == decision.at
    assert Entry.objects.exists() == (becomes == "approved")
    assert log.first_break() is None


def test_approval_from_outside_publishes_as_one_of_two_people(cast: Cast) -> None:
    case = waiting_for_second(cast)
    _invitation, reviewer = accepted(case, operator())

    take_step("approve_second", case, reviewer)

    approved = Decision.objects.get(lifecycle="case", to_status="approved")
    published = Decision.objects.get(lifecycle="publication")
    assert (approved.first_actor_id, approved.actor_id) == (cast.ann.pk, reviewer.pk)
    assert (published.action, published.actor_role) == ("publish", "external reviewer")


def test_hidden_listing_comes_back_through_somebody_from_outside(cast: Cast) -> None:
    listing = cast.publish()
    only(cast, "ann")
    recheck = publication.quarantine(
        listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version
    )
    cast.ready(recheck)
    actions.approve(case=recheck, by=cast.ann, version=recheck.version)
    recheck.refresh_from_db()
    invitation, reviewer = accepted(recheck, operator())

    take_step("approve_second", recheck, reviewer)

    listing.refresh_from_db()
    invitation.refresh_from_db()
    assert listing.publication == "live"
    assert invitation.ended_at is not None


@pytest.mark.parametrize("overturn", [True, False])
def test_appeal_is_decided_from_outside(cast: Cast, overturn: bool) -> None:
    appeal = appealed_to_nobody(cast)
    invitation, reviewer = accepted(appeal.case, operator(), part=APPEAL)

    decision = judge(appeal, reviewer, overturn=overturn)

    invitation.refresh_from_db()
    case = Case.objects.get(pk=appeal.case_id)
    assert decision.actor_role == "external reviewer"
    assert case.status == ("open" if overturn else "rejected")
    assert invitation.ended_at is not None
    assert not Entry.objects.exists()
    assert Message.objects.filter(key__contains="appeal_decided", to=cast.owner.email).exists()


@pytest.mark.parametrize("step", STEPS)
def test_without_an_invitation_nobody_from_outside_decides(cast: Cast, step: str) -> None:
    case = declared(waiting_for_second(cast), cast.stranger)

    with pytest.raises(NotAllowed, match="Only moderators"):
        take_step(step, case, cast.stranger)


@pytest.mark.parametrize("step", STEPS)
def test_invitation_that_nobody_accepted_lets_nobody_decide(cast: Cast, step: str) -> None:
    from tests.moderation.external.team import invite, outsider

    case = waiting_for_second(cast)
    rosa = outsider()
    invite(case, operator())
    declared(case, rosa)

    with pytest.raises(NotAllowed):
        take_step(step, case, rosa)


@pytest.mark.parametrize("step", STEPS)
def test_expired_or_taken_back_over_the_work_changes_nothing(cast: Cast, step: str) -> None:
    case = waiting_for_second(cast)
    invitation, reviewer = accepted(case, operator(), days=1)
    before = Decision.objects.count()

    with days_later(1), pytest.raises(InvitationOver):
        take_step(step, case, reviewer)
    external.take_back(invitation=invitation, by=operator())
    with pytest.raises(InvitationOver):
        take_step(step, case, reviewer)

    assert Decision.objects.count() == before


def test_invitation_to_one_part_is_none_to_the_other(cast: Cast) -> None:
    appeal = appealed_to_nobody(cast)
    _invitation, reviewer = accepted(appeal.case, operator(), part=APPEAL)
    judge_of_another = waiting_for_second(cast, name="Dr Mira Aldous, second rooms")
    _second, looker = accepted(judge_of_another, operator(), email="olu@outside.example")

    with pytest.raises(NotAllowed, match="another part"):
        permit(appeal.case, reviewer, Actor.EXTERNAL, "case")
    with pytest.raises(NotAllowed, match="another part"):
        permit(judge_of_another, looker, Actor.EXTERNAL, "appeal")


def test_invitation_to_one_case_is_none_to_another(cast: Cast) -> None:
    case = waiting_for_second(cast)
    other = waiting_for_second(cast, name="Dr Mira Aldous, second rooms")
    _invitation, reviewer = accepted(case, operator())
    declared(other, reviewer)

    for step in STEPS:
        with pytest.raises(NotAllowed, match="Only moderators"):
            take_step(step, other, reviewer)


def test_reviewer_declares_before_deciding(cast: Cast) -> None:
    case = waiting_for_second(cast)
    _invitation, reviewer = accepted(case, operator())
    case.conflicts.filter(user=reviewer).delete()

    with pytest.raises(NotAllowed, match="conflict of interest"):
        take_step("approve_second", case, reviewer)


def test_tie_declared_from_outside_ends_the_part_and_tells_who_invited(cast: Cast) -> None:
    case = waiting_for_second(cast)
    invitation, reviewer = accepted(case, operator())

    actions.declare_conflict(case=case, by=reviewer, has_conflict=True)

    invitation.refresh_from_db()
    assert invitation.ended_at is not None
    assert "has a tie" in Message.objects.get(key=f"invitation-ended:{invitation.pk}").text
    with pytest.raises(InvitationOver):
        take_step("approve_second", case, reviewer)


def test_reviewer_who_joined_the_house_meanwhile_is_refused(cast: Cast) -> None:
    case = waiting_for_second(cast)
    _invitation, reviewer = accepted(case, operator())
    accreditation.add_member(provider=cast.specialist, user=reviewer, by=cast.owner)

    with pytest.raises(NotAllowed, match="your own organisation"):
        take_step("approve_second", case, reviewer)


def test_tie_declared_in_another_case_of_the_provider_counts_here(cast: Cast) -> None:
    case = waiting_for_second(cast)
    _invitation, reviewer = accepted(case, operator())
    other = cast.submit(name="Dr Mira Aldous, second rooms")

    actions.declare_conflict(case=other, by=reviewer, has_conflict=True)

    with pytest.raises(NotAllowed, match="conflict of interest"):
        take_step("approve_second", case, reviewer)


def test_reviewer_who_had_another_part_meanwhile_comes_fresh_no_more(cast: Cast) -> None:
    """For a while the person belonged to the team, and looked at a register for this very provider."""
    case = waiting_for_second(cast)
    _invitation, reviewer = accepted(case, operator())
    reviewer.groups.set(cast.ann.groups.all())
    cast.verify(by=reviewer)
    with pytest.raises(NotAllowed, match="Only moderators"):
        permit(case, reviewer, Actor.EXTERNAL, "case")
    reviewer.groups.clear()

    with pytest.raises(NotAllowed, match="You had a part"):
        take_step("approve_second", case, reviewer)
    with pytest.raises(NotAllowed, match="You had a part"):
        permit(case, reviewer, Actor.EXTERNAL, "publication")


def test_account_closed_over_the_work_is_refused(cast: Cast) -> None:
    case = waiting_for_second(cast)
    _invitation, reviewer = accepted(case, operator())
    reviewer.is_active = False
    reviewer.save()

    with pytest.raises(NotAllowed, match="active account"):
        take_step("approve_second", case, reviewer)


def test_reviewer_takes_no_step_of_the_team(cast: Cast) -> None:
    case = waiting_for_second(cast)
    listing = case.listing
    _invitation, reviewer = accepted(case, operator())
    refused: list[Callable[[], object]] = [
        lambda: actions.take(case=case, by=reviewer),
        lambda: actions.add_note(case=case, text="Hello.", by=reviewer),
        lambda: actions.request_changes(case=case, requests={"name": "x"}, by=reviewer, version=case.version),
        lambda: actions.approve(case=case, by=reviewer, version=case.version),
        lambda: publication.quarantine(
            listing=listing, reasons=("safety_report",), by=reviewer, version=listing.version
        ),
        lambda: cast.verify(by=reviewer),
    ]

    for deed in refused:
        with pytest.raises((ModerationError, accreditation.AccreditationError)):
            deed()


def test_case_that_is_decided_or_withdrawn_ends_what_was_open(cast: Cast) -> None:
    from directory.moderation import applicant

    case = waiting_for_second(cast)
    invitation, reviewer = accepted(case, operator())

    applicant.withdraw_case(case=case, by=cast.owner, version=case.version)

    invitation.refresh_from_db()
    assert invitation.ended_at is not None
    with pytest.raises(InvitationOver):
        permit(Case.objects.get(pk=case.pk), reviewer, Actor.EXTERNAL)


def test_colleague_who_joins_may_still_take_the_look_and_ends_the_invitation(cast: Cast) -> None:
    case = waiting_for_second(cast)
    invitation, _reviewer = accepted(case, operator())
    only(cast, "ann", "ben")

    cast.second(case)

    invitation.refresh_from_db()
    assert case.status == "approved"
    assert invitation.ended_at is not None


def test_second_round_after_an_overturned_appeal_needs_another_outsider(cast: Cast) -> None:
    appeal = appealed_to_nobody(cast)
    _invitation, reviewer = accepted(appeal.case, operator(), part=APPEAL)
    judge(appeal, reviewer)
    case = cast.ready(Case.objects.get(pk=appeal.case_id), by=cast.senior)
    actions.approve(case=case, by=cast.senior, version=case.version)
    case.refresh_from_db()

    with pytest.raises(NotAllowed, match="somebody with a part"):
        accepted(case, operator())
