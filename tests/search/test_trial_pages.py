"""Trials: only those that may be shown, where they recruit, who can join, and that registered is not approved."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory import clock
from directory.catalogue.cells import covering
from directory.regions.distance import km
from directory.trials.actions import import_records
from directory.trials.demo_records import demo_studies
from directory.trials.models import Trial, TrialSite
from directory.trials.sources import Study
from tests.search.pages import read
from tests.search.synthetic import LEEDS, Make
from tests.trials.records import CELL, site, study

pytestmark = pytest.mark.usefixtures("gazetteer", "db", "now")
Import = Callable[..., None]

LEEDS_SITE: dict[str, Any] = {
    "facility": "Larkmead Hospital", "city": "Leeds", "state": "England", "country": "United Kingdom",
    "geoPoint": {"lat": 53.80, "lon": -1.55},
}  # fmt: skip
YORK_SITE = LEEDS_SITE | {
    "facility": "Fernhill Hospital",
    "city": "York",
    "geoPoint": {"lat": 53.96, "lon": -1.08},
}


def store(*studies: dict[str, Any]) -> None:
    import_records([Study("a test", each) for each in studies], on=clock.today(), fetched_at=clock.now())


def places(*changes: dict[str, Any]) -> dict[str, Any]:
    return {"locations": [site(**each) for each in changes]}


def test_only_trials_that_may_be_shown_are_found(client: Client) -> None:
    store(
        study("NCT99000001"),
        study("NCT99000002", status={"overallStatus": "COMPLETED"}),
        study("NCT99000003", **CELL),
        study(
            "NCT99000004",
            conditions={"conditions": ["Asthma"]},
            names={"briefTitle": "Asthma", "officialTitle": ""},
        ),
    )

    assert read(client.get("/trials/")).results == ["NCT99000001"]
    for number in (
        "NCT99000002",
        "NCT99000003",
        "NCT99000004",
        "NCT12345678",
        "%00",
        "NCT99000001%00",
        "%ff",
    ):
        page = read(client.get(f"/trials/{number}/"))
        assert page.status == 404
        assert "No trial is shown under this number" in page.words


def test_trial_disappears_when_its_record_grows_old(client: Client) -> None:
    store(study())
    last = Trial.objects.get().listed_until
    assert last is not None

    with clock.set_to(clock.now() + (last - clock.today())):
        assert read(client.get("/trials/")).total == 1
    with clock.set_to(clock.now() + (last - clock.today()) + timedelta(days=1)):
        assert read(client.get("/trials/")).total == 0
        assert client.get("/trials/NCT99000001/").status_code == 404


def test_distance_is_that_of_the_nearest_site_that_recruits(client: Client) -> None:
    closed = LEEDS_SITE | {"status": "COMPLETED"}
    store(study(places=places(closed, YORK_SITE | {"status": "RECRUITING"})))

    page = read(client.get("/trials/?place=LS1 4DY"))

    assert page.distances == [pytest.approx(35.5, abs=0.7)]
    assert "York" in page.words
    assert read(client.get("/trials/?place=LS1 4DY&radius=25")).total == 0
    assert read(client.get("/trials/?place=LS1 4DY&radius=50")).total == 1


def test_demonstration_trials_by_place_agree_with_measuring_each(client: Client) -> None:
    import_records(demo_studies(clock.today()), on=clock.today(), fetched_at=clock.now(), demo=True)
    nearest = {
        trial.pk: min(
            km(LEEDS, (each.latitude or 0.0, each.longitude or 0.0))
            for each in trial.sites.filter(latitude__isnull=False)
            if each.recruiting or not trial.sites.filter(recruiting=True).exists()
        )
        for trial in Trial.objects.listed(clock.today())
    }

    for radius in ("", "100", "250"):
        within = {pk for pk, away in nearest.items() if not radius or away <= float(radius)}
        page = read(client.get(f"/trials/?place=Leeds&radius={radius}"))
        assert page.total == len(within)
        assert page.distances == sorted(page.distances)
        assert set(page.results) <= within
        assert page.distances[0] == pytest.approx(min(nearest.values()), abs=0.001)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("country=GB", True), ("country=us", False), ("region=GB-ENG", True), ("region=GB-SCT", False),
        ("headache=migraine-without-aura", True), ("headache=cluster", False), ("status=RECRUITING", True),
        ("status=recruiting&status=completed", True), ("status=completed", False), ("phase=PHASE3", True),
        ("phase=phase1", False), ("q=tablets", True), ("q=NCT99000001", True), ("q=acupuncture", False),
        ("place=England", True), ("place=Scotland", False),
    ],
)  # fmt: skip
def test_filter_keeps_what_fits(client: Client, query: str, fits: bool) -> None:
    store(study(places=places(LEEDS_SITE)))

    page = read(client.get(f"/trials/?{query}"))

    assert page.problem == ""
    assert page.total == int(fits)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("foo=1", "foo"), ("status=open", "status"), ("phase=9", "phase"), ("telehealth=1", "telehealth"),
        ("page=0", "page"), ("page=99999999999999999999", "page"), ("q=%00", "q"), ("q=%ff", "q"),
        ("place=Qqzzxx", "place"), ("radius=1", "radius"), ("country=GB&country=DE", "country"), ("sort=name", "sort"),
    ],
)  # fmt: skip
def test_unreadable_parameter_is_named_and_shows_nothing(client: Client, query: str, named: str) -> None:
    store(study())

    page = read(client.get(f"/trials/?{query}"))

    assert (page.status, page.results, page.total) == (200, [], None)
    assert named in page.problem


def test_page_says_what_is_tested_who_can_join_and_where(client: Client) -> None:
    store(study(places=places(LEEDS_SITE | {"status": "COMPLETED"}, YORK_SITE | {"status": "RECRUITING"})))

    page = read(client.get("/trials/NCT99000001/?place=LS1 4DY"))

    for words in (
        "Registered is not the same as approved or recommended", "Tablets against migraine",
        "Adults with migraine take a tablet or placebo", "18 to 65 years", "Anyone", "Only people with the condition",
        "Fernhill University", "1 place is recruiting", "36 km away", "Phase 3", "pain < 3 days", "June 2028",
    ):  # fmt: skip
        assert words in page.words.replace("&lt;", "<")
    assert page.words.index("Fernhill Hospital") < page.words.index("Larkmead Hospital")
    assert re.search(r'<a href="https://clinicaltrials.gov/[^"]*NCT99000001" rel="[^"]*noreferrer', page.text)


def test_page_of_a_trial_without_a_place_shows_no_distance(client: Client) -> None:
    store(study())

    assert "km away" not in read(client.get("/trials/NCT99000001/")).words
    assert "km away" not in read(client.get("/trials/NCT99000001/?place=Springfield")).words
    assert "“foo”" in read(client.get("/trials/NCT99000001/?foo=1")).problem


def test_markup_in_a_record_stays_text(client: Client) -> None:
    store(study(about={"briefSummary": "<script>alert(1)</script> migraine"}))

    assert "<script>alert" not in client.get("/trials/NCT99000001/").content.decode()


def test_number_with_slashes_has_a_page_of_its_own(client: Client) -> None:
    store(study())
    Trial.objects.filter(pk="NCT99000001").update(aliases=[])
    odd = Trial.objects.get()
    odd.pk = "CTRI/2026/01/000001"
    odd.save(force_insert=True)

    assert read(client.get("/trials/CTRI/2026/01/000001/")).status == 200


def test_trials_stand_beside_the_clinics_of_a_place(client: Client, make: Make) -> None:
    make(slug="leeds")
    store(study(places=places(YORK_SITE)))

    page = read(client.get("/clinics/?place=LS1 4DY&headache=migraine-without-aura"))

    assert page.results == ["leeds"]
    assert "Trials near there" in page.words
    assert "/trials/NCT99000001/?place=LS1+4DY" in page.text
    assert "/trials/?place=LS1+4DY&amp;headache=migraine-without-aura" in page.text
    assert "Trials near there" not in read(client.get("/clinics/")).words
    assert "Trials near there" not in read(client.get("/clinics/?country=DE")).words


def test_number_of_queries_does_not_grow_with_the_trials(client: Client) -> None:
    counts = []
    for numbers in (range(1, 2), range(2, 21)):
        store(*(study(f"NCT990000{number:02}", places=places(LEEDS_SITE, YORK_SITE)) for number in numbers))
        with CaptureQueriesContext(connection) as queries:
            client.get("/trials/?place=LS1 4DY&headache=migraine-without-aura&country=GB")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 17


def test_stored_cells_are_those_the_search_asks_for() -> None:
    store(study(places=places(LEEDS_SITE)))
    stored = TrialSite.objects.get()

    for radius, column in ((10.0, "cell5"), (250.0, "cell3")):
        cells = covering(*LEEDS, radius)
        assert cells is not None
        assert cells.column == column
        assert getattr(stored, column) in cells.numbers


def test_link_to_all_trials_beside_clinics_shows_as_many_as_it_says(client: Client, make: Make) -> None:
    far = {"city": "Glasgow", "state": "Scotland", "geoPoint": {"lat": 55.86, "lon": -4.25}}
    aberdeen = {"city": "Aberdeen", "state": "Scotland", "geoPoint": {"lat": 57.15, "lon": -2.11}}
    for number, where in enumerate((LEEDS_SITE, YORK_SITE, LEEDS_SITE | far, LEEDS_SITE | aberdeen)):
        store(study(f"NCT9900001{number}", places=places(where)))
    make()

    beside = read(client.get("/clinics/?place=Leeds"))
    address = re.search(r'href="(/trials/\?[^"]*)">Show (?:the trial|all (\d+) trials)', beside.text)

    assert address is not None
    assert address[2] == "2"
    assert read(client.get(html.unescape(address[1]))).total == 2
