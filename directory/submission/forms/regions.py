"""Countries and their subdivisions as choices."""

from directory.regions.models import Region


def country_choices() -> list[tuple[str, str]]:
    """Every country of ISO 3166-1 by its English name."""
    return list(Region.objects.countries().order_by("name").values_list("code", "name"))


def region_choices(country: str) -> list[tuple[str, str]]:
    """The subdivisions of a country with what they lie in; the country itself where it has none."""
    below = Region.objects.within(country).exclude(pk=country).order_by("name", "code")
    found = below.values_list("code", "name", "parent", "parent__name")
    if not found:
        return list(Region.objects.filter(pk=country).values_list("code", "name"))
    return [
        (code, name if parent in (country, None) else f"{name} ({parent_name})")
        for code, name, parent, parent_name in found
    ]
