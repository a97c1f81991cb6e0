"""Mail to people who reported something. It names no clinic and quotes no word: mailboxes are not a safe place."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from directory.outbox import actions as outbox

from ..targets import SAFETY
from .models import PublicReport


def confirm(report: PublicReport) -> None:
    """That the report came in, and what happens next; nothing where no address was left."""
    _post(report, "report_received")


def tell_outcome(report: PublicReport, found: str) -> None:
    """What came of it, in one of the sentences for a code of `outcomes.Found`; nothing where no address was left."""
    _post(report, "report_outcome", found=found)


def _post(report: PublicReport, template: str, **context: object) -> None:
    if not report.email:
        return
    with translation.override(report.language):
        words = {
            "reference": str(report.pk)[:8].upper(),
            "report": report,
            "look_within": SAFETY.within,
            "link": settings.SITE_URL + reverse("privacy") + "#reports",
            "site_name": settings.SITE_NAME,
            **context,
        }
        outbox.post(
            key=f"{template}:{report.pk}",
            to=report.email,
            subject=render_to_string(f"email/{template}_subject.txt", words).strip(),
            text=render_to_string(f"email/{template}.txt", words),
            html=render_to_string(f"email/{template}.html", words),
        )
