"""What a signed-in person saw does not come back on a shared computer, with the back button or from a proxy."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from directory.accounts.models import User
from directory.accounts.permissions import KEPT_NOWHERE, role_required, signed_in
from directory.accounts.roles import Role
from directory.moderation.models import Decision
from directory.moderation.urls import urlpatterns as moderators_pages
from directory.submission.urls import urlpatterns as providers_pages
from tests.cast import Cast


def view(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("a case")
    response["Cache-Control"] = "public"
    return response


def request_by(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/providers/")
    request.user = user
    return request


@pytest.mark.django_db
def test_page_behind_a_sign_in_is_kept_nowhere(cast: Cast) -> None:
    assert signed_in(view)(request_by(cast.owner))["Cache-Control"] == KEPT_NOWHERE
    moderators = role_required(Role.MODERATOR)(view)
    assert moderators(request_by(cast.ann))["Cache-Control"] == KEPT_NOWHERE


def test_way_to_the_sign_in_is_kept_nowhere() -> None:
    response = signed_in(view)(request_by(AnonymousUser()))
    assert response.status_code == 302
    assert response["Cache-Control"] == KEPT_NOWHERE


def addresses(patterns: list[Any], known: dict[str, object]) -> Iterator[str]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, known)
            continue
        names = pattern.pattern.converters
        if set(names) <= set(known):
            yield reverse(pattern.name, kwargs={name: known[name] for name in names})


@pytest.mark.django_db
def test_every_page_of_providers_and_moderators_is_kept_nowhere(cast: Cast) -> None:
    cast.submit(treatments=("cell-based",))
    rejected = Decision.objects.latest("seq").pk
    case = cast.ready(cast.submit())
    known = {
        "provider_id": cast.specialist.pk,
        "site_id": cast.site.pk,
        "listing_id": case.listing_id,
        "case_id": case.pk,
        "seq": rejected,
    }
    seen: list[str] = []
    for person, patterns in ((cast.owner, providers_pages), (cast.ann, moderators_pages)):
        client = Client()
        client.force_login(person)
        for address in addresses(list(patterns), known):
            response = client.get(address)
            if response.status_code == 200:
                seen.append(address)
                assert response["Cache-Control"] == KEPT_NOWHERE, address
    assert len(seen) >= 10, seen


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/accounts/email/", "/accounts/2fa/", "/accounts/password/change/", "/admin/"]
)
def test_pages_of_an_account_are_kept_nowhere(cast: Cast, address: str) -> None:
    User.objects.filter(pk=cast.ann.pk).update(is_staff=True)
    client = Client()
    client.force_login(cast.ann)
    response = client.get(address)
    assert response.status_code == 200
    assert "no-store" in response.get("Cache-Control", "")
