"""How many live entries there are in each country or part of one, everything below included."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from django.db.models import Case, Count, F, Q, QuerySet, When

from directory.catalogue.models import Entry, EntrySite
from directory.regions.models import DEEPEST


def by_country(*, on: date) -> dict[str, int]:
    """Live entries by ISO 3166-1 code; countries without any are absent."""
    return _count(_live_sites(on), "country")


def by_child(code: str, *, on: date) -> dict[str, int]:
    """Live entries in each region directly below `code`. An entry with sites in two of them counts in both."""
    steps = ["__".join(["region", *["parent"] * depth]) for depth in range(DEEPEST + 1)]
    below = [When(Q(**{above: code}), then=F(f"{child}_id")) for child, above in pairwise(steps)]
    return _count(_live_sites(on).filter(country=code[:2]).annotate(child=Case(*below)), "child")


def _live_sites(on: date) -> QuerySet[EntrySite]:
    return EntrySite.objects.filter(entry__in=Entry.objects.live(on=on))


def _count(sites: QuerySet[EntrySite], column: str) -> dict[str, int]:
    counted = sites.exclude(**{column: None}).values(column).order_by(column)
    return dict(counted.annotate(entries=Count("entry", distinct=True)).values_list(column, "entries"))
