"""What every template may know. Nothing here depends on who is signed in: public pages show no login state."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    return {"site_name": settings.SITE_NAME, "demo": settings.DEMO}
