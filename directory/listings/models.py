"""What is proposed: a listing and its revisions. A revision's content never changes; a new wish is a new revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.vocabulary.practice import ListingKind

from . import content

if TYPE_CHECKING:
    from .content import Content


class ListingQuerySet(models.QuerySet["Listing"]):
    def managed_by(self, user_id: int) -> Self:
        """Listings of the providers the user acts for."""
        return self.filter(provider__memberships__user_id=user_id)


class Listing(models.Model):
    """A proposal and its life. `publication` is written by `moderation.transitions.transition()` alone."""

    class Publication(models.TextChoices):
        NONE = "none", _("not published")
        LIVE = "live", _("published")
        QUARANTINED = "quarantined", _("hidden while we check")
        DELISTED = "delisted", _("removed")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    provider = models.ForeignKey("directory.Provider", on_delete=models.PROTECT, related_name="listings")
    kind = models.CharField(max_length=10, choices=ListingKind)
    publication = models.CharField(max_length=11, choices=Publication, default=Publication.NONE)
    version = models.PositiveIntegerField(default=0)
    live_revision = models.ForeignKey(
        "directory.Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attested_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = ListingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.provider.name} ({self.get_kind_display()})"


class Revision(models.Model):
    """One version of what a provider wants to say, frozen: canonical JSON as text, and the SHA-256 of that text."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.TextField(help_text=_("Canonical JSON; empty after erasure"))
    sha256 = models.CharField(max_length=64)
    treatments = models.BigIntegerField(help_text=_("Declared treatment classes, as bits"))
    submitted_by_id = models.PositiveBigIntegerField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["listing", "number"]
        constraints = [models.UniqueConstraint(fields=["listing", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.listing_id} #{self.number}"

    def document(self) -> Content:
        """The content as dataclasses. Raises `content.Invalid` when the text was erased or cannot be read."""
        return content.loads(self.content)
