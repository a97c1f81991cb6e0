"""A canary in every field of everything that is not public; then every public address, e-mail and log line is read."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from directory import clock
from directory.accreditation import actions as accreditation
from directory.catalogue.models import Address, Entry
from directory.listings.content import Content
from directory.moderation import actions, applicant, publication
from directory.moderation.appeals import decide_appeal
from directory.moderation.models import Case
from directory.outbox.models import Message
from directory.submission import actions as submission
from tests.cast import Cast

WORD = "zqcanary"
OFFER = "Book your umbilical cord stem cell infusion for migraine with us today; patients are treated here every week."


def marked(cast: Cast, offer: str = "") -> Content:
    """An honest (or offering) listing with a canary in every free field, its site included."""
    site = accreditation.add_site(
        provider=cast.specialist,
        name=f"{WORD} house", street=f"1 {WORD} street", town=f"{WORD}town", postcode=f"{WORD[:6]}1",
        region="GB-LDS", by=cast.owner,
    )  # fmt: skip
    plain = cast.content()
    return replace(
        plain,
        name=f"{WORD} name",
        summary=f"{WORD} summary. {offer}",
        description=f"{WORD} description",
        how_to_refer=f"{WORD} refer",
        website=f"https://{WORD}.example/",
        phone="+441134960999",
        email=f"{WORD}@clinic.example",
        sites=(submission.site_content(site),),
    )


def submitted(cast: Cast, **changes: Any) -> Case:
    return submission.submit(
        provider=cast.specialist, document=replace(marked(cast), **changes), by=cast.owner
    )


def taken(cast: Cast, case: Case) -> Case:
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    actions.take(case=case, by=cast.ann)
    actions.add_note(case=case, text=f"{WORD} private note", by=cast.ann)
    case.refresh_from_db()
    return case


def _open(cast: Cast) -> None:
    taken(cast, submitted(cast))


def _changes_requested(cast: Cast) -> None:
    case = taken(cast, submitted(cast))
    wishes = {"summary": f"{WORD} please shorten"}
    actions.request_changes(case=case, requests=wishes, by=cast.ann, version=case.version)


def _second_review(cast: Cast) -> None:
    case = cast.ready(submitted(cast))
    actions.approve(case=case, by=cast.ann, version=case.version)


def _rejected_by_machine(cast: Cast) -> None:
    case = submission.submit(provider=cast.specialist, document=marked(cast, OFFER), by=cast.owner)
    assert case.status == Case.Status.REJECTED


def _rejected_by_person(cast: Cast) -> Case:
    case = taken(cast, submitted(cast))
    actions.reject(
        case=case,
        reasons=("authority",),
        explanation=f"{WORD} explanation",
        by=cast.ann,
        version=case.version,
    )
    return case


def _withdrawn(cast: Cast) -> None:
    case = submitted(cast)
    applicant.withdraw_case(case=case, by=cast.owner, version=case.version)


def _appealed(cast: Cast) -> None:
    case = _rejected_by_person(cast)
    appeal = applicant.appeal(case=case, text=f"{WORD} appeal", by=cast.owner)
    decide_appeal(
        appeal=appeal,
        overturn=True,
        reasons=("authority",),
        answer=f"{WORD} answer",
        by=cast.senior,
        version=0,
    )


def _published(cast: Cast) -> Case:
    case = cast.ready(submitted(cast))
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    if case.status == Case.Status.SECOND_REVIEW:
        cast.second(case)
    return case


def _edit_under_review(cast: Cast) -> None:
    listing = cast.publish()
    submission.revise(listing=listing, document=replace(marked(cast)), by=cast.owner)


def _quarantined(cast: Cast) -> None:
    listing = _published(cast).listing
    listing.refresh_from_db()
    publication.quarantine(
        listing=listing,
        reasons=("safety_report",),
        by=cast.ann,
        version=listing.version,
        explanation=f"{WORD} why",
    )


def _delisted(cast: Cast) -> None:
    _quarantined(cast)
    listing = cast.specialist.listings.get()
    publication.delist(
        listing=listing,
        reasons=("safety_report",),
        by=cast.ben,
        version=listing.version,
        explanation=f"{WORD} why",
    )


def _unpublished(cast: Cast) -> None:
    listing = _published(cast).listing
    listing.refresh_from_db()
    publication.unpublish(listing=listing, by=cast.owner, version=listing.version)


def _lapsed(cast: Cast) -> None:
    _published(cast)


STATES: dict[str, Callable[[Cast], object]] = {
    "open": _open,
    "changes requested": _changes_requested,
    "second review": _second_review,
    "rejected by the machine": _rejected_by_machine,
    "rejected by a person": _rejected_by_person,
    "withdrawn": _withdrawn,
    "appealed": _appealed,
    "edit under review": _edit_under_review,
    "quarantined": _quarantined,
    "delisted": _delisted,
    "unpublished": _unpublished,
    "lapsed": _lapsed,
}


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _patterns(each)
        else:
            yield each


def addresses() -> list[str]:
    """Every named address that needs no argument, and each page of a listing, region or search that might tell."""
    found = {
        f"/clinics/?q={WORD[:-3]}",  # part of the word: a search repeats what was typed
        "/clinics/?country=GB",
        "/clinics/?region=GB-LDS",
        "/clinics/?headache=cluster",
        "/regions/GB/",
        "/regions/GB-LDS/",
        "/robots.txt",
        "/sitemap.xml",
        "/favicon.ico",
    }
    for pattern in _patterns(get_resolver()):
        if pattern.name:
            try:
                found.add(reverse(pattern.name))
            except NoReverseMatch:
                continue
    found |= {f"/clinics/{slug}/" for slug in Address.objects.values_list("slug", flat=True)}
    found |= {f"/shortlist/?id={slug}" for slug in Address.objects.values_list("slug", flat=True)}
    return sorted(found)


@pytest.mark.parametrize("state", STATES)
def test_nothing_of_an_unpublished_listing_is_anywhere(
    cast: Cast, client: Client, caplog: pytest.LogCaptureFixture, state: str
) -> None:
    with caplog.at_level(logging.DEBUG, logger="directory"), caplog.at_level(logging.INFO):
        STATES[state](cast)
        later = clock.now() + timedelta(days=170 if state == "lapsed" else 0)
        with clock.set_to(later):
            slugs = [slug for slug in Address.objects.values_list("slug", flat=True) if WORD in slug]
            live = Entry.objects.live(on=clock.today())
            assert not live.filter(name__contains=WORD).exists()
            told = []
            for address in addresses():
                page = client.get(address)
                text = page.content.decode(errors="replace") if not page.streaming else ""
                for slug in slugs:
                    text = text.replace(slug, "")  # an address that once was public repeats itself
                if WORD in text:
                    told.append((address, page.status_code, text[max(0, text.find(WORD) - 90) :][:180]))
    assert told == []
    mails = Message.objects.values_list("subject", "text", "html")
    assert [mail for mail in mails if any(WORD in part.replace(f"{WORD}@", "") for part in mail)] == []
    assert [record.getMessage() for record in caplog.records if WORD in record.getMessage()] == []
