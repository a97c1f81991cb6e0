"""How mail to readers looks, with made-up data (see `mail_preview.every`)."""

from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from ..mail_preview.mail import Mail
from ..targets import SAFETY
from .models import PublicReport
from .outcomes import Found


def _sample(kind: str, **more: object) -> dict[str, object]:
    made_up = PublicReport(kind=kind, at=datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    return {"reference": "MADE-UP1", "report": made_up, "look_within": SAFETY.within, **more}


_READER = _("the reader, where an e-mail address was left")
_ENDED = {
    Found.STAYS: _("A recheck ended, and the listing stays as it was reported"),
    Found.RIGHT: _("A recheck ended, the report was found to be right, and the listing is still shown"),
    Found.RIGHT: _("A recheck ended, the report was found to be right, and the listing is still shown"),
    Found.CHANGED: _("A recheck ended, and the listing was changed"),
    Found.GONE: _("A recheck ended, and the listing is no longer shown"),
}

READERS: tuple[Mail, ...] = (
    Mail(
        "report-received-safety",
        "email/report_received",
        _("Somebody reported something unsafe"),
        _READER,
        lambda: _sample(PublicReport.Kind.SAFETY),
    ),
    Mail(
        "report-received-correction",
        "email/report_received",
        _("Somebody reported a wrong detail"),
        _READER,
        lambda: _sample(PublicReport.Kind.CORRECTION),
    ),
    *(
        Mail(
            f"report-{found}",
            "email/report_outcome",
            trigger,
            _READER,
            lambda found=found: _sample(PublicReport.Kind.SAFETY, found=found),  # type: ignore[misc]
        )
        for found, trigger in _ENDED.items()
    ),
)
