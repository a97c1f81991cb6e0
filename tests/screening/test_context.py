"""Where an offer stands decides whether it may reject."""

import pytest

from directory.screening.context import Context, Place
from directory.screening.engine import screen
from directory.screening.findings import Verdict

OFFER = "We inject stem cells into the knee. Book now."


@pytest.mark.parametrize("place", [Place.LISTING, Place.HEADACHE_PAGE])
def test_offer_of_the_listed_service_is_rejected(place: Place) -> None:
    assert screen(OFFER, context=Context(place, licensed_hospital=True)).verdict is Verdict.REJECT


def test_offer_elsewhere_in_a_licensed_hospital_goes_to_a_person_with_its_department() -> None:
    screening = screen(
        OFFER, context=Context(Place.OTHER_PAGE, licensed_hospital=True, department="Orthopaedics")
    )
    assert screening.verdict is Verdict.REVIEW
    assert "Orthopaedics" in screening.findings[0].guidance


def test_offer_elsewhere_on_a_site_without_a_licence_is_rejected() -> None:
    assert screen(OFFER, context=Context(Place.OTHER_PAGE)).verdict is Verdict.REJECT


def test_product_told_by_an_australian_provider_is_marked_as_advertising() -> None:
    assert "REG-09" in {f.rule for f in screen(OFFER, country="AU").findings}
    assert "REG-09" not in {f.rule for f in screen(OFFER, country="NZ").findings}
    assert screen("Headache clinic with nerve blocks.", country="AU").findings == ()
