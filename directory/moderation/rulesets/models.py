"""How much each rule counts, which ruleset was activated when, and what that hid. Rows are added, not rewritten."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.screening.findings import Severity, Verdict

from .modes import Mode


class RuleMode(models.Model):
    """From that moment the rule counts in this way; the newest row of a rule stands. No row: active."""

    rule = models.CharField(max_length=60)
    mode = models.CharField(max_length=11, choices=[(mode.value, mode.value) for mode in Mode])
    why = models.TextField()
    by_id = models.PositiveBigIntegerField(null=True, blank=True, help_text=_("Empty: the system"))
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["rule", "at"], name="rule_mode_newest")]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="rule_mode_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.mode}"


class WithheldFinding(models.Model):
    """What a rule said that did not count, or counted for less, because of its mode. For statistics; holds no text."""

    run = models.ForeignKey("directory.ScreeningRun", on_delete=models.PROTECT, related_name="withheld")
    rule = models.CharField(max_length=60, db_index=True)
    mode = models.CharField(max_length=11, choices=[(mode.value, mode.value) for mode in Mode])
    severity = models.CharField(
        max_length=6,
        choices=[(severity.value, severity.value) for severity in Severity],
        help_text=_("As the engine gave it"),
    )
    field = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.rule} ({self.mode})"


class RulesetCopy(models.Model):
    """The data files of a ruleset as they were when it was activated, so that it can be gone back to."""

    version = models.CharField(max_length=80, unique=True)
    archive = models.BinaryField(help_text=_("The data files, as a zip archive"))
    kept_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.version


class ActivationQuerySet(models.QuerySet["RulesetActivation"]):
    def under_way(self) -> Self:
        """Begun, and neither finished nor given up; the newest first."""
        return self.filter(finished_at=None, replaced_at=None, rolled_back_at=None)

    def in_force(self) -> Self:
        """Finished and not rolled back; the newest, which stands, first."""
        return self.filter(finished_at__isnull=False, rolled_back_at=None)


class RulesetActivation(models.Model):
    """A ruleset is applied to everything that is live. Where it stands follows from the dates; see `stage`."""

    class Stage(models.TextChoices):
        READING = "reading", _("reading what is published")
        STOPPED = "stopped", _("stopped: two people must agree")
        FINISHED = "finished", _("finished")
        REPLACED = "replaced", _("left: a newer ruleset came first")
        ROLLED_BACK = "rolled_back", _("rolled back")

    ruleset = models.CharField(max_length=80)
    previous = models.CharField(max_length=80, blank=True, help_text=_("The ruleset it replaces"))
    started_at = models.DateTimeField(default=clock.now)
    started_by_id = models.PositiveBigIntegerField(null=True, blank=True, help_text=_("Empty: the operator"))
    live = models.PositiveIntegerField(default=0, help_text=_("Listings that were live when it was counted"))
    stopped_at = models.DateTimeField(null=True, blank=True, help_text=_("Empty: nothing waits for people"))
    finished_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    rolled_back_at = models.DateTimeField(null=True, blank=True)
    rolled_back_by_id = models.PositiveBigIntegerField(null=True, blank=True)
    rolled_back_why = models.TextField(blank=True)

    objects = ActivationQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ruleset"],
                condition=Q(finished_at=None, replaced_at=None, rolled_back_at=None),
                name="activation_one_under_way",
            ),
            models.CheckConstraint(
                condition=Q(rolled_back_at=None, rolled_back_by_id=None, rolled_back_why="")
                | (Q(rolled_back_at__isnull=False, rolled_back_by_id__isnull=False) & ~Q(rolled_back_why="")),
                name="activation_rollback_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ruleset} ({self.stage.label})"

    @property
    def stage(self) -> Stage:
        if self.rolled_back_at:
            return self.Stage.ROLLED_BACK
        if self.finished_at:
            return self.Stage.FINISHED
        if self.replaced_at:
            return self.Stage.REPLACED
        return self.Stage.STOPPED if self.stopped_at else self.Stage.READING


class RescreeningQuerySet(models.QuerySet["RulesetRescreening"]):
    def hits(self) -> Self:
        """Revisions that the ruleset would reject."""
        return self.filter(verdict=Verdict.REJECT).order_by("id")

    def pending(self) -> Self:
        """Hits that were neither hidden nor found changed."""
        return self.hits().filter(hidden_at=None, passed_over_at=None)


class RulesetRescreening(models.Model):
    """What the ruleset says of one live revision, and whether this activation hid the listing for it."""

    activation = models.ForeignKey(RulesetActivation, on_delete=models.PROTECT, related_name="rescreenings")
    listing = models.ForeignKey("directory.Listing", on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey("directory.Revision", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=6, choices=[(verdict.value, verdict.value) for verdict in Verdict])
    at = models.DateTimeField(default=clock.now)
    agreed_at = models.DateTimeField(null=True, blank=True, help_text=_("Two people agreed to hide it"))
    hidden_at = models.DateTimeField(null=True, blank=True)
    recheck = models.ForeignKey(
        "directory.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="hidden_by"
    )
    passed_over_at = models.DateTimeField(
        null=True, blank=True, help_text=_("No longer live with this revision when it was to be hidden")
    )
    asked_back_at = models.DateTimeField(
        null=True, blank=True, help_text=_("The rollback put its recheck on top of the queue")
    )

    objects = RescreeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activation", "revision"], name="rescreening_once"),
            models.CheckConstraint(
                condition=Q(hidden_at=None, recheck=None)
                | Q(hidden_at__isnull=False, recheck__isnull=False, verdict="reject"),
                name="rescreening_hidden_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} at {self.at:%Y-%m-%d}"


class RulesetConsent(models.Model):
    """One of two people agreed that exactly this list is hidden. Another list needs new consent."""

    activation = models.ForeignKey(RulesetActivation, on_delete=models.PROTECT, related_name="consents")
    by_id = models.PositiveBigIntegerField()
    senior = models.BooleanField()
    list_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["activation", "list_sha256", "by_id"], name="consent_once")
        ]

    def __str__(self) -> str:
        return f"consent of {self.at:%Y-%m-%d}"
