"""What the public may see. Only `publish()` and `withdraw()` write here; the database checks once more."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.vocabulary.headaches import HEADACHES
from directory.vocabulary.practice import AGES, FUNDING, REFERRALS, ListingKind, languages
from directory.vocabulary.terms import Term

from .querysets import EntryQuerySet


class Entry(models.Model):
    """A published listing: the exact content of one approved revision, and its indexed projection.

    There is no foreign key to listings or moderation: `listing_id`, `revision_sha256` and `decision_seq` are copies.
    """

    listing_id = models.UUIDField(primary_key=True)
    slug = models.SlugField(max_length=120, unique=True)
    revision_sha256 = models.CharField(max_length=64)
    decision_seq = models.PositiveBigIntegerField()
    content = models.TextField(help_text=_("The revision's canonical JSON"))

    kind = models.CharField(max_length=10, choices=ListingKind)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=220, help_text=_("The name folded for search"))
    summary = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    how_to_refer = models.TextField(blank=True)
    website = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)

    headaches = models.BigIntegerField()
    treatments = models.BigIntegerField()
    languages = models.BigIntegerField()
    ages = models.BigIntegerField()
    referrals = models.BigIntegerField()
    funding = models.BigIntegerField()
    telehealth = models.BooleanField(default=False)
    accepting = models.BooleanField(null=True)
    accepting_since = models.DateField(null=True, blank=True)

    valid_until = models.DateField(help_text=_("Last day on which every link of the evidence is valid"))
    attestation_until = models.DateField(
        help_text=_("Last day before the provider must have confirmed the details")
    )
    attested_on = models.DateField()
    published_at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["name_key", "listing_id"], name="entry_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def headache_terms(self) -> tuple[Term, ...]:
        return HEADACHES.among(self.headaches)

    @property
    def language_terms(self) -> tuple[Term, ...]:
        return languages().among(self.languages)

    @property
    def age_terms(self) -> tuple[Term, ...]:
        return AGES.among(self.ages)

    @property
    def referral_terms(self) -> tuple[Term, ...]:
        return REFERRALS.among(self.referrals)

    @property
    def funding_terms(self) -> tuple[Term, ...]:
        return FUNDING.among(self.funding)


class EntrySite(models.Model):
    """A place of care of an entry."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="sites")
    site_id = models.UUIDField()
    name = models.CharField(max_length=200)
    street = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=120)
    postcode = models.CharField(max_length=20, blank=True)
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, help_text=_("ISO 3166-1 alpha-2"))
    latitude = models.FloatField(help_text=_("WGS 84 degrees"))
    longitude = models.FloatField(help_text=_("WGS 84 degrees"))
    cell3 = models.BigIntegerField(
        db_index=True, help_text=_("H3 cell, resolution 3 (about 60 km across a side)")
    )
    cell5 = models.BigIntegerField(db_index=True, help_text=_("H3 cell, resolution 5 (about 9 km a side)"))

    class Meta:
        indexes = [models.Index(fields=["country", "region", "entry"], name="entry_site_by_region")]
        constraints = [models.UniqueConstraint(fields=["entry", "site_id"], name="entry_site_once")]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}"


class EntryEvidence(models.Model):
    """Why an entry is listed: one link of its evidence, as `publish()` was given it.

    No database constraint to the entry: evidence is written first, so that the entry's guard can read it.
    """

    class Link(models.TextChoices):
        LICENCE = "licence", _("Licence to practise")
        QUALIFICATION = "qualification", _("Headache or neurology qualification")
        FACILITY = "facility", _("Licence or accreditation of the place")
        AFFILIATION = "affiliation", _("The specialist works there")

    entry = models.ForeignKey(
        Entry, on_delete=models.DO_NOTHING, db_constraint=False, related_name="evidence"
    )
    position = models.PositiveSmallIntegerField()
    link = models.CharField(max_length=13, choices=Link)
    register_code = models.CharField(max_length=40, blank=True)
    register_name = models.CharField(max_length=200)
    number = models.CharField(max_length=40, blank=True)
    holder = models.CharField(max_length=200)
    scope = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField()
    how = models.CharField(max_length=120)
    valid_until = models.DateField()
    lookup_url = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["entry", "position"]
        constraints = [models.UniqueConstraint(fields=["entry", "position"], name="evidence_position_once")]

    def __str__(self) -> str:
        return f"{self.register_name} {self.number}".strip()


class Address(models.Model):
    """A public address once given stays its listing's; without a live entry it answers 410 with one neutral text."""

    slug = models.SlugField(max_length=120, primary_key=True)
    listing_id = models.UUIDField(unique=True)

    class Meta:
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        return self.slug


class CatalogueVersion(models.Model):
    """Counts the changes of the catalogue: part of every public page's ETag. One row, locked by every change."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="catalogue_one_version")]

    def __str__(self) -> str:
        return str(self.number)
