"""One page of the trials that a search finds, each at the distance of its nearest open site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Sum, Value, When

from directory.catalogue.cells import covering
from directory.catalogue.querysets import Near
from directory.regions.distance import km
from directory.regions.models import Region
from directory.trials.codes import Outcome, Status
from directory.trials.models import Trial, TrialQuerySet, TrialSite


@dataclass(frozen=True, slots=True)
class TrialSearch:
    """What a patient asks for. Masks are bits of the vocabularies; zero and empty mean "any"."""

    country: str = ""
    region: str = ""
    near: Near | None = None
    headaches: int = 0
    statuses: tuple[str, ...] = ()
    phases: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class TrialHit:
    """A trial with the site that answers the search, if any; `km` to that site where a place was asked for."""

    trial: Trial
    site: TrialSite | None
    km: float | None


@dataclass(frozen=True, slots=True)
class FoundTrials:
    """`total` counts everything that fits; `hits` are the asked-for slice, in order."""

    total: int
    hits: tuple[TrialHit, ...]


def find_trials(search: TrialSearch, *, on: date, offset: int, limit: int) -> FoundTrials:
    """Trials that may be shown on the UTC date `on` and fit, from `offset`, at most `limit`.

    With a place: nearest first, those without a known place last, and left out where a radius is asked for.
    Otherwise those that recruit first, then by number.
    """
    matching = _matching(search, on)
    if search.near is None:
        ids = list(_in_order(matching).values_list("pk", flat=True)[offset : offset + limit])
        return FoundTrials(matching.count(), _hits(ids, search))
    measured = _measure(matching, search.near)
    if search.near.radius_km is None:
        placed = set(measured)
        rest = [pk for pk in _in_order(matching).values_list("pk", flat=True) if pk not in placed]
    else:
        rest = []
    ids = [*sorted(measured, key=lambda pk: (measured[pk], pk)), *rest]
    return FoundTrials(len(ids), _hits(ids[offset : offset + limit], search))


def sites_by_distance(sites: Iterable[TrialSite], near: Near | None) -> list[tuple[TrialSite, float | None]]:
    """Open sites first, then the nearest, then as the record has them; None where nothing can be measured."""
    measured = [(site, distance(site, near)) for site in sites]
    return sorted(
        measured,
        key=lambda pair: (not pair[0].recruiting, pair[1] is None, pair[1] or 0.0, pair[0].position),
    )


def distance(site: TrialSite, near: Near | None) -> float | None:
    """Kilometres to a site, None where either place is unknown."""
    if near is None or site.latitude is None or site.longitude is None:
        return None
    return km(near.point, (site.latitude, site.longitude))


def trials_state() -> str:
    """Differs whenever the shown trials do, other than by date or release: records, decisions, missing numbers."""
    state = Trial.objects.aggregate(
        listed=Count("pk", filter=Q(outcome=Outcome.LISTED)),
        fetched=Max("fetched_at"),
        decided=Sum("cleared_decision"),
        missing=Count("missing_since"),
    )
    return "|".join(str(value) for value in state.values())


def _matching(search: TrialSearch, on: date) -> TrialQuerySet:
    found = Trial.objects.listed(on)
    if search.headaches:
        found = found.for_headaches(search.headaches)
    if search.phases:
        found = found.in_phases(search.phases)
    if search.statuses:
        found = found.filter(status__in=search.statuses)
    for code in filter(None, (search.country, search.region)):
        found = found.filter(pk__in=_sites_in(code).values("trial"))
    for word in search.text.split():
        found = found.filter(_says(word))
    return found


def _sites_in(code: str) -> QuerySet[TrialSite]:
    sites = TrialSite.objects.filter(country=code[:2])
    return sites.filter(region__in=Region.objects.within(code).values("pk")) if len(code) > 2 else sites


def _says(word: str) -> Q:
    columns = ("registry_id", "title", "official_title", "intervention_text", "sponsor_name")
    either = Q()
    for column in columns:
        either |= Q(**{f"{column}__icontains": word})
    return either


def _in_order(found: TrialQuerySet) -> TrialQuerySet:
    recruits = Case(
        When(status=Status.RECRUITING, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return found.order_by(recruits, "registry_id")


def _measure(matching: TrialQuerySet, near: Near) -> dict[str, float]:
    """Distance of each trial's nearest open site within the radius; of any site where none is open anywhere."""
    open_somewhere = TrialSite.objects.filter(trial=OuterRef("trial"), recruiting=True)
    sites = TrialSite.objects.filter(trial__in=matching.order_by(), latitude__isnull=False)
    cells = covering(near.latitude, near.longitude, near.radius_km) if near.radius_km else None
    if cells is not None:
        sites = sites.filter(**{f"{cells.column}__in": cells.numbers})
    counted = sites.filter(Q(recruiting=True) | ~Exists(open_somewhere))
    best: dict[str, float] = {}
    for pk, latitude, longitude in counted.order_by().values_list("trial_id", "latitude", "longitude"):
        away = km(near.point, (latitude or 0.0, longitude or 0.0))
        if (near.radius_km is None or away <= near.radius_km) and away < best.get(pk, float("inf")):
            best[pk] = away
    return best


def _hits(ids: list[str], search: TrialSearch) -> tuple[TrialHit, ...]:
    trials = Trial.objects.prefetch_related("sites__region__parent__parent").in_bulk(ids)
    return tuple(_hit(trials[pk], search) for pk in ids if pk in trials)


def _hit(trial: Trial, search: TrialSearch) -> TrialHit:
    """The nearest open site; without a place one in the region asked for; else the first."""
    ordered = sites_by_distance(trial.sites.all(), search.near)
    asked = search.region or search.country
    if search.near is None and asked:
        ordered = [pair for pair in ordered if asked in _codes(pair[0])] or ordered
    if not ordered:
        return TrialHit(trial, None, None)
    return TrialHit(trial, *ordered[0])


def _codes(site: TrialSite) -> set[str]:
    region = site.region
    above = [region.pk, *(each.pk for each in region.ancestors())] if region else []
    return {site.country, *above}
