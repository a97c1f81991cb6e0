"""The search for trials, and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory import clock
from directory.catalogue.caching import public_page
from directory.search import links
from directory.search.asked import Asked
from directory.search.asked_trials import understand_trials
from directory.search.paging import PER_PAGE, ResultPage, beyond, offset
from directory.search.trial_search import FoundTrials, TrialSearch, find_trials, trials_state
from directory.search.trial_words import trial_card, trial_page
from directory.trials.models import Trial


@public_page(state=trials_state)
def trials(request: HttpRequest) -> HttpResponse:
    asked = understand_trials(request.GET)
    found = _found(asked)
    page = ResultPage(asked.parameters.page, found.total) if found else None
    problems = list(asked.problems)
    if page and (late := beyond(page, asked.parameters)):
        problems, page = [late], None
    return render(
        request,
        "search/trials.html",
        {
            "asked": asked,
            "form": asked.form,
            "problems": problems,
            "page": page,
            "cards": [trial_card(hit, query=links.from_here(asked.parameters)) for hit in found.hits]
            if page and found
            else [],
            "clear_url": request.path,
            **links.around(asked.parameters, asked.where, asked.region, total=found.total if found else None),
        },
    )


def _found(asked: Asked[TrialSearch]) -> FoundTrials | None:
    if asked.search is None:
        return None
    return find_trials(asked.search, on=clock.today(), offset=offset(asked.parameters.page), limit=PER_PAGE)


@public_page(state=trials_state)
def trial(request: HttpRequest, registry_id: str) -> HttpResponse:
    listed = Trial.objects.listed(clock.today()).prefetch_related("sites__region__parent__parent")
    found = listed.filter(pk=registry_id).first() if registry_id.isprintable() else None
    if found is None:
        return render(request, "search/trial_unknown.html", status=404)
    asked = understand_trials(request.GET)
    near = asked.search.near if asked.search else None
    return render(
        request,
        "search/trial.html",
        {"page": trial_page(found, near), "asked": asked, "problems": asked.problems},
    )
