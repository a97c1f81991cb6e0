"""Pictures of the demonstration for the README: `python -m tests.shots ADDRESS PASSWORD`, as `make run` prints them.

Opens the file of a few cases (which declares, as a person would, that there is no tie) and changes nothing else.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import FLAGS

FOLDER = Path(__file__).parent.parent / "docs" / "images"
WIDTH, HEIGHT = 1280, 860
MOST_BYTES = 200_000


def main(address: str, password: str) -> None:
    """Writes the five pictures; raises `RuntimeError` where the demonstration has no page of a kind."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        with _signed_in(browser, address, ("moderator@demo.example", password)) as page:
            page.goto(f"{address}/moderation/?tab=waiting")
            _keep(page, "queue")
            _cases(page, address)
        with _signed_in(browser, address, ("seller@demo.example", password)) as page:
            _statement(page, address)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{address}/transparency/")
        _keep(page, "transparency")
        browser.close()


@contextmanager
def _signed_in(browser: Browser, address: str, who: tuple[str, str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", who[0])
    page.fill("input[name=password]", who[1])
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()
    yield page
    context.close()


def _cases(page: Page, address: str) -> None:
    """A file with findings in its text, and one with a change beside what is published."""
    wanted = {"case": "main mark", "diff": "#compared"}
    for link in _addresses(page, "main table a[href*='/moderation/cases/']"):
        page.goto(address + link)
        if page.locator("input[name=tie][value=no]").count():
            page.locator("input[name=tie][value=no]").check()
            page.get_by_role("button", name="Declare", exact=True).click()
            page.wait_for_load_state()
        for name, sign in list(wanted.items()):
            if page.locator(sign).count():
                del wanted[name]
                _keep(page, name, at=sign)
                break
        if not wanted:
            return
    raise RuntimeError(f"The demonstration has no case for: {', '.join(wanted)}")


def _statement(page: Page, address: str) -> None:
    page.goto(f"{address}/providers/")
    for listing in _addresses(page, "main a[href*='/providers/listings/']"):
        page.goto(address + listing)
        statements = _addresses(page, "main a[href*='/providers/statements/']:not([href*='appeal'])")
        if statements:
            page.goto(address + statements[0])
            _keep(page, "statement")
            return
    raise RuntimeError("The demonstration has no statement of reasons.")


def _addresses(page: Page, selector: str) -> list[str]:
    found = [str(link.get_attribute("href")) for link in page.locator(selector).all()]
    return list(dict.fromkeys(found))


def _keep(page: Page, name: str, *, at: str = "") -> None:
    """What is seen of the page, from a little above `at` on."""
    if at:
        page.locator(at).first.evaluate(
            "found => window.scrollTo(0, found.getBoundingClientRect().top + scrollY - 120)"
        )
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, scale="css")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise RuntimeError(f"{path.name} has {size} bytes, more than {MOST_BYTES}.")
    print(f"{path.name}: {size} bytes")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2])
