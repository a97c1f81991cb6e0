"""Stored trials. Rows are written by `actions.py` alone; who may be shown is `TrialQuerySet.listed`."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .codes import PHASES, Outcome, Sex, SponsorClass, Status, StudyType


class TrialQuerySet(models.QuerySet["Trial"]):
    """Trials in the words of the trade."""

    def listed(self, on: date) -> Self:
        """Trials the public may see on `on` (UTC date, last valid day inclusive).

        A trial with a cell product is among them only with the decision of two people. Staleness and a
        passed end date are judged here, at read time: a trial disappears at midnight even if no job ran.
        """
        shown = self.filter(outcome=Outcome.LISTED, listed_until__gte=on)
        return shown.filter(Q(is_cell=False) | Q(cleared_decision__isnull=False))

    def recruiting(self) -> Self:
        """Trials that say they recruit and have at least one site that does."""
        site = TrialSite.objects.filter(trial=models.OuterRef("pk"), recruiting=True)
        return self.filter(models.Exists(site), status=Status.RECRUITING)

    def for_headaches(self, mask: int) -> Self:
        """Trials on any of the headache disorders in `mask` (bits of `vocabulary.headaches`)."""
        return self.alias(_headaches=F("headaches").bitand(mask)).filter(_headaches__gt=0)

    def in_phases(self, mask: int) -> Self:
        """Trials in any of the phases in `mask` (bits of `codes.PHASES`)."""
        return self.alias(_phases=F("phases").bitand(mask)).filter(_phases__gt=0)

    def awaiting_review(self) -> Self:
        """Trials a person must look at before anyone sees them."""
        return self.filter(outcome=Outcome.REVIEW)


class Trial(models.Model):
    """One registered study: what its registry's record says, and what the checks said of it."""

    registry_id = models.CharField(max_length=40, primary_key=True)
    registry = models.CharField(max_length=12, help_text=_("Code of the registry, e.g. NCT"))
    record_url = models.URLField(max_length=300, blank=True)
    aliases = models.JSONField(default=list, blank=True, help_text=_("Other numbers of the same study"))

    title = models.CharField(max_length=500)
    official_title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    conditions = models.JSONField(default=list, blank=True)
    intervention_text = models.TextField(blank=True)
    eligibility = models.TextField(blank=True)
    headaches = models.BigIntegerField(default=0, help_text=_("Bits of the headache vocabulary"))

    study_type = models.CharField(max_length=20, choices=StudyType)
    phases = models.PositiveSmallIntegerField(default=0, help_text=_("Bits of the phase vocabulary"))
    status = models.CharField(max_length=30, choices=Status)
    sponsor_name = models.CharField(max_length=300, blank=True)
    sponsor_class = models.CharField(max_length=12, choices=SponsorClass, default=SponsorClass.UNKNOWN)
    minimum_age = models.FloatField(null=True, blank=True, help_text=_("Years; empty means no limit"))
    maximum_age = models.FloatField(null=True, blank=True, help_text=_("Years; empty means no limit"))
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.UNKNOWN)
    healthy_volunteers = models.BooleanField(null=True, blank=True)

    start_date = models.DateField(null=True, blank=True)
    completion_date = models.DateField(null=True, blank=True)
    verified_date = models.DateField(null=True, blank=True, help_text=_("Last checked by its sponsor"))
    updated_date = models.DateField(null=True, blank=True, help_text=_("Last posted by the registry"))

    is_cell = models.BooleanField(help_text=_("Tests a cell-based product"))
    outcome = models.CharField(max_length=10, choices=Outcome)
    findings = models.JSONField(default=list, blank=True)
    assessed_on = models.DateField()
    listed_until = models.DateField(null=True, blank=True, help_text=_("Last day it may be shown"))
    cleared_decision = models.PositiveBigIntegerField(
        null=True, blank=True, help_text=_("Number of the decision by which two people allowed it")
    )

    missing_since = models.DateField(
        null=True, blank=True, help_text=_("The registry no longer knows the number since this day")
    )
    record_text = models.TextField(help_text=_("The record without contacts of persons, as JSON"))
    record_sha256 = models.CharField(max_length=64)
    fetched_at = models.DateTimeField()

    objects = TrialQuerySet.as_manager()

    class Meta:
        ordering = ["registry_id"]
        indexes = [models.Index(fields=["outcome", "status", "listed_until"], name="trial_by_outcome")]
        constraints = [
            models.CheckConstraint(
                name="trial_cell_needs_a_decision",
                condition=~Q(is_cell=True, outcome=Outcome.LISTED) | Q(cleared_decision__isnull=False),
            ),
            models.CheckConstraint(
                name="trial_listed_has_an_end",
                condition=~Q(outcome=Outcome.LISTED) | Q(listed_until__isnull=False),
            ),
            models.CheckConstraint(
                name="trial_outcome_is_known", condition=Q(outcome__in=[choice.value for choice in Outcome])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registry_id} {self.title}"

    @property
    def phase_codes(self) -> tuple[str, ...]:
        return tuple(term.code for term in PHASES if self.phases & term.mask)


class TrialSite(models.Model):
    """One place where a trial is carried out. Coordinates are the town's, as registries give them."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="sites")
    position = models.PositiveSmallIntegerField(help_text=_("Place in the record's own order"))
    facility = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=160, blank=True, help_text=_("As the record spells it"))
    postcode = models.CharField(max_length=30, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text=_("ISO 3166-1 alpha-2"))
    region = models.ForeignKey(
        "directory.Region", on_delete=models.PROTECT, null=True, blank=True, related_name="trial_sites"
    )
    latitude = models.FloatField(null=True, blank=True, help_text=_("WGS 84 degrees"))
    longitude = models.FloatField(null=True, blank=True, help_text=_("WGS 84 degrees"))
    cell3 = models.BigIntegerField(null=True, blank=True, db_index=True, help_text=_("H3 cell, resolution 3"))
    cell5 = models.BigIntegerField(null=True, blank=True, db_index=True, help_text=_("H3 cell, resolution 5"))
    status = models.CharField(max_length=30, choices=Status, blank=True)
    recruiting = models.BooleanField(default=False)

    class Meta:
        ordering = ["trial", "position"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "position"], name="trial_site_once"),
            models.CheckConstraint(
                name="trial_site_place_is_whole",
                condition=Q(latitude=None, longitude=None, cell3=None, cell5=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
                & Q(latitude__isnull=False, longitude__isnull=False)
                & Q(cell3__isnull=False, cell5__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.facility, self.city, self.country) if part)
