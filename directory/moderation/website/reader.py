"""Reads a website as a polite stranger would: its start page and the pages that tell of services.

robots.txt is obeyed, each host is asked at most once a second, every redirect is looked at before it is followed,
and what cannot be read is said, never passed over. The world comes in through `World`, so that tests need no network.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

from directory import clock, outbound
from directory.outbound import Response, Unavailable

from . import robots
from .apart import Unreadable, take_apart
from .models import WebsitePage
from .pages import Waiting, joined, key_of, same_site, site_of
from .text import Document

Outcome = WebsitePage.Outcome
_LEAST = 80
"""Characters that make a page readable; less is a frame that scripts would fill."""
_REDIRECTS = 5
_TEXT = ("text/html", "application/xhtml+xml", "text/plain", "")


@dataclass(frozen=True, slots=True)
class Limits:
    """`pages` beside the start page; sizes in bytes after decoding; times in seconds, pauses included."""

    pages: int = 20
    page_bytes: int = 2 * 1024 * 1024
    total_bytes: int = 20 * 1024 * 1024
    page_seconds: float = 10.0
    total_seconds: float = 240.0
    pause: float = 1.0
    longest_pause: float = 10.0


def _fetch(url: str, seconds: float, max_bytes: int) -> Response:
    return outbound.get(url, timeout=seconds, max_bytes=max_bytes, follow_redirects=False)


@dataclass(frozen=True, slots=True)
class World:
    """Everything outside: `fetch(url, seconds, max_bytes)` follows no redirect and raises `Unavailable`."""

    fetch: Callable[[str, float, int], Response] = _fetch
    wait: Callable[[float], None] = time.sleep
    tick: Callable[[], float] = time.monotonic
    apart: Callable[[bytes, str], Document] = take_apart


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page that was asked for. `document` is None where there was nothing to take apart."""

    address: str
    outcome: str
    read_at: datetime
    detail: str = ""
    status: int | None = None
    size: int = 0
    sha256: str = ""
    document: Document | None = None


class _Spent(Exception):
    """Time or size for the whole reading is used up."""


def read(address: str, *, world: World = World(), limits: Limits = Limits()) -> tuple[ReadPage, ...]:
    """The start page first, then what was chosen; never raises for anything a website does."""
    start = joined("", address if "://" in address else f"https://{address}")
    if start is None:
        return (_failed(address, Outcome.UNREACHABLE, "this is not a web address"),)
    visit = _Visit(start, world, limits)
    return tuple(visit.pages())


@dataclass
class _Visit:
    start: str
    world: World
    limits: Limits
    _rules: dict[str, robots.Robots] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)
    _bytes: int = 0

    def pages(self) -> list[ReadPage]:
        self._end = self.world.tick() + self.limits.total_seconds
        waiting = Waiting(self.start)
        waiting.seen(self.start)
        found: list[ReadPage] = []
        url: str | None = self.start
        while url is not None and len(found) <= self.limits.pages:
            page = self._page(url, waiting)
            if page is not None:
                found.append(page)
                if page.document is not None:
                    waiting.add_links(page.document, page.address)
                if page.outcome == Outcome.SKIPPED:
                    break
            url = waiting.next()
        return found

    def _page(self, url: str, waiting: Waiting) -> ReadPage | None:
        """One page, or None where it leads to one that is known already."""
        chain = {key_of(url)}
        starting = key_of(self.start) in chain
        try:
            for _ in range(_REDIRECTS + 1):
                stop = self._stop(url)
                if stop is not None:
                    return stop
                response = self._get(url)
                if not response.redirect:
                    return self._answered(response)
                url = response.redirect
                if key_of(url) not in chain:
                    chain.add(key_of(url))
                    known = waiting.seen(url)
                    if known and not starting:
                        return None
        except Unavailable as error:
            return _failed(url, Outcome.UNREACHABLE, str(error))
        except _Spent:
            return _failed(url, Outcome.SKIPPED)
        return _failed(url, Outcome.UNREACHABLE, "it leads from one address to the next without end")

    def _stop(self, url: str) -> ReadPage | None:
        if not same_site(url, self.start):
            return _failed(url, Outcome.ELSEWHERE, site_of(url))
        return None if self._rules_for(url).allows(url) else _failed(url, Outcome.ROBOTS)

    def _rules_for(self, url: str) -> robots.Robots:
        """The site's rules, asked once a host. Raises `Unavailable` where it gives no answer: then nothing is read."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._rules:
            target = f"{host}/robots.txt"
            for _ in range(_REDIRECTS + 1):
                response = self._get(target)
                if not response.redirect:
                    break
                target = response.redirect
            if response.status >= 500 or response.redirect:
                raise Unavailable("the site gave no answer to what programs may read")
            found = (
                robots.parse(response.body, outbound.AGENT) if response.status == 200 else robots.EVERYTHING
            )
            self._rules[host] = found
        return self._rules[host]

    def _get(self, url: str) -> Response:
        self._pause(url)
        seconds = self._end - self.world.tick()
        size = self.limits.total_bytes - self._bytes
        if seconds <= 0 or size <= 0:
            raise _Spent
        most = min(size, self.limits.page_bytes)
        response = self.world.fetch(url, min(seconds, self.limits.page_seconds), most)
        self._bytes += len(response.body)
        return response

    def _pause(self, url: str) -> None:
        """Wait until a second, or what the site asks for, has passed since the host was last asked."""
        host, now = site_of(url), self.world.tick()
        wanted = max([self.limits.pause, *(rules.delay or 0.0 for rules in self._rules.values())])
        earliest = self._asked.get(host, now - wanted) + min(wanted, self.limits.longest_pause)
        if earliest > now:
            self.world.wait(earliest - now)
        self._asked[host] = max(now, earliest)

    def _answered(self, response: Response) -> ReadPage:
        kind = response.headers.get("content-type", "")
        page = ReadPage(
            address=response.url,
            outcome=Outcome.READ,
            read_at=clock.now(),
            status=response.status,
            size=len(response.body),
            sha256=sha256(response.body).hexdigest(),
        )
        if response.status in (404, 410):
            return replace(page, outcome=Outcome.GONE)
        if response.status >= 300:
            return replace(page, outcome=Outcome.REFUSED, detail=f"status {response.status}")
        if kind.partition(";")[0].strip().lower() not in _TEXT:
            return replace(page, outcome=Outcome.NOT_TEXT, detail=kind[:100])
        try:
            document = self.world.apart(response.body, kind)
        except Unreadable as error:
            return replace(page, outcome=Outcome.NOT_TEXT, detail=str(error))
        short = len(document.main) + len(document.frame) < _LEAST
        return replace(page, document=document, outcome=Outcome.EMPTY if short else Outcome.READ)


def _failed(url: str, outcome: str, detail: str = "") -> ReadPage:
    return ReadPage(address=url, outcome=outcome, read_at=clock.now(), detail=detail)
