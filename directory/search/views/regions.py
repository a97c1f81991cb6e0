"""Browsing by country and region."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import clock
from directory.catalogue.actions import fold_name
from directory.catalogue.caching import public_page
from directory.catalogue.models import Entry
from directory.regions.models import Region
from directory.search import counts
from directory.search.listing import Step

_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counted:
    region: Region
    entries: int


@public_page()
def regions(request: HttpRequest) -> HttpResponse:
    by_country = counts.by_country(on=clock.today())
    every = [
        Counted(region, by_country.get(region.pk, 0))
        for region in Region.objects.countries().order_by("name")
    ]
    letters = [
        (letter, list(rows)) for letter, rows in groupby(every, key=lambda row: _initial(row.region.name))
    ]
    return render(
        request,
        "search/regions.html",
        {"covered": [row for row in every if row.entries], "letters": letters},
    )


def _initial(name: str) -> str:
    """The letter a name stands under: Åland under A."""
    return fold_name(name)[:1].upper()


@public_page()
def region(request: HttpRequest, code: str) -> HttpResponse:
    every = Region.objects.select_related("parent__parent__parent")
    found = every.filter(pk=code.upper()).first() if _CODE.fullmatch(code) else None
    if found is None:
        return render(request, "search/region_unknown.html", status=404)
    by_child = counts.by_child(found, on=clock.today())
    children = [Counted(child, by_child[child.pk]) for child in found.children.order_by("name")]
    total = Entry.objects.live(on=clock.today()).in_region(found.pk).count()
    return render(
        request,
        "search/region.html",
        {"region": found, "total": total, "children": children, "trail": _trail(found)},
    )


def _trail(found: Region) -> list[Step]:
    above = [Step(each.name, reverse("region", args=[each.pk])) for each in found.ancestors()]
    return [Step(_("Regions"), reverse("regions")), *above, Step(found.name, "")]
