"""Two people at the same moment: an invitation ends once, and what ends it decides what still happens."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from directory import clock
from directory.catalogue.models import Entry
from directory.moderation import actions, applicant, log
from directory.moderation.external import actions as external
from directory.moderation.external.alerts import end_expired
from directory.moderation.external.models import Invitation
from directory.moderation.models import Case, Decision
from directory.outbox.models import Message
from tests.cast import Cast, assemble
from tests.conftest import TODAY
from tests.moderation.external.team import accepted, invite, operator, outsider, token_of, waiting_for_second
from tests.moderation.test_races import at_once, fine, fresh

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None, now: object) -> Cast:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time: this race exists on PostgreSQL only")
    return assemble()


def names(results: list[object]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def test_two_invite_at_once_and_one_letter_leaves(cast: Cast) -> None:
    case, boss = waiting_for_second(cast), operator()

    results = at_once(
        lambda: invite(fresh(case), boss),
        lambda: invite(fresh(case), boss, email="olu@outside.example"),
    )

    assert names(results) == {"Invitation": 1, "TransitionRefused": 1}
    assert Invitation.objects.count() == 1
    assert Message.objects.filter(key__startswith="invitation:").count() == 1


def test_two_accept_at_once_and_one_has_the_part(cast: Cast) -> None:
    """The right account clicks three times; another one has the link as well."""
    case = waiting_for_second(cast)
    invitation, rosa = invite(case, operator()), outsider()
    token = token_of(invitation)

    results = at_once(
        *[lambda: external.accept(token=token, by=rosa) for _click in range(3)],
        lambda: external.accept(token=token, by=cast.stranger),
    )

    invitation.refresh_from_db()
    assert names(results) == {"Invitation": 3, "NotAllowed": 1}
    assert len({each.accepted_at for each in results if isinstance(each, Invitation)}) == 1
    assert invitation.user == rosa


def test_accepting_while_taken_back_leaves_one_truth(cast: Cast) -> None:
    case = waiting_for_second(cast)
    invitation, rosa = invite(case, operator()), outsider()
    token = token_of(invitation)

    results = at_once(
        lambda: external.accept(token=token, by=rosa),
        lambda: external.take_back(invitation=invitation, by=operator()),
    )

    fine(results)
    invitation.refresh_from_db()
    assert invitation.ended_at is not None
    assert (invitation.user is None) == ("InvitationOver" in names(results))


def test_deciding_while_taken_back_is_one_or_the_other(cast: Cast) -> None:
    case = waiting_for_second(cast)
    invitation, reviewer = accepted(case, operator())
    version = case.version

    results = at_once(
        lambda: actions.approve_second(case=fresh(case), by=reviewer, version=version),
        lambda: external.take_back(invitation=invitation, by=operator()),
    )

    fine(results)
    approved = Decision.objects.filter(lifecycle="case", to_status="approved").exists()
    assert names(results) in (
        {"Decision": 1, "TransitionRefused": 1}, {"InvitationOver": 1, "NoneType": 1},
    )  # fmt: skip
    assert approved == Entry.objects.exists() == ("Decision" in names(results))


def test_deciding_while_it_runs_out_and_is_closed_decides_nothing_late(cast: Cast) -> None:
    case = waiting_for_second(cast)
    _invitation, reviewer = accepted(case, operator(), days=1)
    version = case.version

    def late() -> object:
        with clock.set_to(TODAY + timedelta(days=1)):
            return actions.approve_second(case=fresh(case), by=reviewer, version=version)

    def closing() -> object:
        with clock.set_to(TODAY + timedelta(days=1)):
            return end_expired()

    results = at_once(late, closing)

    assert names(results) == {"InvitationOver": 1, "int": 1}
    assert fresh(case).status == Case.Status.SECOND_REVIEW
    assert not Entry.objects.exists()


def test_colleague_and_reviewer_at_once_decide_once(cast: Cast) -> None:
    case = waiting_for_second(cast)
    _invitation, reviewer = accepted(case, operator())
    cast.ben.is_active = True
    cast.ben.save()
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=False)
    version = case.version

    results = at_once(
        lambda: actions.approve_second(case=fresh(case), by=reviewer, version=version),
        lambda: actions.reject(
            case=fresh(case), reasons=("incorrect",), explanation="", by=cast.ben, version=version
        ),
    )

    fine(results)
    assert names(results)["Decision"] == 1
    assert log.first_break() is None


def test_withdrawal_and_reviewer_at_once_leave_one_result(cast: Cast) -> None:
    case = waiting_for_second(cast)
    invitation, reviewer = accepted(case, operator())
    version = case.version

    results = at_once(
        lambda: actions.approve_second(case=fresh(case), by=reviewer, version=version),
        lambda: applicant.withdraw_case(case=fresh(case), by=cast.owner, version=version),
    )

    fine(results)
    invitation.refresh_from_db()
    assert names(results)["Decision"] == 1
    assert invitation.ended_at is not None
