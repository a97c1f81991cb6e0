"""Who may be listed: providers, their sites, what they claim to hold, and who looked."""

from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory import clock


class ProviderQuerySet(models.QuerySet["Provider"]):
    def managed_by(self, user_id: int) -> Self:
        """Providers the user acts for."""
        return self.filter(memberships__user_id=user_id)


class Provider(models.Model):
    """A practitioner or an organisation."""

    class Kind(models.TextChoices):
        PERSON = "person", _("practitioner")
        ORGANISATION = "organisation", _("organisation")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)
    country = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = ProviderQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place of care. The id stays; moving raises `version`, which voids what was verified for the old address."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    street = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=120)
    postcode = models.CharField(max_length=20, blank=True)
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    latitude = models.FloatField(null=True, blank=True, help_text=_("WGS 84 degrees"))
    longitude = models.FloatField(null=True, blank=True, help_text=_("WGS 84 degrees"))
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.name}, {self.town}"


class Affiliation(models.Model):
    """A practitioner works for an organisation at a site. It counts once the practitioner has confirmed it."""

    practitioner = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="affiliated")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="affiliations")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    site_version = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("The address that was confirmed")
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "site"], name="affiliation_once_a_site"),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner} @ {self.site}"


class Membership(models.Model):
    """A user acts for a provider."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "provider"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} for {self.provider}"


class Register(models.Model):
    """A professional register, certification, licence or accreditation. Rows come from `data/registers.tsv`."""

    class Standing(models.TextChoices):
        COUNTS = "counts", _("counts")
        SUPPORTING = "supporting", _("supports, does not count alone")
        SCOPED = "scoped", _("counts for its scope only, never for headache care")
        NEVER = "never", _("never counts")

    class Holder(models.TextChoices):
        PERSON = "person", _("practitioner")
        SITE = "site", _("site")
        ORGANISATION = "organisation", _("organisation")

    code = models.CharField(max_length=40, primary_key=True)
    jurisdiction = models.CharField(max_length=10, blank=True, help_text=_("ISO 3166; empty = international"))
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    identifier_label = models.CharField(max_length=80, blank=True)
    pattern = models.CharField(max_length=200, blank=True)
    check_key = models.CharField(max_length=12, blank=True)
    lookup_url = models.CharField(max_length=300, blank=True)
    bulk_data = models.CharField(max_length=300, blank=True)
    renewal = models.CharField(max_length=300, blank=True)
    max_age_days = models.PositiveIntegerField(default=1095)
    standing = models.CharField(max_length=12, choices=Standing)
    shows = models.CharField(max_length=200, blank=True, help_text=_("Scopes, separated by commas"))
    holder = models.CharField(max_length=12, choices=Holder)
    format_trusted = models.BooleanField(default=False)
    source = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    rechecked_on = models.DateField(null=True, blank=True)
    rechecked_by = models.CharField(max_length=120, blank=True)
    relied_on_since = models.DateTimeField(
        null=True, blank=True, help_text=_("First approval that rests on it")
    )

    class Meta:
        ordering = ["jurisdiction", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def scopes(self) -> tuple[str, ...]:
        return tuple(scope.strip() for scope in self.shows.split(",") if scope.strip())


class JurisdictionRule(models.Model):
    """A dated rule of a country or region, e.g. whether office practices hold a facility licence."""

    code = models.CharField(max_length=10, help_text=_("ISO 3166"))
    rule = models.CharField(max_length=40)
    value = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["code", "rule", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "rule", "value", "valid_from"], name="jurisdiction_rule_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.rule}"


class Credential(models.Model):
    """A claim to stand in a register. It proves nothing until a verification confirms it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="credentials")
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="credentials"
    )
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="credentials")
    number = models.CharField(max_length=40, blank=True)
    jurisdiction = models.CharField(
        max_length=10, blank=True, help_text=_("ISO 3166, where narrower than the register's: US-CA")
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "register", "jurisdiction", "number", "site"],
                name="credential_once_a_site",
            ),
            models.UniqueConstraint(
                fields=["provider", "register", "jurisdiction", "number"],
                condition=models.Q(site=None),
                name="credential_once_a_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.number}".strip()


class Verification(models.Model):
    """Somebody looked: who, when, where, with what result. Append-only; a new look is a new row."""

    class Result(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        NOT_FOUND = "not_found", _("not found")
        RESTRICTED = "restricted", _("restricted or suspended")
        EXPIRED = "expired", _("expired")
        MISMATCH = "mismatch", _("belongs to somebody else")
        UNKNOWN = "unknown", _("could not be determined")

    class Method(models.TextChoices):
        REGISTER = "register", _("looked up in the register")
        DOCUMENT = "document", _("document seen")
        CONTACT = "contact", _("confirmed by the register by telephone or letter")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="verifications")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=10, choices=Method)
    where = models.CharField(max_length=300, help_text=_("Address of the source that was read"))
    result = models.CharField(max_length=12, choices=Result)
    scopes = models.JSONField(default=list, help_text=_("Scopes seen in the entry"))
    valid_until = models.DateField(null=True, blank=True, help_text=_("As the register says; last valid day"))
    site_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.credential}: {self.get_result_display()}"


class VerificationNote(models.Model):
    """What the verifier wrote for colleagues. Stands apart so that it can be erased."""

    verification = models.OneToOneField(Verification, on_delete=models.PROTECT, related_name="note")
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.verification)


class Exclusion(models.Model):
    """A provider is named on an exclusion or enforcement list: a lead for a person, and a bar while it stands."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="exclusions")
    source = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.provider} ({self.source})"
