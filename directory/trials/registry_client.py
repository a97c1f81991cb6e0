"""Fetches studies from ClinicalTrials.gov's API v2, politely: one request a second, waiting when it asks to.

Source: the API's documentation and its robots.txt (crawl delay of one second). When the registry does not
answer, `RegistryDown` says so: what it would have said is unknown; its silence means nothing.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from directory import outbound

from .sources import Found, studies_in

PAGE_SIZE = 100
PAGE_BYTES = 60_000_000
MAX_PAGES = 500
TIMEOUT = 30.0
PAUSE = 1.0
RETRIES = (5.0, 15.0, 45.0)
LONGEST_WAIT = 120.0
SECTIONS = "protocolSection,annotationSection,derivedSection,hasResults"
CONDITIONS = (
    "headache OR migraine OR cephalalgia OR hemicrania OR trigeminal neuralgia OR facial pain"
    " OR occipital neuralgia OR intracranial hypotension OR idiopathic intracranial hypertension"
    " OR giant cell arteritis"
)

Pause = Callable[[float], None]


class RegistryDown(Exception):
    """The registry did not answer, or not in the agreed form; the text says how."""


@dataclass(frozen=True, slots=True)
class Page:
    studies: tuple[Found, ...]
    next_token: str


def headache_studies(base_url: str, pause: Pause) -> Iterator[Page]:
    """Every study on headache or face pain, page by page. Raises `RegistryDown`; earlier pages are whole."""
    yield from _pages(base_url, {"query.cond": CONDITIONS}, pause)


def studies_by_number(base_url: str, numbers: Iterable[str], pause: Pause) -> Iterator[Page]:
    """The studies under these numbers, as far as the registry has them. Raises `RegistryDown`."""
    waiting = iter(numbers)
    while batch := list(islice(waiting, PAGE_SIZE)):
        yield from _pages(base_url, {"filter.ids": ",".join(batch)}, pause)
        pause(PAUSE)


def _pages(base_url: str, query: Mapping[str, str], pause: Pause) -> Iterator[Page]:
    params = {**query, "pageSize": str(PAGE_SIZE), "fields": SECTIONS, "format": "json"}
    seen: set[str] = set()
    for number in range(1, MAX_PAGES + 1):
        page = _read(_get(f"{base_url.rstrip('/')}/studies", params, pause), number)
        yield page
        if not page.next_token:
            return
        if page.next_token in seen:
            raise RegistryDown(_("The registry sent the same page twice."))
        seen.add(page.next_token)
        params["pageToken"] = page.next_token
        pause(PAUSE)
    raise RegistryDown(_("The registry sent more than %d pages.") % MAX_PAGES)


def _get(url: str, params: Mapping[str, str], pause: Pause) -> outbound.Response:
    """One page; waits and asks again while the registry is busy (429) or ill (5xx)."""
    reason = ""
    for wait in (*RETRIES, None):
        asked_to_wait = 0.0
        try:
            response = outbound.get(url, params=params, timeout=TIMEOUT, max_bytes=PAGE_BYTES)
        except outbound.Unavailable as error:
            reason = str(error)
        else:
            if response.status == 200:
                return response
            reason = _("It answered with status %d.") % response.status
            if response.status != 429 and response.status < 500:
                break
            asked_to_wait = _retry_after(response.headers)
        if wait is not None:
            pause(min(max(wait, asked_to_wait), LONGEST_WAIT))
    raise RegistryDown(reason)


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds; 0 where the header is missing or is a date."""
    text = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(text) if text.isdecimal() and len(text) < 6 else 0.0


def _read(response: outbound.Response, number: int) -> Page:
    try:
        body: Any = json.loads(response.body)
    except (ValueError, RecursionError):
        raise RegistryDown(_("Page %d is not whole JSON.") % number) from None
    if not isinstance(body, dict) or not isinstance(body.get("studies"), list):
        raise RegistryDown(_("Page %d holds no list of studies.") % number)
    token = body.get("nextPageToken")
    found = studies_in(body["studies"], _("page %d") % number)
    return Page(tuple(found), token if isinstance(token, str) else "")
