"""The page of one clinic: what a patient needs, why it is listed, and one neutral answer when it is no longer."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from directory import clock
from directory.catalogue.models import Address, Entry
from directory.listings.models import Listing
from directory.moderation import publication
from directory.submission.actions import revise
from tests.cast import Cast
from tests.search.pages import read
from tests.search.synthetic import BERLIN, LEEDS, Make


def address_of(listing: Listing) -> str:
    return f"/clinics/{Address.objects.get(listing_id=listing.pk).slug}/"


def test_patient_reads_where_how_and_for_whom(client: Client, cast: Cast) -> None:
    listing = cast.publish(phone="+44 (0)113 496 0000", website="https://aldous.example/", telehealth=True)

    page = read(client.get(address_of(listing)))

    for words in (
        "Dr Mira Aldous", "Headache specialist or neurologist", "Leeds Consulting Rooms", "1 Canal Row",
        "Through your family doctor", "Ask your family doctor for a letter.", "Cluster headache", "Nerve blocks",
        "English, French", "Adults", "Public health service", "Accepting new patients",
        "Video or telephone appointments", "Details last confirmed",
    ):  # fmt: skip
        assert words in page.words
    assert 'href="tel:+441134960000"' in page.text
    link = re.search(r'<a href="https://aldous.example/"[^>]*>', page.text)
    assert link is not None
    assert "noopener" in link[0]
    assert "noreferrer" in link[0]


def test_page_says_why_it_is_listed_and_what_that_is_not(client: Client, cast: Cast) -> None:
    page = read(client.get(address_of(cast.publish())))

    valid_until = f"{Entry.objects.get().valid_until:%-d %B %Y}"
    why = page.words.split("Why this clinic is listed")[1]
    for words in (
        "General Medical Council", "7000001", "licence to practise as a doctor", "specialist in neurology",
        "22 November 2026", "looked up in the register", valid_until, "Open the register",
        "What a listing is not", "not a recommendation",
    ):  # fmt: skip
        assert words in why
    assert why.count("7000001") == 1


def test_address_that_no_browser_should_follow_is_no_link(client: Client, make: Make) -> None:
    make(slug="odd", columns={"website": "javascript:alert(1)", "phone": "ask at the desk"})

    page = read(client.get("/clinics/odd/"))

    assert "javascript:" not in page.text
    assert "tel:" not in page.text
    assert "ask at the desk" in page.words


def test_treatment_that_may_not_be_promoted_there_is_not_shown(client: Client, make: Make) -> None:
    make(slug="leeds", treatments=("cgrp", "oxygen"), sites=((*LEEDS, "GB-LDS"),))
    make(slug="berlin", treatments=("cgrp", "oxygen"), sites=((*BERLIN, "DE-BE"),))

    assert "CGRP" not in read(client.get("/clinics/leeds/")).words
    assert "Oxygen" in read(client.get("/clinics/leeds/")).words
    assert "CGRP" in read(client.get("/clinics/berlin/")).words


def test_typed_markup_of_a_provider_stays_text(client: Client, make: Make) -> None:
    make(
        slug="bold",
        name="<b>Bold</b>",
        columns={"description": "<img src=x onerror=alert(1)>", "how_to_refer": "<i>"},
    )

    page = read(client.get("/clinics/bold/"))

    assert "<b>Bold" not in page.text
    assert "<img" not in page.text


@pytest.fixture
def ends(cast: Cast, client: Client) -> dict[str, bytes]:
    """What the address of a listing answers after each way of ending."""
    answers = {}
    listing = cast.publish()
    address = address_of(listing)

    def answer() -> bytes:
        response = client.get(address)
        assert response.status_code == 410
        return response.content

    with clock.set_to(clock.now() + timedelta(days=700)):
        answers["lapsed"] = answer()
    with clock.set_to(clock.now() + timedelta(days=181)):
        answers["unconfirmed"] = answer()
    listing.refresh_from_db()
    publication.quarantine(
        listing=listing, reasons=("accreditation",), by=cast.senior, version=listing.version
    )
    answers["quarantined"] = answer()
    listing.refresh_from_db()
    publication.delist(
        listing=listing, reasons=("accreditation",), by=cast.second_senior, version=listing.version
    )
    answers["delisted"] = answer()
    return answers


def test_every_end_of_a_listing_reads_the_same(ends: dict[str, bytes]) -> None:
    assert len(set(ends.values())) == 1
    text = ends["delisted"].decode()
    assert "no longer shown" in text
    assert "Aldous" not in text
    assert "accreditation" not in text.split("<main")[1].split("</main>")[0]


def test_listing_taken_down_by_its_provider_reads_the_same_too(client: Client, cast: Cast) -> None:
    listing = cast.publish()
    address = address_of(listing)
    lapsed_at = clock.now() + timedelta(days=700)
    with clock.set_to(lapsed_at):
        lapsed = client.get(address).content
    listing.refresh_from_db()

    publication.unpublish(listing=listing, by=cast.owner, version=listing.version)

    assert client.get(address).status_code == 410
    assert client.get(address).content == lapsed


def test_listing_vanishes_at_midnight_after_its_last_day(client: Client, cast: Cast) -> None:
    listing = cast.publish()
    address = address_of(listing)
    entry = Entry.objects.get()
    last = min(entry.valid_until, entry.attestation_until)
    evening = clock.now().replace(hour=23, minute=59) + (last - clock.today())

    with clock.set_to(evening):
        assert client.get(address).status_code == 200
    with clock.set_to(evening + timedelta(minutes=2)):
        assert client.get(address).status_code == 410


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["never-known", "a" * 300, "UPPER", "1"])
def test_address_never_given_is_not_found(client: Client, slug: str) -> None:
    response = client.get(f"/clinics/{slug}/")

    assert response.status_code == 404
    assert b"There is no page at this address" in response.content


@pytest.mark.parametrize(
    "changes",
    [
        {"summary": "CANARY"},
        {"description": "CANARY"},
        {"name": "CANARY"},
        {"how_to_refer": "CANARY"},
        {"phone": "CANARY 12345"},
        {"email": "CANARY@example.org"},
    ],
)
def test_nothing_of_an_unapproved_edit_is_on_any_page(
    client: Client, cast: Cast, changes: dict[str, str]
) -> None:
    listing = cast.publish()
    address = address_of(listing)
    slug = address.split("/")[2]
    revise(listing=listing, document=cast.content(**changes), by=cast.owner)

    pages = ("/", "/clinics/", "/clinics/?q=canary", address, "/regions/GB/", f"/shortlist/?id={slug}")
    assert all(b"CANARY" not in client.get(page).content for page in pages if "q=" not in page)
    assert read(client.get("/clinics/?q=canary")).total == 0
