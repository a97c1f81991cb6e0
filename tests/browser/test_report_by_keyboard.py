"""A report by keyboard alone, in a real browser: every stop is seen, nothing needs a pointer or a script."""

import pytest
from playwright.sync_api import Page, expect

from directory.catalogue.models import Entry
from directory.moderation.reports.models import PublicReport
from tests.browser.conftest import Visitor
from tests.cast import Cast
from tests.moderation.reports.stories import READER, recheck_of, taken, told

HERE = "document.activeElement"
MOST_STOPS = 60


@pytest.fixture
def where(cast: Cast, gazetteer: object) -> str:
    cast.publish()
    return f"/clinics/{Entry.objects.get().slug}/"


def tab_to(page: Page, selector: str) -> None:
    """Go on with the Tab key until that element has the focus, and see that it shows."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(f"!{HERE}.closest('[aria-hidden=true]')"), "the focus is where nobody sees it"
        if page.evaluate(f"{HERE}.matches({selector!r})"):
            outline = page.evaluate(
                f"getComputedStyle({HERE}).outlineStyle + getComputedStyle({HERE}).boxShadow"
            )
            assert outline != "nonenone"
            return
    raise AssertionError(f"{selector} is never reached")


def test_safety_report_is_chosen_typed_and_sent(where: str, visitor: Visitor) -> None:
    page = visitor.open(where)
    tab_to(page, "a[href$='/report/']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("What is wrong with this listing?")
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    tab_to(page, "textarea")
    page.keyboard.type("Nobody there is a doctor.")
    tab_to(page, "input[type=email]")
    page.keyboard.type(READER)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Thank you for telling us")
    report = PublicReport.objects.get()
    assert (report.category, report.text, report.email) == ("harm", "Nobody there is a doctor.", READER)
    assert visitor.elsewhere == []
    assert visitor.complaints == []


def test_enter_on_a_correction_is_a_tap_and_words_can_follow(where: str, visitor: Visitor) -> None:
    page = visitor.open(where)
    tab_to(page, "button[value=closed]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Thank you for telling us")
    tab_to(page, "textarea")
    page.keyboard.type("A bakery is there now.")
    tab_to(page, "button[type=submit]")
    page.keyboard.press("Space")
    expect(page.locator("h1")).to_have_text("Thank you. That was added.")
    assert PublicReport.objects.get().text == "A bakery is there now."


def test_moderator_judges_a_report(where: str, cast: Cast, visitor: Visitor) -> None:
    listing = cast.specialist.listings.get()
    told(listing)
    case = taken(recheck_of(listing), cast.ann)
    visitor.client.force_login(cast.ann)
    page = visitor.open(f"/moderation/cases/{case.pk}/")
    tab_to(page, "button[value=not_confirmed]")
    page.keyboard.press("Enter")
    expect(page.locator("#reports ~ details summary")).to_have_text("1 report was judged")
    assert PublicReport.objects.get().outcome == "not_confirmed"
