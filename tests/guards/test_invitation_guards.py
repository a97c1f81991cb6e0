"""Invitations in the database: they begin unanswered, are answered and ended once, and let in nobody else."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from directory import clock
from directory.moderation.external.models import Invitation
from directory.moderation.models import Case, Decision
from tests.cast import Cast, person
from tests.guards.refusal import Alone, accepted, raw, refused
from tests.guards.test_record_alone import forge


@pytest.fixture
def case(cast: Cast) -> Case:
    return cast.submit()


def written(case: Case, cast: Cast, **changes: object) -> Invitation:
    values: dict[str, object] = {
        "case": case,
        "part": "second",
        "email": "rosa@outside.example",
        "why_independent": "Retired; knows nobody there.",
        "token_sha256": uuid4().hex * 2,
        "invited_by_id": cast.ann.pk,
        "invited_at": clock.now(),
        "expires_at": clock.now() + timedelta(days=14),
    }
    return Invitation.objects.create(**values | changes)


def change(invitation: Invitation, **changes: object) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(**changes)


def test_invitation_begins_unanswered(cast: Cast, case: Case, alone: Alone) -> None:
    alone("invitation_begins")
    accepted(lambda: written(case, cast))
    now = clock.now()
    for wrong in (
        {"user": cast.stranger, "accepted_at": now},
        {"ended_at": now},
        {"expires_at": now},
    ):
        refused(partial(written, case, cast, **wrong), "begins unanswered")


def test_invitation_never_changes_but_by_an_answer_and_an_end(cast: Cast, case: Case, alone: Alone) -> None:
    invitation = written(case, cast)
    alone("invitation_fixed")
    now, words = clock.now(), "answered once and ended once"
    for wrong in (
        {"part": "appeal"},
        {"token_sha256": "0" * 64},
        {"invited_by_id": cast.ben.pk},
        {"expires_at": invitation.expires_at + timedelta(days=300)},
        {"email": "other@outside.example"},
        {"email": ""},
        {"why_independent": "Somebody else."},
        {"user": cast.ann, "accepted_at": now},
    ):
        refused(partial(change, invitation, **wrong), words)
    change(invitation, user=cast.stranger, accepted_at=now)
    for wrong in ({"user": cast.senior}, {"accepted_at": now + timedelta(days=1)}):
        refused(partial(change, invitation, **wrong), words)
    change(invitation, ended_at=now)
    refused(partial(change, invitation, ended_at=None), words)
    accepted(lambda: change(invitation, email="", why_independent=""))


def test_invitation_is_kept(cast: Cast, case: Case, alone: Alone) -> None:
    written(case, cast)
    alone("invitation_kept")
    refused(lambda: raw("DELETE FROM directory_invitation"), "Invitations are kept")
    if connection.vendor == "postgresql":
        raw("SET CONSTRAINTS ALL IMMEDIATE")  # PostgreSQL truncates no table with checks still waiting
        refused(lambda: raw("TRUNCATE directory_invitation CASCADE"), "Invitations are kept")


def test_somebody_from_outside_decides_only_while_invited(cast: Cast, alone: Alone) -> None:
    published = cast.publish().cases.get()
    approval = Decision.objects.get(lifecycle="case", to_status="approved")
    rosa, eve = person("rosa@outside.example"), person("eve@outside.example")
    invitation = written(published, cast)
    alone("decision_invited")
    outside = {"actor_role": "external reviewer", "actor_id": rosa.pk, "case_id": published.pk}
    words = "only while invited"

    refused(lambda: forge(approval, **outside), words)
    change(invitation, user=rosa, accepted_at=clock.now())
    accepted(lambda: forge(approval, **outside))
    for wrong in (
        {"actor_id": eve.pk},
        {"case_id": uuid4()},
        {"lifecycle": "appeal"},
        {"at": invitation.expires_at},
    ):
        refused(partial(forge, approval, **outside | wrong), words)
    change(invitation, ended_at=clock.now())
    refused(lambda: forge(approval, **outside), words)
