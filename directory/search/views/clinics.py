"""The search for clinics, and the page of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from directory import clock
from directory.catalogue.caching import public_page
from directory.catalogue.find import Found, find
from directory.catalogue.models import Address, Entry
from directory.catalogue.querysets import Search
from directory.search import cards, links
from directory.search.asked import Asked, understand
from directory.search.listing import listing_page
from directory.search.nearby import trials_nearby
from directory.search.paging import PER_PAGE, ResultPage, beyond, offset
from directory.search.trial_search import trials_state


@public_page(state=trials_state)
def clinics(request: HttpRequest) -> HttpResponse:
    asked = understand(request.GET)
    found = _found(asked)
    page = ResultPage(asked.parameters.page, found.total) if found else None
    problems = list(asked.problems)
    if page and (late := beyond(page, asked.parameters)):
        problems, page = [late], None
    return render(
        request,
        "search/clinics.html",
        {
            "asked": asked,
            "form": asked.form,
            "problems": problems,
            "page": page,
            "cards": _cards(found, asked) if page and found else [],
            "nearby": trials_nearby(asked.search, asked.parameters, on=clock.today())
            if page and asked.search
            else None,
            "clear_url": request.path,
            **links.around(asked.parameters, asked.where, asked.region, total=found.total if found else None),
        },
    )


def _found(asked: Asked[Search]) -> Found | None:
    if asked.search is None:
        return None
    return find(asked.search, on=clock.today(), offset=offset(asked.parameters.page), limit=PER_PAGE)


def _cards(found: Found, asked: Asked[Search]) -> list[cards.Card]:
    headaches = asked.search.headaches if asked.search else 0
    return [cards.card(hit, on=clock.today(), asked_headaches=headaches) for hit in found.hits]


@public_page()
def clinic(request: HttpRequest, slug: str) -> HttpResponse:
    entries = Entry.objects.live(on=clock.today()).prefetch_related(
        "evidence", "sites__region__parent__parent"
    )
    entry = entries.filter(slug=slug).first()
    if entry is not None:
        return render(request, "search/clinic.html", {"listing": listing_page(entry, on=clock.today())})
    if Address.objects.filter(slug=slug).exists():
        return render(request, "410.html", status=410)
    raise Http404
