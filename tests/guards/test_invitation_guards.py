"""What the database refuses about invitations, and about decisions of people from outside."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from directory import clock
from directory.moderation import actions
from directory.moderation.external.models import Invitation
from directory.moderation.models import Case, Decision
from tests.cast import Cast
from tests.guards.refusal import Alone, accepted, raw, refused
from tests.guards.test_record_alone import forge
from tests.moderation.external import team


@pytest.fixture
def case(cast: Cast) -> Case:
    return team.waiting_for_second(cast)


@pytest.fixture
def invitation(cast: Cast, case: Case) -> Invitation:
    return team.accepted(case, team.operator())[0]


def row(invitation: Invitation, **changes: Any) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(**changes)


def test_nobody_from_outside_decides_without_an_invitation_to_that_part(
    cast: Cast, case: Case, invitation: Invitation, alone: Alone
) -> None:
    alone("decision_invited")
    sent = Decision.objects.get(lifecycle="case", to_status="second_review")
    step = {"from_status": "second_review", "to_status": "rejected", "actor_role": "external reviewer"}
    decide = partial(forge, sent, **step)

    accepted(partial(decide, actor_id=invitation.user_id))
    accepted(partial(forge, sent, **step | {"actor_role": "second person"}, actor_id=cast.ben.pk))
    for change in (
        {"actor_id": cast.ben.pk},
        {"actor_id": None},
        {"actor_id": invitation.user_id, "case_id": None},
        {"actor_id": invitation.user_id, "lifecycle": "appeal"},
        {"actor_id": invitation.user_id, "at": invitation.expires_at},
    ):
        refused(partial(decide, **change), "only while invited")
    row(invitation, ended_at=clock.now())
    refused(partial(decide, actor_id=invitation.user_id), "only while invited")


def test_invitation_to_an_appeal_is_none_to_the_second_look(cast: Cast, alone: Alone) -> None:
    appeal = team.appealed_to_nobody(cast)
    invited, _reviewer = team.accepted(appeal.case, team.operator(), part=team.APPEAL)
    alone("decision_invited")
    filed = Decision.objects.get(lifecycle="appeal")
    step = {"actor_role": "external reviewer", "actor_id": invited.user_id}

    accepted(partial(forge, filed, **step, to_status="confirmed"))
    refused(partial(forge, filed, **step, lifecycle="case"), "only while invited")
    refused(partial(forge, filed, **step, lifecycle="publication"), "only while invited")


def test_invitation_begins_unanswered(invitation: Invitation, alone: Alone) -> None:
    alone("invitation_begins")
    values = {field.attname: getattr(invitation, field.attname) for field in Invitation._meta.concrete_fields}
    fresh = values | {
        "id": None, "part": "appeal", "token_sha256": "0" * 64, "user_id": None, "accepted_at": None,
    }  # fmt: skip
    del fresh["id"]

    accepted(lambda: Invitation(**fresh).save(force_insert=True))
    for change in (
        {"user_id": values["user_id"], "accepted_at": values["accepted_at"]},
        {"ended_at": clock.now()},
        {"expires_at": values["invited_at"]},
    ):
        other = Invitation(**fresh | change)
        refused(partial(other.save, force_insert=True), "unanswered")


def test_nobody_invites_who_looks_at_their_own_work(cast: Cast, invitation: Invitation, alone: Alone) -> None:
    alone("invitation_apart")
    values = {field.attname: getattr(invitation, field.attname) for field in Invitation._meta.concrete_fields}
    Invitation.objects.filter(pk=invitation.pk).update(ended_at=clock.now())

    def write(**changes: Any) -> None:
        fresh = {"token_sha256": "0" * 64, "user_id": None, "accepted_at": None, "ended_at": None}
        row_ = Invitation(
            **{name: value for name, value in (values | fresh | changes).items() if name != "id"}
        )
        row_.save(force_insert=True)

    for part in ("second", "appeal"):
        refused(partial(write, part=part, invited_by_id=cast.ann.pk), "their own work")
        accepted(partial(write, part=part, invited_by_id=cast.ben.pk))


def test_invitation_leads_to_no_other_case_person_or_time(
    cast: Cast, case: Case, invitation: Invitation, alone: Alone
) -> None:
    other = cast.submit(name="Dr Mira Aldous, second rooms")
    alone("invitation_fixed")
    later = clock.now() + timedelta(days=90)
    changes: tuple[dict[str, Any], ...] = (
        {"case": other}, {"part": "appeal"}, {"email": "x@outside.example"}, {"email": ""},
        {"why_independent": "Else."}, {"token_sha256": "1" * 64}, {"invited_by_id": cast.ben.pk},
        {"invited_at": later}, {"expires_at": later}, {"user": cast.ben}, {"user": None, "accepted_at": None},
        {"accepted_at": later},
    )  # fmt: skip

    for change in changes:
        refused(partial(row, invitation, **change), "else it never changes")
    accepted(partial(row, invitation, ended_at=later))


def test_invitation_that_is_over_stays_over_and_can_be_erased(
    cast: Cast, case: Case, invitation: Invitation, alone: Alone
) -> None:
    alone("invitation_fixed")
    row(invitation, ended_at=clock.now())

    for change in (
        {"ended_at": None},
        {"ended_at": clock.now() + timedelta(days=1)},
        {"email": "x@y.example"},
    ):
        refused(partial(row, invitation, **change), "else it never changes")
    accepted(partial(row, invitation, email="", why_independent=""))


def test_nobody_accepts_what_they_wrote_themselves(cast: Cast, case: Case, alone: Alone) -> None:
    invited = team.invite(case, team.operator())
    alone("invitation_fixed")

    refused(partial(row, invited, user=team.operator(), accepted_at=clock.now()), "other than who wrote it")
    accepted(partial(row, invited, user=cast.ben, accepted_at=clock.now()))
    row(invited, ended_at=clock.now())
    refused(partial(row, invited, user=cast.ben, accepted_at=clock.now()), "answered once")


def test_invitations_are_kept(invitation: Invitation, alone: Alone) -> None:
    alone("invitation_kept")

    refused(lambda: raw("DELETE FROM directory_invitation"), "Invitations are kept")
    if connection.vendor == "postgresql":
        raw("SET CONSTRAINTS ALL IMMEDIATE")
        refused(lambda: raw("TRUNCATE directory_invitation CASCADE"), "Invitations are kept")


def test_decision_from_outside_passes_every_guard(cast: Cast, case: Case, invitation: Invitation) -> None:
    reviewer = invitation.user
    assert reviewer is not None

    actions.approve_second(case=case, by=reviewer, version=case.version)

    assert Case.objects.get(pk=case.pk).status == Case.Status.APPROVED
