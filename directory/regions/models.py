"""Where something is: the ISO 3166 tree, and the places a person would type."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

DEEPEST = 3
"""Steps in the longest chain of parents in ISO 3166-2; `load_regions` refuses data that is deeper."""


class RegionQuerySet(models.QuerySet["Region"]):
    """Regions in the words of the trade."""

    def countries(self) -> Self:
        """The countries and territories of ISO 3166-1."""
        return self.filter(kind=Region.Kind.COUNTRY)

    def within(self, code: str) -> Self:
        """`code` itself and everything below it (GB holds GB-ENG holds GB-LDS); none if unknown."""
        inside = models.Q(code=code)
        for depth in range(1, DEEPEST + 1):
            inside |= models.Q(**{"__".join(["parent"] * depth): code})
        return self.filter(inside)


class Region(models.Model):
    """A country (ISO 3166-1 alpha-2) or a subdivision of one (ISO 3166-2)."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        SUBDIVISION = "subdivision", _("subdivision")

    code = models.CharField(max_length=10, primary_key=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=11, choices=Kind)
    type_label = models.CharField(max_length=80, blank=True, help_text=_("What ISO calls it, e.g. County"))
    name = models.CharField(max_length=160, help_text=_("In English"))
    local_names = models.JSONField(default=list, blank=True, help_text=_("Other names, as a list of texts"))
    latitude = models.FloatField(null=True, blank=True, help_text=_("Centre, WGS 84 degrees"))
    longitude = models.FloatField(null=True, blank=True, help_text=_("Centre, WGS 84 degrees"))

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def country_code(self) -> str:
        """ISO 3166-1 alpha-2: the first half of every ISO 3166-2 code."""
        return self.code[:2]

    def ancestors(self) -> list[Region]:
        """What this region lies in, the country first; empty for a country."""
        chain: list[Region] = []
        above = self.parent
        while above is not None:
            chain.insert(0, above)
            above = above.parent
        return chain


class Place(models.Model):
    """Something a person would type to say where they are. Rows are replaced whole when the data changes,
    so nothing may hold a foreign key to one: copy the coordinates."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region")
        CITY = "city", _("town or city")
        POSTCODE = "postcode", _("postcode")

    id = models.PositiveIntegerField(primary_key=True)
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=200, help_text=_("The name folded for searching"))
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, help_text=_("ISO 3166-1 alpha-2"))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, db_index=False, related_name="+")
    latitude = models.FloatField(help_text=_("WGS 84 degrees"))
    longitude = models.FloatField(help_text=_("WGS 84 degrees"))
    rank = models.PositiveIntegerField(default=0, help_text=_("Inhabitants where known; more come first"))

    class Meta:
        ordering = ["-rank", "id"]
        indexes = [models.Index(fields=["key", "country"], name="place_by_key")]

    def __str__(self) -> str:
        return self.name


class PlaceName(models.Model):
    """Another name of a place: Munich for München, Bayern for Bavaria."""

    id = models.PositiveIntegerField(primary_key=True)
    key = models.CharField(max_length=200, help_text=_("The name folded for searching"))
    place = models.ForeignKey(Place, on_delete=models.CASCADE, db_index=False, related_name="other_names")

    class Meta:
        indexes = [models.Index(fields=["key", "place"], name="place_by_other_name")]

    def __str__(self) -> str:
        return self.key


class ReferenceSet(models.Model):
    """Which version of a committed data file the database holds."""

    name = models.CharField(max_length=40, primary_key=True)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
