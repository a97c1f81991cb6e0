"""One row a report. The address of who sent it goes once the outcome was told, the words once no decision needs
them; the outcome stays."""

from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory import clock

TEXT_MAX = 2000


class ReportQuerySet(models.QuerySet["PublicReport"]):
    def waiting(self) -> Self:
        return self.filter(outcome="")

    def standing(self) -> Self:
        """Reports that nobody has found wrong."""
        return self.filter(outcome__in=["", PublicReport.Outcome.CONFIRMED])


class PublicReport(models.Model):
    """Somebody without an account says that something about a published listing is wrong or unsafe.

    `reporter` is a keyed fingerprint of the e-mail address, empty where none was left: it tells how often earlier
    reports of the same person were confirmed, and outlives the address. No network address is kept.
    """

    class Kind(models.TextChoices):
        SAFETY = "safety", _("safety")
        CORRECTION = "correction", _("correction")

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        NOT_CONFIRMED = "not_confirmed", _("not confirmed")
        NOT_FOR_US = "not_for_us", _("not for us")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    listing = models.ForeignKey("directory.Listing", on_delete=models.PROTECT, related_name="reports")
    case = models.ForeignKey("directory.Case", on_delete=models.PROTECT, related_name="reports")
    revision_sha256 = models.CharField(max_length=64, help_text=_("What was public when it was reported"))
    kind = models.CharField(max_length=10, choices=Kind)
    category = models.CharField(max_length=30)
    text = models.TextField(blank=True)
    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=10, default="en")
    reporter = models.CharField(max_length=64, blank=True, db_index=True)
    at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=13, choices=Outcome, blank=True)
    judged_by_id = models.PositiveBigIntegerField(null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text=_("When the reporter heard the outcome"))

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", judged_at=None, judged_by_id=None)
                | (~Q(outcome="") & Q(judged_at__isnull=False, judged_by_id__isnull=False)),
                name="report_judgement_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} report of {self.at:%Y-%m-%d}"
