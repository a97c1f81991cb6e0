"""What the pages of a website mean for a listing: the engine's findings, and what could not be read."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlsplit

from directory.screening.context import Context, Place
from directory.screening.engine import screen
from directory.screening.findings import Finding, Severity

from .models import WebsitePage
from .pages import own_page
from .reader import ReadPage
from .text import storable

Outcome = WebsitePage.Outcome
FIELD = "website:"
"""With a path behind it, the field of every finding on a website."""
_AROUND = 120
"""Characters of the page kept on each side of a finding."""
_MOST_A_PAGE = 8
_LONGEST_FIELD = 60


@dataclass(frozen=True, slots=True)
class Part:
    """What of a site the listing speaks for: everything, or the pages that are the headache service's own."""

    listed: str
    country: str | None
    whole_site: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A page with what was found on it. `findings` are as stored: the excerpt carries its surroundings."""

    page: ReadPage
    own: bool
    findings: tuple[Finding, ...]
    ruleset: str


def judge_pages(pages: Iterable[ReadPage], part: Part) -> list[Judged]:
    """Screen each page. What stands on many pages (menus, foot) is found once, on the first of them.

    Outside the part of the site that the listing speaks for, nothing weighs more than review, and the guidance
    names the department (the page's title).
    """
    seen: set[str] = set()
    return [_judged(page, part, seen) for page in pages]


def _judged(page: ReadPage, part: Part, seen: set[str]) -> Judged:
    document = page.document
    if document is None:
        return Judged(page, False, (), "")
    own = part.whole_site or own_page(page.address, part.listed, document)
    elsewhere = Context(
        place=Place.OTHER_PAGE,
        licensed_hospital=True,
        department=document.title[:80] or urlsplit(page.address).path,
    )
    here = Context(place=Place.HEADACHE_PAGE)
    found: list[Finding] = []
    ruleset = ""
    for text, context in (
        (document.main, here if own else elsewhere),
        (document.frame, here if part.whole_site else elsewhere),
    ):
        if text and not _known(text, seen):
            screened = screen(text, country=part.country, context=context)
            ruleset = screened.ruleset
            found += [_with_surroundings(finding, text, page.address) for finding in screened.findings]
    return Judged(page, own, tuple(_weightiest(found, seen)), ruleset)


def _known(text: str, seen: set[str]) -> bool:
    key = sha256(text.encode("utf-8", "replace")).hexdigest()
    known = key in seen
    seen.add(key)
    return known


def _weightiest(found: Iterable[Finding], seen: set[str]) -> Iterator[Finding]:
    order = (Severity.BLOCK, Severity.REVIEW)
    heavy = sorted(
        (each for each in found if each.severity in order), key=lambda each: order.index(each.severity)
    )
    fresh = [each for each in heavy if not _known(f"{each.rule}|{each.severity}|{each.excerpt}", seen)]
    yield from fresh[:_MOST_A_PAGE]


def _with_surroundings(finding: Finding, text: str, address: str) -> Finding:
    """The finding widened to its line, so that a person can judge it without the page.

    `start` and `end` are its place in the excerpt: the page itself is not kept.
    """
    start = max(text.rfind("\n", 0, finding.start) + 1, finding.start - _AROUND)
    line_end = text.find("\n", finding.end)
    end = min(len(text) if line_end < 0 else line_end, finding.end + _AROUND)
    return Finding(
        finding.rule, finding.severity, finding.start - start, finding.end - start, text[start:end],
        finding.reason, field=field_of(address), guidance=finding.guidance,
    )  # fmt: skip


def field_of(address: str) -> str:
    """The field of a finding on a page: "website: " and the path, short enough to be stored."""
    path = storable(unquote(urlsplit(address).path)) or "/"
    name = f"{FIELD} {path}"
    return name if len(name) <= _LONGEST_FIELD else name[: _LONGEST_FIELD - 1] + "…"


def stored(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """For the database."""
    return [asdict(finding) for finding in findings]


def restored(rows: Iterable[dict[str, Any]]) -> tuple[Finding, ...]:
    return tuple(Finding(**{**row, "severity": Severity(row["severity"])}) for row in rows)


_UNREAD = {
    Outcome.ROBOTS,
    Outcome.UNREACHABLE,
    Outcome.REFUSED,
    Outcome.ELSEWHERE,
    Outcome.NOT_TEXT,
    Outcome.SKIPPED,
}
_START = {
    Outcome.GONE: "There is no page at the website's address.",
    Outcome.ROBOTS: "The website asks programs not to read it.",
    Outcome.UNREACHABLE: "The website gave no answer.",
    Outcome.REFUSED: "The website answered with an error.",
    Outcome.ELSEWHERE: "The website's address leads to another site.",
    Outcome.NOT_TEXT: "What lies at the website's address is not a page of text.",
    Outcome.EMPTY: "The website shows no text without running programs.",
    Outcome.SKIPPED: "The website could not be read in the time there is.",
}
_NEXT = " So it is not known what it offers; a person reads it."
_GUIDANCE = (
    "Open the address by hand and read what is offered there, then say what you read when you dismiss this."
)


def problems(pages: Iterable[tuple[str, str, str]]) -> tuple[Finding, ...]:
    """What could not be read, from (address, outcome, detail) with the start page first; a finding of review each."""
    rows = list(pages)
    if not rows:
        return (_problem("WEB-01", _START[Outcome.UNREACHABLE], "", ""),)
    (address, outcome, detail), *others = rows
    read = [row for row in rows if row[1] == Outcome.READ]
    if outcome in _START and not (outcome == Outcome.EMPTY and read):
        excerpt = f"{address} ({detail})" if detail else address
        return (_problem("WEB-01", _START[Outcome(outcome)], excerpt, address),)
    unread = [row for row in others if row[1] in _UNREAD]
    if not unread:
        return ()
    names = "\n".join(f"{each} ({Outcome(why).label})" for each, why, _ in unread)
    return (
        _problem(
            "WEB-02", "Not every page of the website that tells of services could be read.", names, address
        ),
    )


def _problem(rule: str, sentence: str, excerpt: str, address: str) -> Finding:
    return Finding(
        rule,
        Severity.REVIEW,
        0,
        len(excerpt),
        excerpt,
        sentence + _NEXT,
        field=field_of(address),
        guidance=_GUIDANCE,
    )
