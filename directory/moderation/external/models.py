"""Invitations: who may see one case from outside, in what part, and until when."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory import clock


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> Self:
        """Neither ended nor expired, whether or not accepted."""
        return self.filter(ended_at=None, expires_at__gt=now)

    def of(self, user_id: int, now: datetime) -> Self:
        """The invitations that this person accepted and that still hold."""
        return self.open(now).filter(user_id=user_id)


class Invitation(models.Model):
    """One person from outside, one case, one part in it, for a limited time.

    The link in the mail carries a token of which only the SHA-256 is kept. Access ends with `expires_at`, with the
    decision, or when the invitation is taken back (`ended_at`), whichever comes first.
    """

    class Part(models.TextChoices):
        SECOND = "second", _("second person")
        APPEAL = "appeal", _("appeal")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("directory.Case", on_delete=models.PROTECT, related_name="invitations")
    part = models.CharField(max_length=6, choices=Part)
    email = models.EmailField(max_length=254)
    why_independent = models.TextField(help_text=_("Who this is and why nothing ties them to the case"))
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by_id = models.PositiveBigIntegerField()
    invited_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "part"], condition=Q(ended_at=None), name="invitation_one_open"
            ),
            models.CheckConstraint(
                condition=Q(user=None, accepted_at=None) | Q(user__isnull=False, accepted_at__isnull=False),
                name="invitation_acceptance_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation of {self.invited_at:%Y-%m-%d}"

    def open_at(self, now: datetime) -> bool:
        """Neither ended nor expired, whether or not accepted."""
        return self.ended_at is None and self.expires_at > now
