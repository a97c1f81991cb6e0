"""Sign-in and refusals, looked at in a real browser: readable, operable, and asking nobody else for anything."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visitor

PATHS = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/there-is-no-such-page/"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_page_has_no_accessibility_violation(visitor: Visitor, path: str, scheme: str) -> None:
    visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = Axe().run(visitor.open(path), options=RULES).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize("path", PATHS)
def test_page_asks_no_other_host_and_breaks_no_rule_of_the_browser(visitor: Visitor, path: str) -> None:
    visitor.open(path)
    assert visitor.elsewhere == []
    assert visitor.complaints == []


@pytest.mark.parametrize("path", PATHS)
def test_page_fits_a_narrow_screen(visitor: Visitor, path: str) -> None:
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    assert visitor.open(path).evaluate("document.documentElement.scrollWidth") <= 360


def test_menu_opens_without_script(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    page = visitor.open("/accounts/login/")
    assert not page.get_by_role("link", name="Check a clinic").first.is_visible()
    page.locator(".mainnav--small summary").click()
    assert page.locator(".mainnav--small").get_by_role("link", name="Check a clinic").is_visible()


def test_first_stop_of_the_keyboard_skips_to_the_content(visitor: Visitor) -> None:
    page = visitor.open("/accounts/login/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_reading_starts_at_the_errors_when_a_form_comes_back(visitor: Visitor) -> None:
    page = visitor.open("/accounts/login/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_selector("[data-error-summary]")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.locator("[data-error-summary] a").first.click()
    assert page.evaluate("document.activeElement.name") == "login"
