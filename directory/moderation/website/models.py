"""What was read on a provider's own website, when, and what stood there. Evidence: raw pages are not kept."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory import clock


class WebsiteReadingQuerySet(models.QuerySet["WebsiteReading"]):
    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)

    def stuck(self, before: datetime) -> Self:
        """Asked for before that moment and still not finished: the worker was stopped in between."""
        return self.filter(finished_at=None, asked_at__lt=before)


class WebsiteReading(models.Model):
    """One reading of the website that a revision names. Unfinished until `finished_at` is set, then never changed."""

    class Occasion(models.TextChoices):
        SUBMISSION = "submission", _("a version was submitted")
        AGAIN = "again", _("a moderator asked for it")
        MONTHLY = "monthly", _("monthly look at what is published")

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("not read yet")
        READ = "read", _("read")
        PARTLY = "partly", _("read in part")
        NOTHING = "nothing", _("nothing could be read")

    listing = models.ForeignKey(
        "directory.Listing", on_delete=models.PROTECT, related_name="website_readings"
    )
    revision = models.ForeignKey(
        "directory.Revision", on_delete=models.PROTECT, related_name="website_readings"
    )
    address = models.CharField(max_length=300, help_text=_("As the revision gives it"))
    occasion = models.CharField(max_length=10, choices=Occasion)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by_id = models.PositiveBigIntegerField(null=True, blank=True, help_text=_("Empty: the system"))
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome, default=Outcome.WAITING)
    ruleset = models.CharField(max_length=80, blank=True)

    objects = WebsiteReadingQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision"], condition=Q(finished_at=None), name="website_reading_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, outcome="waiting")
                | (Q(finished_at__isnull=False) & ~Q(outcome="waiting")),
                name="website_reading_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} ({self.get_outcome_display()})"


class WebsitePage(models.Model):
    """One page that was asked for: address, time, hash of what came, and what the engine found in it."""

    class Outcome(models.TextChoices):
        READ = "read", _("read")
        GONE = "gone", _("there is no such page")
        ROBOTS = "robots", _("the site asks programs not to read it")
        UNREACHABLE = "unreachable", _("no answer")
        REFUSED = "refused", _("the site answered with an error")
        ELSEWHERE = "elsewhere", _("it leads to another site")
        NOT_TEXT = "not_text", _("not a page of text")
        EMPTY = "empty", _("no readable text")
        SKIPPED = "skipped", _("left out: time or size was used up")

    reading = models.ForeignKey(WebsiteReading, on_delete=models.PROTECT, related_name="pages")
    position = models.PositiveSmallIntegerField()
    address = models.CharField(max_length=2000, help_text=_("Where it was found, after redirects"))
    outcome = models.CharField(max_length=11, choices=Outcome)
    detail = models.CharField(max_length=300, blank=True, help_text=_("What exactly went wrong"))
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    read_at = models.DateTimeField()
    size = models.PositiveIntegerField(default=0, help_text=_("Bytes after decoding"))
    sha256 = models.CharField(max_length=64, blank=True, help_text=_("Of the body after decoding"))
    title = models.CharField(max_length=200, blank=True)
    own = models.BooleanField(default=False, help_text=_("Belongs to the headache service itself"))
    findings = models.JSONField(
        default=list, help_text=_("Rule, severity, excerpt with its surroundings, reason, guidance")
    )

    class Meta:
        ordering = ["reading", "position"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "position"], name="website_page_once"),
        ]

    def __str__(self) -> str:
        return f"{self.address} ({self.get_outcome_display()})"
