"""Where the sites of trials are: country, region and coordinates from what a record says of them."""

from dataclasses import dataclass

from directory.regions.distance import km
from directory.regions.fold import fold
from directory.regions.lookup import Match, lookup
from directory.regions.models import Region

from . import countries
from .record import Site

SAME_TOWN_KM = 40.0
"""A town of the name this near to the record's own coordinates is the town that is meant."""


@dataclass(frozen=True, slots=True)
class Placed:
    """`country` is ISO 3166-1 alpha-2 or empty, `region` an existing region's code; coordinates both or none."""

    country: str
    region: str | None
    latitude: float | None
    longitude: float | None


class Placer:
    """Places sites; remembers what it found, since most trials name the same towns."""

    def __init__(self) -> None:
        self._regions: dict[tuple[str, str], str] | None = None
        self._towns: dict[tuple[str, str], list[Match]] = {}

    def place(self, site: Site) -> Placed:
        """By the record's state and coordinates; what they leave open, by postcode or town if only one is meant."""
        country = countries.code(site.country) or countries.code(site.country_code)
        whole = self._region(country, "")
        if whole is None:
            return Placed(country, None, site.latitude, site.longitude)
        region = self._region(country, site.state) if site.state else None
        town = None
        if region is None or site.latitude is None:
            town = self._town(site, country, region)
        latitude, longitude = site.latitude, site.longitude
        if latitude is None and town is not None:
            latitude, longitude = town.lat, town.lon
        return Placed(country, region or (town.region if town else whole), latitude, longitude)

    def _town(self, site: Site, country: str, region: str | None) -> Match | None:
        found = [match for text in (site.postcode, site.city) for match in self._matches(country, text)]
        if region is not None:
            found = [match for match in found if match.region == region]
        if site.latitude is not None and site.longitude is not None:
            here = (site.latitude, site.longitude)
            found = [match for match in found if km(here, (match.lat, match.lon)) <= SAME_TOWN_KM]
            return found[0] if found else None
        return found[0] if len({match.region for match in found}) == 1 else None

    def _matches(self, country: str, text: str) -> list[Match]:
        key = (country, text)
        if text and key not in self._towns:
            found = lookup(text, country=country)
            self._towns[key] = [
                match for match in found if match.country == country and match.kind in {"city", "postcode"}
            ]
        return self._towns.get(key, [])

    def _region(self, country: str, state: str) -> str | None:
        if self._regions is None:
            self._regions = _read_regions()
        return self._regions.get((country, fold(state)))


def _read_regions() -> dict[tuple[str, str], str]:
    """Region codes by country and folded name; a country itself under the empty name."""
    codes: dict[tuple[str, str], str] = {}
    for region in Region.objects.order_by("-code").only("code", "kind", "name", "local_names"):
        if region.kind == Region.Kind.COUNTRY:
            codes[region.code, ""] = region.code
        else:
            for name in (region.name, *map(str, region.local_names)):
                codes.setdefault((region.country_code, fold(name)), region.code)
    return codes
