"""A listing's content in words, as its provider reads it: labels, one row a field, and what differs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.listings.content import Content, SiteContent, changed_fields, vocabularies
from directory.regions.models import Region
from directory.vocabulary.practice import ListingKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: dict[str, "StrOrPromise"] = {
    "kind": gettext_lazy("What is listed"),
    "name": gettext_lazy("Name"),
    "summary": gettext_lazy("Summary"),
    "description": gettext_lazy("Description"),
    "sites": gettext_lazy("Places of care"),
    "headaches": gettext_lazy("Headaches you see"),
    "treatments": gettext_lazy("Treatments you offer"),
    "languages": gettext_lazy("Languages of consultation"),
    "ages": gettext_lazy("Ages you see"),
    "telehealth": gettext_lazy("Video or telephone appointments"),
    "accepting": gettext_lazy("Do you accept new patients?"),
    "accepting_since": gettext_lazy("Since when"),
    "referrals": gettext_lazy("How people come to you"),
    "how_to_refer": gettext_lazy("How to refer, in your words"),
    "funding": gettext_lazy("Who pays"),
    "website": gettext_lazy("Website"),
    "phone": gettext_lazy("Telephone for patients"),
    "email": gettext_lazy("E-mail for patients"),
    "trial_ids": gettext_lazy("Registered trials you take part in"),
}
"""Every field of a listing, in the order of the form."""

TERMS: dict[str, "StrOrPromise"] = {
    "not-yet-known": gettext_lazy("People whose headache has no diagnosis yet")
}
"""Terms whose words are a patient's own and read oddly in a provider's mouth."""


@dataclass(frozen=True, slots=True)
class Row:
    """One field in words; `before` is its earlier value where two versions are compared."""

    field: str
    key: str
    value: str
    before: str = ""


def label(field: str) -> str:
    """The words for a field; findings name one place of care as `sites-0`."""
    name, _dash, position = field.partition("-")
    if name == "sites" and position.isdecimal():
        return _("Place of care %(number)s") % {"number": int(position) + 1}
    return str(LABELS.get(name, field))


def rows(document: Content) -> list[Row]:
    """Every field that says something, in the order of the form."""
    names = _region_names(document.sites)
    found = [Row(field, label(field), _value(document, field, names)) for field in LABELS]
    return [row for row in found if row.value]


def differences(before: Content, after: Content) -> list[Row]:
    """The fields in which two versions differ, with both values."""
    names = _region_names((*before.sites, *after.sites))
    changed = set(changed_fields(before, after))
    return [
        Row(field, label(field), _value(after, field, names) or "–", _value(before, field, names) or "–")
        for field in LABELS
        if field in changed
    ]


def _region_names(sites: Iterable[SiteContent]) -> dict[str, str]:
    codes = {site.region for site in sites}
    return dict(Region.objects.filter(pk__in=codes).values_list("code", "name"))


def _value(document: Content, field: str, region_names: dict[str, str]) -> str:
    value = getattr(document, field)
    if field == "kind":
        return str(ListingKind(value).label) if value in ListingKind.values else ""
    if field == "sites":
        return "\n".join(_place(site, region_names) for site in value)
    if field in vocabularies():
        return ", ".join(_term(field, code) for code in value)
    if field == "accepting":
        return {True: _("Yes"), False: _("No"), None: _("not said")}[value]
    if field == "telehealth":
        return _("Yes") if value else _("No")
    if field == "accepting_since":
        return _day(value)
    return ", ".join(value) if field == "trial_ids" else str(value)


def _term(field: str, code: str) -> str:
    vocabulary = vocabularies()[field]
    return str(TERMS.get(code) or (vocabulary[code].label if code in vocabulary else code))


def _place(site: SiteContent, region_names: dict[str, str]) -> str:
    region = region_names.get(site.region, site.region)
    parts = (site.name, site.street, " ".join(filter(None, (site.postcode, site.town))), region)
    return ", ".join(part for part in parts if part)


def _day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), "j F Y")
    except ValueError:
        return text
