"""What every public page promises: no cookie, no sign-in shown, nothing from elsewhere, fresh after a change."""

import logging
import re
from datetime import timedelta

import pytest
from django.test import Client

from directory import clock
from directory.catalogue.actions import attest
from directory.trials.actions import import_records
from directory.trials.sources import Study
from tests.cast import PASSWORD, Cast
from tests.search.synthetic import Make
from tests.trials.records import study

PAGES = [
    "/", "/clinics/", "/clinics/?headache=cluster", "/clinics/?foo=1", "/clinics/someone/", "/regions/", "/regions/GB/",
    "/trials/", "/shortlist/", "/shortlist/?id=someone", "/check/", "/how-we-check/", "/what-is-known/", "/privacy/",
]  # fmt: skip


@pytest.fixture
def someone(make: Make) -> None:
    make(slug="someone")


@pytest.mark.usefixtures("someone")
@pytest.mark.parametrize("page", PAGES)
def test_page_is_kept_by_browsers_and_asked_for_again(client: Client, page: str) -> None:
    first = client.get(page)

    assert first.status_code == 200
    assert first["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in first.get("Vary", "")
    assert not first.cookies
    again = client.get(page, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert client.get(page, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("page", ["/clinics/", "/regions/GB/", "/"])
def test_page_is_sent_anew_when_the_catalogue_changes(client: Client, cast: Cast, page: str) -> None:
    tag = client.get(page)["ETag"]

    listing = cast.publish()
    published = client.get(page)["ETag"]
    attest(listing.pk, on=clock.today())

    assert len({tag, published, client.get(page)["ETag"]}) == 3


@pytest.mark.usefixtures("someone")
def test_page_is_sent_anew_on_the_next_day(client: Client) -> None:
    tag = client.get("/clinics/")["ETag"]

    with clock.set_to(clock.now() + timedelta(days=1)):
        assert client.get("/clinics/", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.usefixtures("someone")
def test_pages_with_trials_are_sent_anew_when_a_trial_comes(client: Client) -> None:
    tags = {page: client.get(page)["ETag"] for page in ("/trials/", "/clinics/")}

    import_records([Study("a test", study())], on=clock.today(), fetched_at=clock.now())

    assert all(client.get(page)["ETag"] != tag for page, tag in tags.items())


@pytest.mark.django_db
def test_refusal_carries_no_tag_that_could_stand_for_a_page(client: Client) -> None:
    for page in ("/clinics/never-known/", "/regions/XX/", "/trials/NCT00000000/"):
        answer = client.get(page)
        assert answer.status_code == 404
        assert "ETag" not in answer
    gone = client.get("/regions/XX/", headers={"If-None-Match": client.get("/regions/")["ETag"]})
    assert gone.status_code == 404


@pytest.mark.usefixtures("someone")
@pytest.mark.parametrize("page", PAGES)
def test_signed_in_people_see_what_everyone_sees(client: Client, cast: Cast, page: str) -> None:
    anyone = client.get(page).content
    client.login(email=cast.ann.email, password=PASSWORD)

    assert client.get(page).content == anyone


@pytest.mark.usefixtures("someone")
@pytest.mark.parametrize("page", PAGES)
def test_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(client: Client, page: str) -> None:
    text = client.get(page).content.decode()

    loaded = re.findall(
        r'<(?:script|img|iframe|source|video|audio|embed|object)[^>]*(?:src|data)="([^"]*)"', text
    )
    loaded += re.findall(r'<link[^>]*href="([^"]*)"', text)
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    assert not re.search(r"<script>|<style|\sstyle=|\son[a-z]+=", text)
    for link in re.findall(r'<a [^>]*href="https?://[^>]*>', text):
        assert "noreferrer" in link


@pytest.mark.usefixtures("someone")
def test_nothing_a_patient_typed_is_in_the_logs(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    for address in (
        "/clinics/?place=CANARYTOWN&q=CANARY",
        "/clinics/?CANARY=1",
        "/trials/?q=CANARY",
        "/shortlist/?id=CANARY",
    ):
        client.get(address)
    client.post("/check/", {"text": "CANARY stem cells for migraine"})
    client.post("/check/", {"text": "CANARY" * 10_000})

    own = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert not [record for record in own if "CANARY" in record.getMessage()]


@pytest.mark.usefixtures("someone")
@pytest.mark.parametrize("page", [page for page in PAGES if page != "/check/"])
def test_pages_are_read_and_never_written_to(client: Client, page: str) -> None:
    assert client.post(page).status_code == 405
    assert client.head(page).status_code == 200
