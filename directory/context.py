"""What every template may know. Nothing here depends on who is signed in: public pages show no login state."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, object]:
    language = get_language() or settings.LANGUAGE_CODE
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return {"site_name": settings.SITE_NAME, "demo": settings.DEMO, "path_prefix": prefix}
