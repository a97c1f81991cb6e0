"""Every address of the provider's side, as each of the cast meets it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.resolvers import URLPattern

from directory.accreditation import actions as accreditation
from directory.accreditation.models import Affiliation
from directory.moderation.models import StatementOfReasons
from directory.submission.urls import urlpatterns
from tests.cast import Cast
from tests.submission.conftest import Browser

OPEN = {"provider_home", "after_login", "register_provider"}
POST_ONLY = {"confirm_affiliation", "end_affiliation", "confirm_details", "ask_person"}


@pytest.fixture
def where(cast: Cast) -> dict[str, dict[str, Any]]:
    """One object of the owner's for every kind of address."""
    case = cast.submit(description="We offer stem cell injections for migraine.", treatments=("cell-based",))
    clinic = accreditation.register_provider(name="Clinic", kind="organisation", country="GB", by=cast.owner)
    site = accreditation.add_site(provider=clinic, name="House", town="Leeds", region="GB-LDS", by=cast.owner)
    bond = accreditation.propose_affiliation(practitioner=cast.specialist, site=site, by=cast.owner)
    return {
        "provider_id": {"provider_id": cast.specialist.pk},
        "site_id": {"site_id": cast.site.pk},
        "listing_id": {"listing_id": case.listing_id},
        "case_id": {"case_id": case.pk},
        "seq": {"seq": StatementOfReasons.objects.get().decision_seq},
        "affiliation_id": {"affiliation_id": bond.pk},
    }


def _guarded() -> list[URLPattern]:
    return [pattern for pattern in urlpatterns if pattern.name not in OPEN]


def _address(pattern: URLPattern, where: dict[str, dict[str, Any]]) -> str:
    (key,) = pattern.pattern.converters
    return reverse(str(pattern.name), kwargs=where[key])


def _open(client: Client, pattern: URLPattern, address: str) -> Any:
    return client.post(address) if pattern.name in POST_ONLY else client.get(address)


@pytest.mark.parametrize("pattern", _guarded(), ids=lambda pattern: pattern.name)
def test_page_of_a_provider_opens_for_those_who_act_for_it_alone(
    cast: Cast, where: dict[str, dict[str, Any]], browser: Browser, pattern: URLPattern
) -> None:
    address = _address(pattern, where)
    nobody = browser(None).get(address)
    assert nobody.status_code == 302
    assert nobody["Location"].startswith(reverse("account_login"))
    for outsider in (cast.stranger, cast.ann, cast.senior):
        assert _open(browser(outsider), pattern, address).status_code == 404
        assert browser(outsider).post(address, {"version": "0"}).status_code == 404
    for member in (cast.owner, cast.mate):
        assert _open(browser(member), pattern, address).status_code in (200, 302, 409)


@pytest.mark.parametrize("pattern", _guarded(), ids=lambda pattern: pattern.name)
def test_page_of_what_does_not_exist_looks_like_somebody_elses(
    cast: Cast, browser: Browser, pattern: URLPattern
) -> None:
    (key,) = pattern.pattern.converters
    nothing = (
        "99999999999999999999" if key in ("seq", "affiliation_id") else "00000000-0000-4000-8000-000000000000"
    )
    assert (
        _open(browser(cast.owner), pattern, reverse(str(pattern.name), kwargs={key: nothing})).status_code
        == 404
    )


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_step_is_not_taken_by_following_a_link(
    cast: Cast, where: dict[str, dict[str, Any]], browser: Browser, name: str
) -> None:
    pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
    assert browser(cast.owner).get(_address(pattern, where)).status_code == 405


def test_organisation_cannot_confirm_for_the_practitioner(cast: Cast, browser: Browser) -> None:
    clinic = accreditation.register_provider(
        name="Clinic", kind="organisation", country="GB", by=cast.stranger
    )
    site = accreditation.add_site(
        provider=clinic, name="House", town="Leeds", region="GB-LDS", by=cast.stranger
    )
    bond = accreditation.propose_affiliation(practitioner=cast.specialist, site=site, by=cast.stranger)
    answer = browser(cast.stranger).post(reverse("confirm_affiliation", args=[bond.pk]))
    assert answer.status_code == 404
    assert Affiliation.objects.get().confirmed_at is None


def test_sign_in_leads_moderators_to_their_side_and_providers_to_theirs(cast: Cast, browser: Browser) -> None:
    provider, moderator = (browser(who).get(reverse("after_login")) for who in (cast.owner, cast.ann))
    assert provider["Location"] == "/providers/"
    assert moderator["Location"].startswith("/moderation/")
    assert browser(None).get(reverse("after_login"))["Location"].startswith(reverse("account_login"))


def test_start_page_tells_strangers_what_is_needed_and_never_listed(browser: Browser, db: None) -> None:
    page = browser(None).get(reverse("provider_home")).content.decode()
    for words in (
        "A specialist",
        "A clinic or hospital service",
        "What is never listed",
        "within 2 working days and decides within 10 working days",
    ):
        assert words in page
    assert reverse("account_signup") in page
    assert reverse("account_login") in page
