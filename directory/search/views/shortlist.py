"""Clinics a patient chose, as a sheet to print and take to a doctor. The choice stands in the address alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from directory import clock
from directory.catalogue.caching import public_page
from directory.catalogue.models import Entry
from directory.query import Problem, shown
from directory.search.listing import listing_page
from directory.search.parameters import read

MOST = 20


@public_page()
def shortlist(request: HttpRequest) -> HttpResponse:
    parameters = read(request.GET, single=(), repeatable=("id",))
    asked = list(dict.fromkeys(parameters.given.getlist("id")))
    problems = list(parameters.problems)
    if len(asked) > MOST:
        problems.append(Problem(_("id: at most %(most)s can be on one sheet.") % {"most": MOST}))
    slugs = [] if problems else asked
    entries = Entry.objects.live(on=clock.today()).prefetch_related(
        "evidence", "sites__region__parent__parent"
    )
    found = {entry.slug: entry for entry in entries.filter(slug__in=slugs)}
    chosen = [
        {
            "listing": listing_page(found[slug], on=clock.today()),
            "remove_url": parameters.address(without=(("id", slug),)),
        }
        for slug in slugs
        if slug in found
    ]
    gone = [shown(slug) for slug in slugs if slug not in found]
    return render(
        request,
        "search/shortlist.html",
        {"chosen": chosen, "gone": gone, "problems": problems, "printed_on": clock.today()},
    )
