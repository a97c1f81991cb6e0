"""Decisions drawn for a second look. The look says whether a colleague agrees; it changes no decision."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory import clock


class SecondLookQuerySet(models.QuerySet["SecondLook"]):
    def waiting(self) -> Self:
        return self.filter(agrees=None)


class SecondLook(models.Model):
    """One decision drawn by lot: an automatic rejection, or an approval that one person made alone."""

    class Occasion(models.TextChoices):
        AUTOMATIC = "automatic", _("automatic rejection")
        ALONE = "alone", _("approval by one person")

    decision_seq = models.PositiveBigIntegerField(unique=True)
    case = models.ForeignKey("directory.Case", on_delete=models.PROTECT, related_name="second_looks")
    occasion = models.CharField(max_length=9, choices=Occasion)
    drawn_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)
    agrees = models.BooleanField(null=True, blank=True)
    note = models.TextField(blank=True, help_text=_("For moderators alone"))

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        ordering = ["decision_seq"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agrees=None, by=None, at=None)
                | Q(agrees__isnull=False, by__isnull=False, at__isnull=False),
                name="second_look_whole",
            )
        ]

    def __str__(self) -> str:
        return f"second look at decision {self.decision_seq}"
