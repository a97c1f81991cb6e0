"""Who decides, and why. Only `transitions.transition()` writes a status; the database checks that it did."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.screening.findings import Severity, Verdict

LEASE = timedelta(minutes=15)
"""How long a case stays reserved without activity."""

ACTIVE = ("open", "changes_requested", "second_review")
"""Case statuses in which somebody still has something to do."""


class CaseQuerySet(models.QuerySet["Case"]):
    def active(self) -> Self:
        return self.filter(status__in=ACTIVE)

    def awaiting_review(self) -> Self:
        """Cases that wait for a moderator, the most urgent and then the oldest first."""
        return self.filter(status__in=("open", "second_review")).order_by("-priority", "status_since", "id")

    def of_provider(self, user_id: int) -> Self:
        return self.filter(listing__provider__memberships__user_id=user_id)


class Case(models.Model):
    """One question to moderators: may this revision be published, or stay published?"""

    class Kind(models.TextChoices):
        SUBMISSION = "submission", _("submission")
        RECHECK = "recheck", _("recheck")

    class Status(models.TextChoices):
        OPEN = "open", _("waiting for a moderator")
        CHANGES_REQUESTED = "changes_requested", _("changes requested")
        SECOND_REVIEW = "second_review", _("waiting for a second moderator")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    listing = models.ForeignKey("directory.Listing", on_delete=models.PROTECT, related_name="cases")
    revision = models.ForeignKey("directory.Revision", on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SUBMISSION)
    status = models.CharField(max_length=17, choices=Status, default=Status.OPEN)
    version = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=clock.now)
    status_since = models.DateTimeField(default=clock.now)
    priority = models.SmallIntegerField(default=0)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    lease_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lease_until = models.DateTimeField(null=True, blank=True)

    checklist = models.JSONField(
        default=dict, blank=True, help_text=_("Questions and answers, frozen with approval")
    )
    risks = models.JSONField(
        default=list, blank=True, help_text=_("Codes of what makes two people necessary")
    )
    first_actor_id = models.PositiveBigIntegerField(null=True, blank=True, help_text=_("Who approved first"))
    automatic = models.BooleanField(default=False, help_text=_("Rejected without a person"))
    person_asked_at = models.DateTimeField(null=True, blank=True)
    sampled = models.BooleanField(default=False, help_text=_("Automatic rejection drawn for a second look"))
    changes_due_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "kind"], condition=Q(status__in=ACTIVE), name="case_one_active"
            ),
        ]
        indexes = [models.Index(fields=["status", "-priority", "status_since"], name="case_queue")]

    def __str__(self) -> str:
        return f"{self.listing} – {self.get_status_display()}"

    def leased_to(self, user_id: int, now: datetime) -> bool:
        """Whether the user holds the case's lease at `now`."""
        return self.lease_by_id == user_id and self.lease_until is not None and self.lease_until > now

    def rivals(self) -> CaseQuerySet:
        """Other cases on the same question that are under way: while there is one, this cannot be open too."""
        return Case.objects.active().filter(listing=self.listing_id, kind=self.kind).exclude(pk=self.pk)

    def leased_by_other(self, user_id: int, now: datetime) -> bool:
        held = self.lease_by_id is not None and self.lease_until is not None and self.lease_until > now
        return held and self.lease_by_id != user_id


class ScreeningRun(models.Model):
    """One reading of a revision by the screening engine."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="screenings")
    revision = models.ForeignKey("directory.Revision", on_delete=models.PROTECT, related_name="screenings")
    verdict = models.CharField(max_length=6, choices=[(verdict.value, verdict.value) for verdict in Verdict])
    ruleset = models.CharField(max_length=80)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.verdict} by {self.ruleset}"


class ScreeningFinding(models.Model):
    """What the engine found, and whether a moderator dismissed it as a false alarm."""

    run = models.ForeignKey(ScreeningRun, on_delete=models.PROTECT, related_name="findings")
    rule = models.CharField(max_length=60)
    severity = models.CharField(
        max_length=6, choices=[(severity.value, severity.value) for severity in Severity]
    )
    field = models.CharField(max_length=60)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    excerpt = models.TextField(blank=True)
    reason = models.TextField()
    guidance = models.TextField(blank=True)
    dismissible = models.BooleanField(default=True)
    dismissed_by_id = models.PositiveBigIntegerField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissal_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["run", "field", "start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dismissed_by_id=None, dismissed_at=None, dismissal_reason="")
                | (
                    Q(dismissed_by_id__isnull=False, dismissed_at__isnull=False, dismissible=True)
                    & ~Q(dismissal_reason="")
                ),
                name="finding_dismissal_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} in {self.field}"


class Decision(models.Model):
    """One transition, for ever. Append-only and hash-chained; holds ids, roles and codes, no names and no texts."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    lifecycle = models.CharField(max_length=11)
    subject_id = models.UUIDField()
    subject_version = models.PositiveIntegerField()
    action = models.CharField(max_length=30)
    from_status = models.CharField(max_length=17)
    to_status = models.CharField(max_length=17)
    actor_id = models.PositiveBigIntegerField(null=True, help_text=_("Empty: the system"))
    actor_role = models.CharField(max_length=20)
    first_actor_id = models.PositiveBigIntegerField(null=True)
    risky = models.BooleanField(default=False)
    listing_id = models.UUIDField(db_index=True)
    case_id = models.UUIDField(null=True, db_index=True)
    revision_sha256 = models.CharField(max_length=64)
    reasons = models.JSONField(default=list)
    ruleset = models.CharField(max_length=80, blank=True)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["lifecycle", "subject_id", "subject_version"], name="decision_once_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.lifecycle} {self.from_status} → {self.to_status}"


class StatementOfReasons(models.Model):
    """What an applicant is told with a rejection, quarantine or delisting (after Regulation (EU) 2022/2065 art. 17)."""

    decision_seq = models.PositiveBigIntegerField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="statements")
    listing = models.ForeignKey("directory.Listing", on_delete=models.PROTECT, related_name="statements")
    at = models.DateTimeField(default=clock.now)
    reasons = models.JSONField(default=list, help_text=_("Reason codes"))
    evidence = models.JSONField(
        default=list, help_text=_("Rule, field, excerpt and explanation of each finding")
    )
    explanation = models.TextField(blank=True)
    ruleset = models.CharField(max_length=80, blank=True)
    noticed_by = models.CharField(max_length=20, default="own_check")
    detected_automatically = models.BooleanField()
    decided_automatically = models.BooleanField()
    appeal_until = models.DateField()

    class Meta:
        ordering = ["-decision_seq"]

    def __str__(self) -> str:
        return f"statement of reasons for decision {self.decision_seq}"


class ChangeRequest(models.Model):
    """A moderator asks the provider to change one field."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="change_requests")
    case_version = models.PositiveIntegerField()
    field = models.CharField(max_length=60)
    message = models.TextField()
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.field}: {self.message[:60]}"


class ConflictDeclaration(models.Model):
    """A moderator said, before the file opened, whether there is a tie to the provider."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    has_conflict = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="conflict_once_a_case")]

    def __str__(self) -> str:
        return f"{self.user}: {'conflict' if self.has_conflict else 'no conflict'}"


class PrivateNote(models.Model):
    """What moderators tell each other. Never leaves the moderators' side."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    text = models.TextField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"note of {self.at:%Y-%m-%d}"


class Appeal(models.Model):
    """A provider asks that somebody uninvolved looks at a decision again."""

    class Status(models.TextChoices):
        OPEN = "open", _("waiting for an uninvolved person")
        CONFIRMED = "confirmed", _("decision confirmed")
        OVERTURNED = "overturned", _("decision overturned")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    statement_of_reasons = models.ForeignKey(
        StatementOfReasons, on_delete=models.PROTECT, related_name="appeals"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    version = models.PositiveIntegerField(default=0)
    text = models.TextField()
    filed_by_id = models.PositiveBigIntegerField(null=True)
    filed_at = models.DateTimeField(default=clock.now)
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(status="open"), name="appeal_one_open"),
        ]

    def __str__(self) -> str:
        return f"appeal of {self.filed_at:%Y-%m-%d}"
