"""Short ways to the moderators' pages, as a person would use them."""

import time
from typing import Any

from django.test import Client
from django.urls import reverse

from directory.accounts.models import User
from directory.moderation import actions, applicant
from directory.moderation.models import Appeal, Case
from tests.cast import Cast

CELLS = "We offer infusions of umbilical-cord mesenchymal stem cells for chronic migraine."
PRP = "We also offer platelet-rich plasma (PRP) injections."


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked_again(client: Client) -> Client:
    """The person gave the password again a moment ago."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client


def send(client: Client, name: str, *ids: Any, **data: Any) -> Any:
    return client.post(reverse(name, args=ids), data)


def page(client: Client, name: str, *ids: Any) -> str:
    response = client.get(reverse(name, args=ids))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def declared(case: Case, *people: User) -> Case:
    for person in people:
        actions.declare_conflict(case=case, by=person, has_conflict=False)
    case.refresh_from_db()
    return case


def in_second_review(cast: Cast, **changes: Any) -> Case:
    """Approved by Ann; Ben has declared that he has no tie."""
    case = cast.ready(cast.submit(**changes))
    actions.approve(case=case, by=cast.ann, version=case.version)
    return declared(case, cast.ben)


def appealed(cast: Cast) -> Appeal:
    """An appeal against an automatic rejection."""
    case = cast.submit(description=CELLS)
    return applicant.appeal(case=case, text="This sentence was misread, please look.", by=cast.owner)
