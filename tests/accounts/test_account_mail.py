"""Mail about an account, as sign-up, a forgotten password and changes of the account send it."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from directory.outbox.models import Message
from tests.cast import PASSWORD, Cast

OWN = "http://testserver/accounts/"


@pytest.fixture(autouse=True)
def _here(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]


def only() -> Message:
    message = Message.objects.get(key__startswith="account:")
    assert message.text.startswith("Hello,")
    assert message.text.strip().endswith("Headache Referral Directory")
    assert set(re.findall(r'href="([^"]+)"', message.html)) == set(
        re.findall(r"^https?://\S+$", message.text, re.M)
    )
    assert "[" not in message.subject
    return message


def link(message: Message) -> str:
    found: str = re.findall(r"^https?://\S+$", message.text, re.M)[0]
    assert found.startswith(OWN)
    return found.removeprefix("http://testserver")


def sign_up(client: Client, email: str) -> None:
    new = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", new).status_code == 302


def test_sign_up_is_confirmed_by_the_link_in_the_mail(db: None, client: Client) -> None:
    sign_up(client, "new@clinic.example")
    message = only()
    assert message.to == "new@clinic.example"
    assert message.subject == "Please confirm your e-mail address for Headache Referral Directory"
    assert client.get(link(message)).status_code == 200


def test_sign_up_with_an_address_that_has_an_account_tells_its_owner_alone(
    cast: Cast, client: Client
) -> None:
    sign_up(client, cast.owner.email)
    message = only()
    assert message.to == cast.owner.email
    assert "already" in message.subject
    assert "nothing was changed" in message.text


def test_forgotten_password_is_set_anew_by_the_link_in_the_mail(cast: Cast, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": cast.owner.email})
    message = only()
    assert "The link works once." in message.text
    assert client.get(link(message), follow=True).status_code == 200


def test_forgotten_password_of_nobody_is_answered_too(cast: Cast, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "nobody@clinic.example"})
    message = only()
    assert message.to == "nobody@clinic.example"
    assert "There is no account with this address." in message.text
    assert link(message) == "/accounts/signup/"


def test_changed_password_is_told_with_what_helps_to_see_whether_it_was_oneself(
    cast: Cast, client: Client
) -> None:
    client.post("/accounts/login/", {"login": cast.owner.email, "password": PASSWORD})
    other = "another " + PASSWORD
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": other, "password2": other},
        headers={"user-agent": "Kestrel <b>9</b> https://elsewhere.example/"},
    )
    message = only()
    assert "The password of your account in Headache Referral Directory was changed." in message.text
    assert "127.0.0.1" in message.text
    assert "Kestrel" in message.text
    assert "<b>" not in message.html
