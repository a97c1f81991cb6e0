"""The search for trials, and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory import clock
from directory.catalogue.caching import public_page
from directory.trials.models import Trial


@public_page()
def trials(request: HttpRequest) -> HttpResponse:
    return render(request, "search/trials.html", {"listed": Trial.objects.listed(clock.today())[:20]})


@public_page()
def trial(request: HttpRequest, registry_id: str) -> HttpResponse:
    found = Trial.objects.listed(clock.today()).filter(pk=registry_id).first()
    if found is None:
        return render(request, "search/trial_unknown.html", status=404)
    return render(request, "search/trial.html", {"trial": found})
