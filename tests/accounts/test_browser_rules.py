"""The browser's rules (Content-Security-Policy) on every kind of page: no inline code, and pictures are files.

One page alone shows a picture that is no file: the code to photograph when a second factor is set up.
"""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]

ANYONE = [
    "/", "/clinics/", "/clinics/?nonsense=1", "/regions/", "/regions/GB/", "/trials/", "/check/", "/shortlist/",
    "/how-we-check/", "/what-is-known/", "/privacy/", "/transparency/", "/accounts/login/", "/accounts/signup/",
    "/accounts/password/reset/", "/nowhere/", "/healthz", "/admin/login/",
]  # fmt: skip
SIGNED_IN = [
    "/providers/",
    "/providers/new/",
    "/moderation/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/logout/",
]
ACTIVATION = "/accounts/2fa/totp/activate/"


def sign_in(client: Client, email: str) -> Client:
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    return client


def strict(policy: str) -> bool:
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";") if rule.split()}
    whole = rules.get("default-src") == ["'self'"] and rules.get("frame-ancestors") == ["'none'"]
    own = all(set(values) <= {"'self'", "'none'"} for values in rules.values())
    return whole and own and {"base-uri", "form-action", "object-src"} <= set(rules)


@pytest.mark.parametrize("address", ANYONE)
def test_pages_for_anyone_run_no_inline_code(client: Client, address: str) -> None:
    response = client.get(address)
    assert strict(response["Content-Security-Policy"]), response["Content-Security-Policy"]


@pytest.mark.parametrize("address", SIGNED_IN)
def test_pages_behind_a_sign_in_run_no_inline_code(client: Client, cast: Cast, address: str) -> None:
    for person in (cast.owner, cast.ann):
        response = sign_in(client, person.email).get(address)
        assert response.status_code in (200, 403)
        assert strict(response["Content-Security-Policy"]), response["Content-Security-Policy"]


def test_listing_case_and_refusals_run_no_inline_code(client: Client, cast: Cast) -> None:
    listing = cast.publish()
    case = cast.submit()
    slug = client.get("/clinics/").content.decode().split('data-result="')[1].split('"')[0]
    staff = sign_in(Client(), cast.ann.email)
    owner = sign_in(Client(), cast.owner.email)
    for response in (
        client.get(f"/clinics/{slug}/"),
        owner.get(reverse("provider_listing", args=[listing.pk])),
        staff.get(reverse("case", args=[case.pk])),
        client.post("/clinics/"),
        Client(enforce_csrf_checks=True).post("/accounts/login/"),
    ):
        assert strict(response["Content-Security-Policy"]), response.request["PATH_INFO"]


def test_error_page_runs_no_inline_code(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("directory.pages.views.start.render", broken)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert strict(response["Content-Security-Policy"])


def test_code_of_the_second_factor_may_be_shown_and_nothing_else(client: Client, cast: Cast) -> None:
    sign_in(client, cast.ann.email).post("/accounts/reauthenticate/", {"password": PASSWORD})
    response = client.get(ACTIVATION)
    assert response.status_code == 200
    assert 'src="data:image/' in response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "img-src 'self' data:" in policy
    assert policy.count("data:") == 1
    assert strict(policy.replace(" data:", ""))
