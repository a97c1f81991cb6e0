"""Where a trial's site is: by its state, its coordinates, its postcode or its town, and nowhere when two are meant."""

import pytest

from directory.regions.reference import Loaded
from directory.trials.places import Placer
from directory.trials.record import Site

pytestmark = pytest.mark.django_db


def _site(**changes: object) -> Site:
    values: dict[str, object] = {
        "facility": "",
        "city": "",
        "state": "",
        "postcode": "",
        "country": "",
        "country_code": "",
        "status": "",
        "latitude": None,
        "longitude": None,
    }
    return Site(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("site", "country", "region"),
    [
        (_site(country="United States", state="massachusetts"), "US", "US-MA"),
        (_site(country="Turkey (Türkiye)"), "TR", "TR"),
        (_site(country="Korea, Republic of"), "KR", "KR"),
        (_site(country_code="GB"), "GB", "GB"),
        (_site(country="Atlantis", country_code="zz"), "", None),
        (_site(), "", None),
    ],
)
def test_country_and_state_give_the_region(site: Site, country: str, region: str | None) -> None:
    placed = Placer().place(site)
    assert (placed.country, placed.region, placed.latitude) == (country, region, None)


@pytest.mark.parametrize(
    ("site", "region"),
    [
        (_site(country="United Kingdom", city="Leeds"), "GB-LDS"),
        (_site(country="United Kingdom", postcode="LS1 4DY", city="Nowhere"), "GB-LDS"),
        (_site(country="Germany", city="Munich"), "DE-BY"),
        (_site(country="United States", state="Missouri", city="Springfield"), "US-MO"),
    ],
)
def test_town_or_postcode_gives_region_and_coordinates(gazetteer: Loaded, site: Site, region: str) -> None:
    placed = Placer().place(site)
    assert placed.region == region
    assert placed.latitude is not None


def test_town_that_may_be_several_gives_no_coordinates(gazetteer: Loaded) -> None:
    placed = Placer().place(_site(country="United States", city="Springfield"))
    assert (placed.region, placed.latitude, placed.longitude) == ("US", None, None)


def test_coordinates_of_the_record_choose_between_towns(gazetteer: Loaded) -> None:
    placed = Placer().place(
        _site(country="United States", city="Springfield", latitude=37.2, longitude=-93.3)
    )
    assert (placed.region, placed.latitude) == ("US-MO", 37.2)
