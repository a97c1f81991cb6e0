"""Where the link in the message leads, and the page on which somebody is invited."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from directory.accounts.models import User
from directory.moderation.external import actions as external
from directory.moderation.external.models import Invitation
from directory.moderation.models import Case
from directory.outbox.models import Message
from tests.cast import PASSWORD, Cast
from tests.moderation.external.team import (
    APPEAL,
    SECOND,
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
from tests.moderation.pages import page, send, signed_in
from tests.visitor import Visitor

WISH = {"email": "rosa@outside.example", "why_independent": WHY, "days": 14}


@pytest.fixture
def case(cast: Cast) -> Case:
    return waiting_for_second(cast)


def opened_link(client: Client, invitation: Invitation) -> str:
    return page(client, "invited_by", token_of(invitation))


def test_link_says_what_is_asked_before_anybody_signs_in(cast: Cast, case: Case) -> None:
    invitation = invite(case, operator())
    client = Client()

    response = client.get(reverse("invited_by", args=[token_of(invitation)]))

    text = response.content.decode()
    assert "Next: sign in" in text
    assert "6 December 2026" in text
    assert "Accept" not in text
    for secret in ("Aldous", "Leeds", "rosa@", WHY, cast.ann.name):
        assert secret not in text, secret
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies


def test_unknown_link_is_not_found(cast: Cast) -> None:
    assert Client().get(reverse("invited_by", args=["made-up"])).status_code == 404


def test_link_in_another_account_says_so_and_offers_nothing(cast: Cast, case: Case) -> None:
    invitation = invite(case, operator())
    client = signed_in(cast.stranger)

    text = opened_link(client, invitation)
    refused = send(client, "invitation_accept", token_of(invitation))

    assert "This is another account" in text
    assert "Accept and open" not in text
    assert "rosa@" not in text
    assert refused.status_code == 403
    assert "another address" in refused.content.decode()


def test_link_asks_for_the_second_factor_where_the_settings_do(
    cast: Cast, case: Case, settings: Settings
) -> None:
    settings.REQUIRE_STAFF_MFA = True
    invitation, rosa = invite(case, operator()), outsider()
    client = signed_in(rosa)

    without = opened_link(client, invitation)
    refused = send(client, "invitation_accept", token_of(invitation))
    Authenticator.objects.create(user=rosa, type=Authenticator.Type.TOTP, data={"secret": "x"})

    assert "Next: a second factor" in without
    assert refused.status_code == 403
    assert "Accept and open the case" in opened_link(client, invitation)


def test_used_expired_and_taken_back_links_say_one_and_the_same(cast: Cast, case: Case) -> None:
    invitation, reviewer = accepted(case, operator())
    used = opened_link(signed_in(cast.stranger), invitation)
    own = signed_in(reviewer).get(reverse("invited_by", args=[token_of(invitation)]))
    external.take_back(invitation=invitation, by=operator())
    taken_back = opened_link(Client(), invitation)
    second = invite(case, operator())
    with days_later(14):
        expired = opened_link(Client(), second)

    assert own["Location"] == reverse("case", args=[case.pk])
    for text in (used, taken_back, expired):
        assert "This invitation is over" in text
        assert "Accept" not in text


def test_declining_by_the_page_ends_it(cast: Cast, case: Case) -> None:
    invitation, rosa = invite(case, operator()), outsider()
    client = signed_in(rosa)

    response = client.post(reverse("invitation_decline", args=[token_of(invitation)]), follow=True)

    assert "Thank you for saying so." in response.content.decode()
    assert "This invitation is over" in opened_link(client, invitation)


@pytest.mark.parametrize("name", ["invitation_accept", "invitation_decline"])
def test_address_of_an_answer_opened_in_a_browser_leads_to_the_question(
    cast: Cast, case: Case, name: str
) -> None:
    token = token_of(invite(case, operator()))

    assert signed_in(outsider()).get(reverse(name, args=[token]))["Location"] == reverse(
        "invited_by", args=[token]
    )


def test_stranger_makes_an_account_with_the_address_and_accepts(cast: Cast, case: Case) -> None:
    """From the message to the case, as the person invited does it."""
    link = reverse("invited_by", args=[token_of(invite(case, operator()))])
    visitor = Visitor().open(link).follow("Create an account")
    assert "Use the e-mail address to which the invitation came." in visitor.text
    visitor.send("signup", email="rosa@outside.example", password1=PASSWORD, password2=PASSWORD)
    rosa = User.objects.get(email="rosa@outside.example")
    before = visitor.open(link).text
    EmailAddress.objects.filter(user=rosa).update(verified=True)

    visitor.open(link).follow("Sign in").send("login", login=rosa.email, password=PASSWORD)
    landed = visitor.path
    visitor.send("accept")

    assert "Next: sign in" in before
    assert landed == link
    assert visitor.path == reverse("case", args=[case.pk])
    assert "Before the file opens" in visitor.text


def test_form_invites_and_the_page_then_shows_how_it_stands(cast: Cast, case: Case) -> None:
    client = signed_in(operator())

    response = client.post(reverse("invite", args=[case.pk, SECOND]), WISH, follow=True)

    text = response.content.decode()
    assert "Invited. The link is on its way" in text
    assert "rosa@outside.example" in text
    assert "Take the invitation back" in text
    assert "Somebody from outside is invited" in page(signed_in(cast.ann), "case", case.pk)


def test_form_with_problems_keeps_what_was_typed(cast: Cast, case: Case) -> None:
    response = send(
        signed_in(operator()), "invite", case.pk, SECOND, **WISH | {"days": 31, "email": "nobody"}
    )

    assert response.status_code == 422
    assert WHY in response.content.decode()
    assert not Invitation.objects.exists()


def test_refused_address_gives_back_what_was_typed(cast: Cast, case: Case) -> None:
    response = send(signed_in(operator()), "invite", case.pk, SECOND, **WISH | {"email": cast.mate.email})

    text = response.content.decode()
    assert response.status_code == 403
    assert "somebody with a part in the case" in text
    assert WHY in text


def test_invitation_is_taken_back_by_the_page(cast: Cast, case: Case) -> None:
    invitation, reviewer = accepted(case, operator())

    response = signed_in(operator()).post(reverse("invitation_take_back", args=[invitation.pk]), follow=True)

    assert "Taken back." in response.content.decode()
    assert signed_in(reviewer).get(reverse("case", args=[case.pk])).status_code == 403


def test_moderator_declares_before_inviting(cast: Cast, case: Case) -> None:
    case.conflicts.filter(user=cast.ann).delete()

    response = signed_in(cast.ann).get(reverse("invite", args=[case.pk, SECOND]))

    assert response["Location"] == reverse("case", args=[case.pk])


def test_page_offers_no_form_where_a_colleague_can(cast: Cast, case: Case) -> None:
    only(cast, "ann", "ben")

    text = page(signed_in(operator()), "invite", case.pk, SECOND)

    assert "a colleague can take it" in text
    assert "why_independent" not in text


def test_operator_invites_without_seeing_the_listing(cast: Cast) -> None:
    """The address stands in the message to the operator, who moderates nothing."""
    appeal = appealed_to_nobody(cast)
    operator = User.objects.create_superuser("operator@directory.example", PASSWORD)
    client = signed_in(operator)
    link = reverse("invite", args=[appeal.case_id, APPEAL])

    text = page(client, "invite", appeal.case_id, APPEAL)
    done = client.post(link, WISH, follow=True).content.decode()

    assert link in Message.objects.get(key=f"nobody:{appeal.case_id}:appeal").text
    assert "Aldous" not in text + done
    assert "Invited. The link is on its way" in done
    assert client.get(reverse("case", args=[appeal.case_id])).status_code == 403


@pytest.mark.parametrize("who", ["owner", "stranger", "ben"])
def test_page_of_inviting_is_closed_to_others(cast: Cast, case: Case, who: str) -> None:
    only(cast, "ann", "ben")
    cast.ben.groups.clear()

    assert signed_in(getattr(cast, who)).get(reverse("invite", args=[case.pk, SECOND])).status_code == 403


def test_unknown_part_is_not_found(cast: Cast, case: Case) -> None:
    assert signed_in(cast.ann).get(reverse("invite", args=[case.pk, "third"])).status_code == 404
