"""A browser that reaches the application only through Django's test client, and nothing else at all.

Every request is answered in this process: pages by the client (inside the test's transaction), static files by the
finders. A request to any other host is refused and remembered, so that a test can say that there was none.
"""

import mimetypes
import os
import shutil
from collections.abc import Iterator
from contextvars import copy_context
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from pytest_django import Settings

ORIGIN = "https://directory.test"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["directory.test", "testserver"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine: pages are not looked at in a browser")
    # Playwright keeps an event loop in this thread, and requests are answered in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """Opens pages as one person would; `elsewhere` and `complaints` hold what should be empty."""

    def __init__(self, context: BrowserContext, client: Client) -> None:
        self.client = client
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        self._here = copy_context()
        self._connection = connections["default"]
        context.route("**/*", self._answer)
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> Page:
        # Requests are answered in Playwright's event loop; they are to see the test's own connection and clock.
        self._here = copy_context()
        self._connection = connections["default"]
        self.page.goto(ORIGIN + path)
        return self.page

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.complaints.append(text)

    def _answer(self, route: Route) -> None:
        url = route.request.url
        if url.startswith("data:"):
            route.fallback()
        elif not url.startswith(ORIGIN + "/"):
            self.elsewhere.append(url)
            route.abort()
        elif url.startswith(ORIGIN + "/static/"):
            self._serve_file(route, url.removeprefix(ORIGIN + "/static/"))
        else:
            self._serve_page(route, url.removeprefix(ORIGIN))

    def _serve_file(self, route: Route, name: str) -> None:
        found = finders.find(name)
        if not isinstance(found, str):
            self.complaints.append(f"static file {name} does not exist")
            route.fulfill(status=404)
            return
        route.fulfill(
            body=Path(found).read_bytes(), content_type=mimetypes.guess_type(found)[0] or "text/plain"
        )

    def _serve_page(self, route: Route, path: str) -> None:
        response = self._here.copy().run(self._ask, route, path)
        if response.status_code in (301, 302, 303):
            # Playwright does not ask us again where a redirect leads: a page that goes on by itself does.
            onward = escape(response["Location"])
            route.fulfill(
                body=f'<meta http-equiv="refresh" content="0;url={onward}">', content_type="text/html"
            )
            return
        # The test client keeps the cookies itself.
        headers = {name: value for name, value in response.items() if name.lower() != "content-length"}
        route.fulfill(status=response.status_code, headers=headers, body=response.content)

    def _ask(self, route: Route, path: str) -> Any:
        sent = route.request
        connections["default"] = self._connection
        return self.client.generic(
            sent.method,
            path,
            sent.post_data_buffer or b"",
            content_type=sent.headers.get("content-type", "application/octet-stream"),
            secure=True,
            headers={"host": "directory.test", "origin": sent.headers.get("origin", ORIGIN)},
        )


@pytest.fixture
def visitor(chromium: Browser, client: Client, db: None) -> Iterator[Visitor]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    try:
        yield Visitor(context, client)
    finally:
        context.close()
