"""The listing form through HTTP: what is stored, what is refused with a sentence, and that nothing typed is lost."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from directory.accreditation import actions
from directory.listings.models import Listing, Revision
from directory.moderation.models import Case
from directory.submission.forms.careful import REMOVED
from tests.cast import Cast

Typed = dict[str, Any]


@pytest.fixture
def address(cast: Cast) -> str:
    return reverse("new_listing", args=[cast.specialist.pk])


def test_listing_sent_is_stored_as_typed_and_waits(owner: Client, address: str, typed: Typed) -> None:
    answer = owner.post(address, typed, follow=True)
    content = Revision.objects.get().document()
    assert "a person will look at it" in answer.content.decode()
    assert content.headaches == ("migraine-without-aura", "cluster")
    assert (content.website, content.phone) == ("https://clinic.example", "+44 113 496 0000")
    assert (content.accepting, content.accepting_since, content.telehealth) == (True, "2026-11-01", True)
    assert Case.objects.get().status == "open"


def test_form_sent_twice_makes_one_listing(owner: Client, address: str, typed: Typed) -> None:
    typed["draft"] = str(uuid4())
    first, second = owner.post(address, typed), owner.post(address, typed)
    assert first.url == second.url == reverse("provider_listing", args=[typed["draft"]])  # type: ignore[attr-defined]
    assert Listing.objects.count() == 1


def test_form_with_an_unreadable_draft_is_taken_all_the_same(
    owner: Client, address: str, typed: Typed
) -> None:
    assert owner.post(address, {**typed, "draft": "☃"}).status_code == 302


def test_form_with_an_error_keeps_everything_typed(owner: Client, address: str, typed: Typed) -> None:
    page = owner.post(address, {**typed, "summary": "", "languages": ["cy", "sq"]}).content.decode()
    assert "Something needs your attention" in page
    assert 'href="#id_summary"' in page
    for words in ("I see adults with migraine", "Ask your family doctor", "clinic.example", "0113 496 0000"):
        assert words in page
    for box in (
        "cy",
        "sq",
        "migraine-without-aura",
        "nerve-block",
        "adult",
        "gp",
        "public",
        str(typed["sites"][0]),
    ):
        _before, _value, after = page.partition(f'value="{box}"')
        assert "checked" in after[: after.index(">")], f"{box} is no longer ticked"
    assert not Listing.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("description", "x" * 1_000_000, "at most 6,000 characters. There are 1,000,000 now."),
        ("name", "Dr \x00 Aldous", "invisible control characters"),
        ("summary", "bell \x07", "invisible control characters"),
        ("name", "abc \u202etxet", "invisible control characters"),
        ("description", "broken \ufffd text", "did not arrive in a readable form"),
        ("name", "one\ntwo", "on one line"),
        ("website", "javascript:alert(1)", "Give a web address"),
        ("website", "ftp://clinic.example", "Give a web address"),
        ("website", "https://user:secret@clinic.example", "without a name or password"),
        ("website", "http://[::1", "Give a web address"),
        ("phone", "ring the bell", "no telephone number"),
        ("phone", "+44 1", "no telephone number"),
        ("email", "desk at clinic", "Give an e-mail address"),
        ("accepting_since", "2026-11-23", "still to come"),
        ("accepting_since", "yesterday", "Give a day such as"),
        ("trial_ids", "NCT1", "no form that a trial registry uses"),
        ("trial_ids", "U1111-1234-5678", "not a registration"),
        ("trial_ids", "\n".join(f"NCT0000{n:04}" for n in range(30)), "at most 20 trials"),
        ("headaches", ["nonsense"], "not on the list"),
        ("treatments", ["\ud800".encode("utf-8", "replace").decode()], "not on the list"),
        ("kind", "clinic", "not on the list"),
        ("sites", [str(uuid4())], "not on the list"),
        ("sites", [], "Choose at least one"),
    ],
)  # fmt: skip
def test_form_with_bad_input_says_so_and_stores_nothing(
    owner: Client, address: str, typed: Typed, field: str, value: Any, sentence: str
) -> None:
    answer = owner.post(address, {**typed, field: value})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Listing.objects.exists()


def test_form_with_broken_utf8_says_so(owner: Client, address: str, typed: Typed) -> None:
    body = urlencode(typed, doseq=True).replace("headache+clinic", "headache+%ED%A0%80%FF")
    answer = owner.post(address, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert "readable form" in answer.content.decode()


@pytest.mark.parametrize("field", ["name", "summary", "description", "how_to_refer", "trial_ids"])
@pytest.mark.parametrize(
    "number", ["943 476 5919", "123-45-6789", "123\u201145\u20116789", "NHS number 9434765919"]
)
def test_patients_number_is_refused_and_neither_kept_nor_shown(
    owner: Client, address: str, typed: Typed, field: str, number: str
) -> None:
    page = owner.post(address, {**typed, field: f"before {number} after"}).content.decode()
    assert "patient&#x27;s number" in page
    assert not Listing.objects.exists()
    assert number[-4:] not in page
    assert "before" in page
    assert "after" in page
    assert REMOVED in page


def test_patients_number_in_the_telephone_field_is_not_shown_again(
    owner: Client, address: str, typed: Typed
) -> None:
    page = owner.post(address, {**typed, "phone": "123-45-6789"}).content.decode()
    assert "no telephone number" in page
    assert "6789" not in page
    assert not Listing.objects.exists()


def test_mark_left_in_place_of_a_patients_number_is_not_published(
    owner: Client, address: str, typed: Typed
) -> None:
    answer = owner.post(address, {**typed, "summary": f"Neurologist {REMOVED}"})
    assert "take out the mark" in answer.content.decode()
    assert not Listing.objects.exists()


def test_telephone_number_with_country_code_in_text_is_fine(
    owner: Client, address: str, typed: Typed
) -> None:
    assert owner.post(address, {**typed, "how_to_refer": "Ring +1 212 555 0100."}).status_code == 302


def test_provider_without_a_place_is_led_to_add_one(owner: Client, cast: Cast, address: str) -> None:
    bare = actions.register_provider(name="Dr B", kind="person", country="GB", by=cast.owner)
    page = owner.get(reverse("new_listing", args=[bare.pk])).content.decode()
    assert "Say first where patients are seen" in page
    assert "cell-based" not in page


def test_form_says_beside_cell_product_and_prp_what_they_mean(owner: Client, address: str) -> None:
    page = owner.get(address).content.decode()
    assert "No such product is authorised for any headache" in page
    assert "Not a cell product, and no reason for refusal by itself" in page


def test_organisation_is_offered_the_kinds_it_can_be(owner: Client, cast: Cast) -> None:
    clinic = actions.register_provider(name="Clinic", kind="organisation", country="GB", by=cast.owner)
    actions.add_site(provider=clinic, name="House", town="Leeds", region="GB-LDS", by=cast.owner)
    page = owner.get(reverse("new_listing", args=[clinic.pk])).content.decode()
    assert 'value="clinic"' in page
    assert 'value="practice"' in page
    assert 'value="specialist"' not in page.replace('name="referrals" value="specialist"', "")
