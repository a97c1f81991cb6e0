"""Who may be asked from outside, by whom, and when: only where nobody in the team can."""

from datetime import timedelta

import pytest

from directory import clock
from directory.accounts.models import User
from directory.accreditation import actions as accreditation
from directory.moderation import actions
from directory.moderation.errors import NotAllowed, TransitionRefused
from directory.moderation.external import actions as external
from directory.moderation.external.models import Invitation
from directory.outbox.models import Message
from tests.cast import Cast, person
from tests.moderation.external.team import (
    APPEAL,
    WHY,
    accepted,
    appealed_to_nobody,
    days_later,
    invite,
    only,
    operator,
    outsider,
    token_of,
    waiting_for_second,
)
from tests.moderation.pages import declared


def test_invitation_goes_to_the_address_and_names_no_clinic(cast: Cast) -> None:
    case = waiting_for_second(cast)

    invitation = invite(case, operator(), email=" Rosa@Outside.example ")

    message = Message.objects.get(key=f"invitation:{invitation.pk}")
    assert (message.to, invitation.email) == ("rosa@outside.example", "rosa@outside.example")
    for text in (message.text, message.html, message.subject):
        assert "Aldous" not in text
        assert "Leeds" not in text
        assert WHY not in text
    assert str(case.pk)[:8].upper() in message.text
    assert invitation.expires_at == clock.now() + timedelta(days=14)


def test_token_is_kept_nowhere_but_in_the_message(cast: Cast) -> None:
    invitation = invite(waiting_for_second(cast), operator())

    token = token_of(invitation)

    assert len(token) >= 40
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())
    assert external.find(token) == invitation
    assert external.find(token[:-1]) is None


def test_colleague_who_can_do_it_keeps_outsiders_out(cast: Cast) -> None:
    case = waiting_for_second(cast)
    only(cast, "ann", "ben")

    with pytest.raises(TransitionRefused, match="A colleague can take this part") as refused:
        invite(case, operator())

    assert "ben" not in refused.value.sentence.lower()
    assert not Invitation.objects.exists()


def test_nobody_is_invited_before_the_first_approval(cast: Cast) -> None:
    only(cast, "ann")
    case = cast.ready(cast.submit())

    with pytest.raises(TransitionRefused, match="Nothing in this case waits"):
        invite(case, operator())


@pytest.mark.parametrize("part", ["appeal", "first", ""])
def test_part_that_does_not_wait_is_refused(cast: Cast, part: str) -> None:
    case = waiting_for_second(cast)

    with pytest.raises(TransitionRefused, match="Nothing in this case waits"):
        invite(case, operator(), part=part)


@pytest.mark.parametrize("who", ["owner", "stranger", "ben"])
def test_only_the_team_invites(cast: Cast, who: str) -> None:
    case = waiting_for_second(cast)

    with pytest.raises(NotAllowed):
        invite(case, getattr(cast, who))


def test_moderator_with_a_tie_invites_nobody(cast: Cast) -> None:
    case = waiting_for_second(cast)
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=True)

    with pytest.raises(NotAllowed, match="conflict of interest"):
        invite(case, cast.ann)


def test_for_an_appeal_a_senior_or_the_operator_invites(cast: Cast) -> None:
    appeal = appealed_to_nobody(cast)
    only(cast, "senior", "ann")
    boss = operator()

    with pytest.raises(NotAllowed, match="senior moderator or the operator"):
        invite(appeal.case, cast.ann, part=APPEAL)

    assert invite(appeal.case, boss, part=APPEAL).part == APPEAL


def test_operator_of_the_same_house_invites_nobody(cast: Cast) -> None:
    appeal = appealed_to_nobody(cast)
    boss = operator()
    accreditation.add_member(provider=cast.specialist, user=boss, by=cast.owner)

    with pytest.raises(NotAllowed, match="You have a tie"):
        invite(appeal.case, boss, part=APPEAL)


def test_addresses_of_the_house_the_team_and_closed_accounts_are_refused(cast: Cast) -> None:
    case = waiting_for_second(cast, email="Desk@aldous.example")
    User.objects.create_superuser("operator@directory.example", "x")
    second_address = person("new@elsewhere.example")
    second_address.emailaddress_set.create(email="known@elsewhere.example", verified=False)  # type: ignore[attr-defined]
    accreditation.add_member(provider=cast.specialist, user=second_address, by=cast.owner)
    refused = (
        cast.owner.email, cast.mate.email.upper(), cast.ann.email, cast.ben.email, "desk@aldous.example",
        "operator@directory.example", "known@elsewhere.example",
    )  # fmt: skip

    for email in refused:
        with pytest.raises(NotAllowed, match="somebody with a part"):
            invite(case, operator(), email=email)

    assert not Invitation.objects.exists()


def test_who_acted_on_the_case_before_is_not_invited_to_it(cast: Cast) -> None:
    """A reviewer from outside sent it back; the next round needs somebody who was never at work on it."""
    case = waiting_for_second(cast)
    _invitation, reviewer = accepted(case, operator())
    actions.return_to_first(case=case, reasons=("incorrect",), note="", by=reviewer, version=case.version)
    case.refresh_from_db()
    actions.take(case=case, by=cast.ann)
    case.refresh_from_db()
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()

    with pytest.raises(NotAllowed, match="somebody with a part"):
        invite(case, operator())
    assert invite(case, operator(), email="olu@outside.example").ended_at is None


def test_second_invitation_waits_until_the_first_is_over(cast: Cast) -> None:
    case = waiting_for_second(cast)
    first = invite(case, operator(), days=3)

    with pytest.raises(TransitionRefused, match="until 25 November 2026"):
        invite(case, operator(), email="olu@outside.example")
    with days_later(3):
        again = invite(case, operator(), email="olu@outside.example")

    first.refresh_from_db()
    assert first.ended_at is not None
    assert again.ended_at is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "not an address"}, "can be written to"),
        ({"why_independent": "  "}, "why nothing ties them"),
        ({"days": 0}, "between 1 and 30"),
        ({"days": 31}, "between 1 and 30"),
    ],
)
def test_unusable_wishes_are_refused(cast: Cast, changes: dict[str, object], words: str) -> None:
    case = waiting_for_second(cast)

    with pytest.raises(TransitionRefused, match=words):
        invite(case, operator(), **changes)


def test_taking_back_ends_it_and_tells_the_person(cast: Cast) -> None:
    case = waiting_for_second(cast)
    invitation, _reviewer = accepted(case, operator())

    external.take_back(invitation=invitation, by=operator())

    invitation.refresh_from_db()
    assert invitation.ended_at == clock.now()
    assert Message.objects.filter(key=f"invitation-taken-back:{invitation.pk}", to=invitation.email).exists()
    with pytest.raises(TransitionRefused, match="over already"):
        external.take_back(invitation=invitation, by=operator())


def test_who_has_no_say_takes_nothing_back(cast: Cast) -> None:
    case = waiting_for_second(cast)
    invitation, reviewer = accepted(case, operator())

    for person_ in (reviewer, cast.owner, cast.stranger):
        with pytest.raises(NotAllowed):
            external.take_back(invitation=invitation, by=person_)


def test_unanswered_invitation_is_closed_by_the_day_and_its_author_told_once(cast: Cast) -> None:
    from directory.moderation.external import alerts

    invitation = invite(waiting_for_second(cast), operator())

    with days_later(14):
        counts = alerts.end_expired(), alerts.end_expired()

    invitation.refresh_from_db()
    assert counts == (1, 0)
    assert invitation.ended_at == invitation.expires_at
    assert Message.objects.get(key=f"invitation-ended:{invitation.pk}").to == operator().email


def test_outsider_with_a_clinic_of_their_own_elsewhere_may_be_asked(cast: Cast) -> None:
    case = waiting_for_second(cast)
    rosa = outsider()
    accreditation.register_provider(name="Elsewhere", kind="person", country="GB", by=rosa)

    assert invite(case, operator()).email == rosa.email
    declared(case, cast.ann)
