"""Registering, places, register entries, who works where, colleagues, and the start page."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.accounts.roles import Role
from directory.accreditation import actions as accreditation
from directory.accreditation.models import Affiliation, Membership, Provider, Site
from directory.submission.references import practitioner_with, reference
from tests.cast import Cast, person
from tests.submission.conftest import Browser, clinic_of


def _page(client: Client, name: str, *where: object) -> str:
    return client.get(reverse(name, args=where)).content.decode()


def test_stranger_registers_and_is_led_on(cast: Cast, browser: Browser) -> None:
    client = browser(cast.stranger)
    assert "Register a practitioner or organisation" in _page(client, "provider_home")
    answer = client.post(
        reverse("register_provider"),
        {"kind": "organisation", "name": "Clínica São José", "country": "ES"},
        follow=True,
    )
    provider = Provider.objects.get(country="ES")
    assert "Clínica São José" in answer.content.decode()
    assert Membership.objects.filter(provider=provider, user=cast.stranger).exists()
    assert "Add a place of care" in _page(client, "provider_home")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This is needed"),
        ("name", "Dr 123-45-6789", "patient&#x27;s number"),
        ("name", "x" * 201, "at most 200"),
        ("country", "XX", "not on the list"),
        ("kind", "robot", "not on the list"),
    ],
)
def test_registering_with_bad_input_says_so(owner: Client, field: str, value: str, sentence: str) -> None:
    before = Provider.objects.count()
    form = {"kind": "person", "name": "Dr Ada", "country": "GB", field: value}
    page = owner.post(reverse("register_provider"), form).content.decode()
    assert sentence in page
    assert "6789" not in page
    assert Provider.objects.count() == before


def test_place_is_added_in_another_country(cast: Cast, owner: Client) -> None:
    address = reverse("add_place", args=[cast.specialist.pk]) + "?country=IE"
    assert "Dublin" in owner.get(address).content.decode()
    form = {"name": "Rooms", "street": "1 Lane", "town": "Dublin", "postcode": "", "region": "IE-D"}
    owner.post(address, form)
    site = Site.objects.get(town="Dublin")
    assert site.region_id == "IE-D"
    assert site.latitude is not None


@pytest.mark.parametrize("country", ["XX", "gb", "GB-ENG", "☃", "x" * 500])
def test_place_in_no_country_of_the_world_is_not_found(cast: Cast, owner: Client, country: str) -> None:
    assert owner.get(reverse("add_place", args=[cast.specialist.pk]), {"country": country}).status_code == 404


def test_moving_needs_a_tick_and_hides_what_rests_on_the_old_address(cast: Cast, owner: Client) -> None:
    cast.publish()
    form = {
        "name": cast.site.name,
        "street": "9 New Street",
        "town": "Leeds",
        "postcode": "",
        "region": "GB-LDS",
    }
    address = reverse("edit_place", args=[cast.site.pk])
    page = owner.post(address, form).content.decode()
    assert "Please tick this" in page
    assert "9 New Street" in page
    cast.site.refresh_from_db()
    assert cast.site.version == 1
    answer = owner.post(address, {**form, "moved": "on"}, follow=True)
    cast.site.refresh_from_db()
    assert cast.site.version == 2
    assert "still show the old" in answer.content.decode()


def test_new_name_of_a_place_is_no_move(cast: Cast, owner: Client) -> None:
    form = {
        "name": "New name",
        "street": cast.site.street,
        "town": "Leeds",
        "postcode": "",
        "region": "GB-LDS",
    }
    owner.post(reverse("edit_place", args=[cast.site.pk]), form)
    cast.site.refresh_from_db()
    assert (cast.site.name, cast.site.version) == ("New name", 1)


def test_practitioner_named_by_reference_confirms_and_ends(cast: Cast, browser: Browser) -> None:
    clinic, site = clinic_of(cast.stranger)
    theirs, mine = browser(cast.stranger), browser(cast.mate)
    address = reverse("propose_affiliation", args=[clinic.pk])
    wrong = theirs.post(address, {"reference": "0000-0000-0000", "site": str(site.pk)}).content.decode()
    assert "No practitioner has this reference" in wrong
    theirs.post(address, {"reference": reference(cast.specialist).lower(), "site": str(site.pk)})
    assert "Canal House Clinic says that you work at" in _page(mine, "provider_home")
    bond = Affiliation.objects.get()
    assert "I work there" in _page(mine, "provider", cast.specialist.pk)
    mine.post(reverse("confirm_affiliation", args=[bond.pk]))
    bond.refresh_from_db()
    assert (bond.confirmed_by, bond.site_version, bond.ended_at) == (cast.mate, 1, None)
    theirs.post(reverse("end_affiliation", args=[bond.pk]))
    bond.refresh_from_db()
    assert bond.ended_at is not None
    assert "ended" in _page(mine, "provider", cast.specialist.pk)


def test_practitioner_refuses_what_is_not_so(cast: Cast, owner: Client) -> None:
    _clinic, site = clinic_of(cast.stranger)
    bond = accreditation.propose_affiliation(practitioner=cast.specialist, site=site, by=cast.stranger)
    answer = owner.post(reverse("end_affiliation", args=[bond.pk]))
    bond.refresh_from_db()
    assert answer["Location"] == reverse("provider", args=[cast.specialist.pk])
    assert bond.ended_at is not None
    assert bond.confirmed_at is None


def test_reference_finds_practitioners_only(cast: Cast) -> None:
    clinic, _site = clinic_of(cast.owner)
    assert practitioner_with(reference(cast.specialist)) == cast.specialist
    assert practitioner_with(reference(clinic)) is None
    assert practitioner_with(str(cast.specialist.pk)) is None


def test_colleague_with_an_account_is_added(cast: Cast, owner: Client, browser: Browser) -> None:
    owner.post(reverse("add_member", args=[cast.specialist.pk]), {"email": "STRANGER@elsewhere.example"})
    assert browser(cast.stranger).get(reverse("provider", args=[cast.specialist.pk])).status_code == 200


@pytest.mark.parametrize(
    "email", ["nobody@nowhere.example", "ann@directory.example", "reviewer@outside.example"]
)
def test_people_who_decide_cannot_be_made_partial_by_adding_them(
    cast: Cast, owner: Client, email: str
) -> None:
    person("reviewer@outside.example", Role.SENIOR)
    page = owner.post(reverse("add_member", args=[cast.specialist.pk]), {"email": email}).content.decode()
    assert "We found no provider&#x27;s account with this address" in page
    assert email in page
    assert Membership.objects.filter(provider=cast.specialist).count() == 2
