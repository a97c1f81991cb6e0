"""Which pages of a website are read, and which of them are the headache service's own. Pure."""

import re
from dataclasses import dataclass, field
from heapq import heappop, heappush
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from .text import Document
from .words import Use, uses

MOST_WAITING = 2000
_LONGEST = 1500
_NO_TEXT = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|avif|ico|css|js|mjs|json|xml|rss|zip|gz|rar|7z|mp[34]|m4[av]|mov|avi|webm|woff2?|ttf"
    r"|eot|ics|vcf|exe|dmg|apk)$",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_FRONT = re.compile(r"(?:index|home|default|start|main|welcome)(?:\.\w{1,5})?", re.IGNORECASE)


def site_of(url: str) -> str:
    """The host that says whose page it is: in lower case, without a leading `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one website: the same host, or its `www` variant."""
    return bool(site_of(one)) and site_of(one) == site_of(other)


def key_of(url: str) -> tuple[str, str, str]:
    """What makes two addresses the same page, however they were reached."""
    parts = urlsplit(url)
    return site_of(url), parts.path.rstrip("/"), parts.query


def joined(base: str, href: str) -> str | None:
    """The absolute address behind a link, without fragment; None when it is no web address."""
    try:
        parts: SplitResult = urlsplit(urljoin(base, href))
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or len(href) > _LONGEST:
        return None
    return urlunsplit(parts._replace(fragment=""))


@dataclass
class Waiting:
    """Pages of one site that could be read next, the most telling first; each is given out once."""

    start: str
    _queue: list[tuple[int, int, str]] = field(default_factory=list)
    _known: set[tuple[str, str, str]] = field(default_factory=set)

    def add_links(self, page: Document, address: str) -> None:
        """Remember the links of a page that lead to the same site and sound like what is offered, asked or charged."""
        base = joined(address, page.base) or address if page.base else address
        for link in page.links:
            url = joined(base, link.href)
            if url is not None and len(self._queue) < MOST_WAITING:
                self._add(url, weight(url, link.label, embedded=not link.label))

    def seen(self, url: str) -> bool:
        """Whether the page is known; from now on it is."""
        key = key_of(url)
        known = key in self._known
        self._known.add(key)
        return known

    def next(self) -> str | None:
        """The address to read next, or None."""
        return heappop(self._queue)[2] if self._queue else None

    def _add(self, url: str, heavy: int) -> None:
        if (
            heavy
            and same_site(url, self.start)
            and not _NO_TEXT.search(urlsplit(url).path)
            and not self.seen(url)
        ):
            heappush(self._queue, (-heavy, len(self._known), url))


def weight(url: str, label: str, *, embedded: bool = False) -> int:
    """How much a link promises to tell about services; 0 means it is not read. Embedded pages count as content."""
    parts = urlsplit(url)
    found = uses(f"{label} {unquote(parts.path)} {unquote(parts.query)}")
    return sum(found) + (Use.ABOUT if embedded else 0)


def speaks_for_part(address: str) -> bool:
    """Whether a listing's address points into a site (`/departments/headache/`), not at its front."""
    return bool(_depth(address))


def own_page(address: str, listed: str, page: Document) -> bool:
    """Whether a page is the headache service's own: it lies below the listed address, or is about headache by its
    address, title or headings."""
    part = _depth(listed)
    if part and urlsplit(address).path.strip("/").split("/")[: len(part)] == part:
        return True
    about = " ".join((unquote(urlsplit(address).path), page.title, *page.headings))
    return Use.HEADACHE in uses(about)


def _depth(address: str) -> list[str]:
    """The folders of an address; none for the front page of the site or of one of its languages."""
    folders = [folder for folder in urlsplit(address).path.split("/") if folder]
    if folders and _FRONT.fullmatch(folders[-1]):
        folders.pop()
    return [] if len(folders) == 1 and _LANGUAGE.fullmatch(folders[0]) else folders
