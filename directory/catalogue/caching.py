"""How public pages may be kept by browsers and proxies: asked again each time, sent again only when changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from directory import clock

from .actions import version

View = Callable[..., HttpResponse]
CACHE_CONTROL = "public, no-cache"
_RELEASED = ("*.py", "*.html", "*.css", "*.tsv", "*.toml", "*.mo", "*.js", "*.svg")


def public_page(*, state: Callable[[], str] = str) -> Callable[[View], View]:
    """For a page that anyone may see: GET and HEAD alone, an `ETag` and an answer 304.

    The tag covers catalogue version, UTC date, language, release and path; `state` adds what else the page depends on.
    Only pages that were found carry a tag, so that a 304 never stands for a refusal.
    """

    def wrap(view: View) -> View:
        @require_safe
        @wraps(view)
        def cached(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            tag = _tag(request.path, state())
            response: HttpResponse
            if tag in parse_etags(request.headers.get("If-None-Match", "")):
                response = HttpResponseNotModified()
            else:
                response = view(request, *args, **kwargs)
            if response.status_code in (200, 304):
                response["ETag"] = tag
            response["Cache-Control"] = CACHE_CONTROL
            patch_vary_headers(response, ("Accept-Language",))
            return response

        return cached

    return wrap


def _tag(path: str, state: str) -> str:
    parts = (str(version()), clock.today().isoformat(), get_language() or "", release(), path, state)
    # A weak tag: compression on the way changes the bytes, not the page.
    return f"W/{quote_etag(hashlib.sha256('|'.join(parts).encode()).hexdigest()[:32])}"


@cache
def release() -> str:
    """What this program is made of: differs when code, templates, styles or translations do, or the site's name."""
    digest = hashlib.sha256(f"{settings.SITE_NAME}|{settings.DEMO}|{settings.DEFAULT_COUNTRY}".encode())
    base = Path(settings.BASE_DIR)
    for folder in (base / "directory", base / "templates"):
        for path in sorted(each for kind in _RELEASED for each in folder.rglob(kind)):
            digest.update(path.relative_to(base).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
