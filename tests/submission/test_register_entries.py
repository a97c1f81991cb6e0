"""Naming a register entry: chosen by country, checked by form; patients' numbers are neither kept nor shown."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.accreditation.models import Credential
from tests.cast import Cast
from tests.submission.conftest import clinic_of


def test_register_entry_is_checked_by_form_and_check_digit(cast: Cast, owner: Client) -> None:
    address = reverse("add_credential", args=[cast.specialist.pk])
    page = owner.get(address).content.decode()
    assert "General Medical Council" in page
    assert "BASH" not in page and "Care Quality Commission" not in page  # noqa: PT018
    wrong = owner.post(address, {"register": "uk-gmc", "number": "12"}).content.decode()
    assert "does not have the form" in wrong
    assert 'value="12"' in wrong
    owner.post(address, {"register": "uk-gmc", "number": "7000 002"})
    assert Credential.objects.filter(number="7000002", provider=cast.specialist).exists()


def test_register_of_another_country_is_chosen_by_country(cast: Cast, owner: Client) -> None:
    address = reverse("add_credential", args=[cast.specialist.pk]) + "?country=FR"
    assert "RPPS" in owner.get(address).content.decode()
    wrong = owner.post(address, {"register": "fr-rpps", "number": "10001234567"}).content.decode()
    assert "check digit does not fit" in wrong


@pytest.mark.parametrize("number", ["943 476 5919", "123-45-6789", "9434765919", "943476591"])
@pytest.mark.parametrize("register", ["uk-gmc", "int-ihs", "", "nonsense"])
def test_patients_number_as_register_number_is_neither_kept_nor_shown(
    cast: Cast, owner: Client, number: str, register: str
) -> None:
    before = Credential.objects.count()
    page = owner.post(
        reverse("add_credential", args=[cast.specialist.pk]), {"register": register, "number": number}
    ).content.decode()
    assert number not in page
    assert Credential.objects.count() == before
    if register in ("uk-gmc", "int-ihs"):
        assert "patient&#x27;s number" in page


def test_licence_of_a_place_needs_the_place(cast: Cast, owner: Client) -> None:
    clinic, site = clinic_of(cast.owner)
    address = reverse("add_credential", args=[clinic.pk])
    form = {"register": "uk-cqc", "number": "1-1234567890"}
    assert "Choose the place" in owner.post(address, form).content.decode()
    other = owner.post(address, {**form, "site": str(cast.site.pk)}).content.decode()
    assert "not on the list" in other
    owner.post(address, {**form, "site": str(site.pk)})
    assert Credential.objects.get(provider=clinic).site == site
