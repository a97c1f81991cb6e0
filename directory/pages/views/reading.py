"""Pages to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory.catalogue.caching import View, public_page


def _reading(template: str) -> View:
    @public_page()
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, template)

    return page


how_we_check = _reading("pages/how_we_check.html")
what_is_known = _reading("pages/what_is_known.html")
privacy = _reading("pages/privacy.html")
