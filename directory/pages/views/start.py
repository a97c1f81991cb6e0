"""The start: where, and what kind of headache."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory.catalogue.caching import public_page
from directory.vocabulary.headaches import HEADACHES


@public_page()
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html", {"headaches": HEADACHES.grouped_choices()})
