"""Single keys lead somewhere and decide nothing; in a field they are letters; each person can turn them off."""

import string
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from directory.moderation import actions
from directory.moderation.models import Case, Decision
from tests.browser.conftest import Visitor
from tests.browser.keyboard import Keyboard
from tests.cast import Cast
from tests.moderation.pages import PRP, declared

DIALOG = "dialog[data-shortcuts]"


@pytest.fixture
def desk(visitor: Visitor, cast: Cast) -> Visitor:
    """Ann's browser; three cases wait, and she has declared to have no tie to any."""
    for changes in ({"description": PRP}, {}, {}):
        declared(cast.submit(**changes), cast.ann)
    visitor.client.force_login(cast.ann)
    return visitor


def here(page: Page) -> str:
    """The address of the focused link, or the id of whatever else has the focus."""
    return str(page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.id"))


def links(page: Page) -> list[str]:
    return [str(each.get_attribute("href")) for each in page.locator("main .queue tr[data-case] th a").all()]


def test_question_mark_shows_the_keys_and_escape_goes_back(desk: Visitor) -> None:
    page = desk.open(reverse("queue"))
    expect(page.locator(DIALOG)).to_be_hidden()
    page.keyboard.press("j")
    before = here(page)

    page.keyboard.press("?")
    expect(page.locator(DIALOG)).to_be_visible()
    page.keyboard.press("n")  # nothing moves behind the open list
    page.keyboard.press("Escape")

    expect(page.locator(DIALOG)).to_be_hidden()
    assert here(page) == before
    assert page.url.endswith(reverse("queue"))
    assert desk.complaints == []


def test_rows_are_walked_and_opened(desk: Visitor) -> None:
    page = desk.open(reverse("queue"))
    rows = links(page)
    walked = []
    for key in ("j", "j", "j", "j", "k", "k", "k"):
        page.keyboard.press(key)
        walked.append(here(page))

    assert walked == [rows[0], rows[1], rows[2], rows[2], rows[1], rows[0], rows[0]]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{rows[0]}")


def test_next_case_from_the_queue_and_then_the_one_behind_it(desk: Visitor) -> None:
    page = desk.open(reverse("queue"))
    rows = links(page)

    page.keyboard.press("n")
    page.wait_for_url(f"**{rows[0]}")
    page.wait_for_load_state()
    page.keyboard.press("n")
    page.wait_for_url(f"**{rows[1]}")


@pytest.mark.parametrize(
    ("keys", "where"),
    [("gq", "/moderation/"), ("gm", "/moderation/?tab=mine"), ("ga", "/moderation/?tab=appeals")],
)
def test_two_keys_lead_to_a_part_of_the_queue(desk: Visitor, keys: str, where: str) -> None:
    page = desk.open(reverse("listings"))

    for key in keys:
        page.keyboard.press(key)

    page.wait_for_url(f"**{where}")


def test_slash_goes_to_the_filters_and_letters_typed_there_are_letters(desk: Visitor) -> None:
    page = desk.open(reverse("queue"))
    page.keyboard.press("/")
    assert here(page) == "id_country"

    page.goto("https://directory.test" + reverse("listings"))
    page.keyboard.press("/")
    page.keyboard.type("gq ?nj/")

    assert page.locator("input[type=search]").input_value() == "gq ?nj/"
    assert page.url.endswith(reverse("listings"))
    expect(page.locator(DIALOG)).to_be_hidden()


def test_filters_folded_away_on_a_small_screen_unfold(desk: Visitor) -> None:
    desk.page.set_viewport_size({"width": 360, "height": 740})
    page = desk.open(reverse("queue"))
    page.keyboard.press("/")

    assert here(page) == "id_country"
    assert page.locator("#id_country").is_visible()


def test_keys_jump_about_the_case(desk: Visitor, cast: Cast) -> None:
    case = Case.objects.order_by("opened_at", "pk").first()
    assert case is not None
    actions.take(case=case, by=cast.ann)
    page = desk.open(reverse("case", args=[case.pk]))
    found = {}
    keys = Keyboard(page)
    for key in "234567d":
        keys.press(key)
        keys.look()
        found[key] = here(page)
    page.keyboard.press("t")

    assert found == {
        "2": "proposal", "3": "findings", "4": "website", "5": "accreditation", "6": "checklist-heading",
        "7": "history", "d": "decide",
    }  # fmt: skip
    keys.look()
    assert page.evaluate("document.activeElement.closest('[data-lease]') !== null")
    assert keys.unseen == []


def test_no_single_key_decides_takes_or_sends_anything(desk: Visitor, cast: Cast) -> None:
    case = Case.objects.order_by("opened_at", "pk").first()
    assert case is not None
    actions.take(case=case, by=cast.ann)
    page = desk.open(reverse("case", args=[case.pk]))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))

    for key in (string.ascii_letters + string.digits + "/.,;-").translate({ord("n"): None, ord("g"): None}):
        page.keyboard.press(key)
        page.keyboard.press("Escape")

    case.refresh_from_db()
    assert [url for url in sent if "/static/" not in url] == []
    assert Decision.objects.count() == 0
    assert (case.lease_by, case.version) == (cast.ann, 0)


def test_keys_with_control_or_meta_stay_the_browsers(desk: Visitor) -> None:
    page = desk.open(reverse("queue"))
    page.keyboard.press("Alt+n")
    page.keyboard.press("Shift+Alt+?")

    assert page.url.endswith(reverse("queue"))
    expect(page.locator(DIALOG)).to_be_hidden()


def test_switch_turns_them_off_by_keyboard_alone_and_on_again(desk: Visitor, cast: Cast) -> None:
    page = desk.open(reverse("queue"))
    keys = Keyboard(page)
    keys.press("?")
    keys.follow(f"{DIALOG} a", until="They are on for you")
    keys.follow(".panel--decide button", until="Keyboard shortcuts are off.")
    keys.press("g")
    keys.press("q")

    cast.ann.refresh_from_db()
    assert not cast.ann.shortcuts
    assert page.locator(DIALOG).count() == 0
    assert page.url.endswith(reverse("shortcuts"))
    keys.follow(".panel--decide button", until="Keyboard shortcuts are on.")
    cast.ann.refresh_from_db()
    assert cast.ann.shortcuts
    assert keys.unseen == []


@pytest.fixture
def scriptless(chromium: Browser, client: Client, db: None) -> Iterator[Visitor]:
    context = chromium.new_context(java_script_enabled=False)
    try:
        yield Visitor(context, client)
    finally:
        context.close()


def test_queue_works_without_script(scriptless: Visitor, cast: Cast) -> None:
    cast.submit()
    scriptless.client.force_login(cast.ann)
    page = scriptless.open(reverse("queue"))

    expect(page.locator(DIALOG)).to_be_hidden()
    page.get_by_label("Country").select_option("GB")
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_role("link", name="Remove filter: Country: United Kingdom")).to_be_visible()
    page.get_by_role("link", name="Next case").click()
    expect(page.locator("h1")).to_have_text("Before the file opens")
