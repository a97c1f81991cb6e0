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


def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309: what is public may be read by anyone; what needs signing in is of no use to a crawler."""
    closed = ("providers/", "moderation/", "accounts/", "admin/")
    lines = ["User-agent: *", *(f"Disallow: /{part}" for part in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
