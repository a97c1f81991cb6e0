"""A link works for one address, once, with a second factor; declining is as good an answer."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from pytest_django import Settings

from directory.accounts.roles import Role
from directory.accreditation import actions as accreditation
from directory.moderation.errors import InvitationOver, NotAllowed
from directory.moderation.external import actions as external
from directory.moderation.models import Case
from directory.outbox.models import Message
from tests.cast import Cast, person
from tests.moderation.external.team import (
    days_later,
    invite,
    operator,
    outsider,
    token_of,
    waiting_for_second,
)


@pytest.fixture
def case(cast: Cast) -> Case:
    return waiting_for_second(cast)


def test_account_with_the_address_takes_the_part(cast: Cast, case: Case) -> None:
    invitation = invite(case, operator())
    rosa = outsider()

    taken = external.accept(token=token_of(invitation), by=rosa)

    invitation.refresh_from_db()
    assert taken == invitation
    assert (invitation.user, invitation.accepted_at is None) == (rosa, False)


def test_accepting_twice_changes_nothing(cast: Cast, case: Case) -> None:
    invitation, rosa = invite(case, operator()), outsider()
    first = external.accept(token=token_of(invitation), by=rosa).accepted_at

    with days_later(1):
        again = external.accept(token=token_of(invitation), by=rosa)

    assert again.accepted_at == first


def test_another_account_is_refused_before_and_after(cast: Cast, case: Case) -> None:
    invitation, rosa = invite(case, operator()), outsider()
    token = token_of(invitation)

    with pytest.raises(NotAllowed, match="another address"):
        external.accept(token=token, by=cast.stranger)
    external.accept(token=token, by=rosa)
    with pytest.raises(NotAllowed, match="another address"):
        external.accept(token=token, by=cast.stranger)


def test_address_that_is_not_confirmed_proves_nothing(cast: Cast, case: Case) -> None:
    invitation, rosa = invite(case, operator()), outsider()
    EmailAddress.objects.filter(user=rosa).update(verified=False)

    with pytest.raises(NotAllowed, match="another address"):
        external.accept(token=token_of(invitation), by=rosa)


def test_link_that_ran_out_or_was_taken_back_opens_nothing(cast: Cast, case: Case) -> None:
    invitation, rosa = invite(case, operator(), days=2), outsider()
    token = token_of(invitation)

    with days_later(2), pytest.raises(InvitationOver):
        external.accept(token=token, by=rosa)
    external.take_back(invitation=invitation, by=operator())
    with pytest.raises(InvitationOver):
        external.accept(token=token, by=rosa)
    with pytest.raises(InvitationOver):
        external.accept(token="made-up", by=rosa)


def test_second_factor_comes_before_accepting(cast: Cast, case: Case, settings: Settings) -> None:
    settings.REQUIRE_STAFF_MFA = True
    invitation, rosa = invite(case, operator()), outsider()

    with pytest.raises(NotAllowed, match="second factor"):
        external.accept(token=token_of(invitation), by=rosa)
    Authenticator.objects.create(user=rosa, type=Authenticator.Type.TOTP, data={"secret": "x"})

    assert external.accept(token=token_of(invitation), by=rosa).user == rosa


def test_who_joined_the_house_or_the_team_meanwhile_is_no_outsider(cast: Cast, case: Case) -> None:
    invitation, rosa = invite(case, operator()), outsider()
    bond = accreditation.add_member(provider=cast.specialist, user=rosa, by=cast.owner)
    with pytest.raises(NotAllowed, match="has a part"):
        external.accept(token=token_of(invitation), by=rosa)
    assert bond is None or bond.delete()

    rosa.memberships.all().delete()
    rosa.groups.add(cast.ann.groups.get(name=Role.MODERATOR))
    with pytest.raises(NotAllowed, match="has a part"):
        external.accept(token=token_of(invitation), by=rosa)


def test_declining_ends_it_and_tells_who_invited(cast: Cast, case: Case) -> None:
    invitation, rosa = invite(case, operator()), outsider()

    external.decline(token=token_of(invitation), by=rosa)

    invitation.refresh_from_db()
    told = Message.objects.get(key=f"invitation-ended:{invitation.pk}")
    assert invitation.ended_at is not None
    assert told.to == operator().email
    assert "cannot do it" in told.text
    with pytest.raises(InvitationOver):
        external.accept(token=token_of(invitation), by=rosa)


def test_nobody_else_declines_for_the_person_invited(cast: Cast, case: Case) -> None:
    invitation = invite(case, operator())

    with pytest.raises(NotAllowed):
        external.decline(token=token_of(invitation), by=person("mallory@elsewhere.example"))

    invitation.refresh_from_db()
    assert invitation.ended_at is None
