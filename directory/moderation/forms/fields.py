"""The fields of a listing in words, as moderators name them to providers and see them compared."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.listings.content import Content, SiteContent, vocabularies
from directory.vocabulary.practice import ListingKind

LABELS: dict[str, str | Promise] = {
    "kind": gettext_lazy("What is listed"),
    "name": gettext_lazy("Name"),
    "summary": gettext_lazy("Summary"),
    "description": gettext_lazy("Description"),
    "sites": gettext_lazy("Places of care"),
    "headaches": gettext_lazy("Headache disorders"),
    "treatments": gettext_lazy("Treatments"),
    "languages": gettext_lazy("Languages"),
    "ages": gettext_lazy("Ages"),
    "referrals": gettext_lazy("Ways to be referred"),
    "funding": gettext_lazy("Who pays"),
    "how_to_refer": gettext_lazy("How to refer"),
    "telehealth": gettext_lazy("Video or telephone appointments"),
    "accepting": gettext_lazy("Accepting new patients"),
    "accepting_since": gettext_lazy("Accepting since"),
    "website": gettext_lazy("Website"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "trial_ids": gettext_lazy("Trials"),
}
"""Every field of `Content`, in the order of the form."""


def label(field: str) -> str:
    """The field's name for people; `sites-1` is the second place of care; an unknown one is shown as it is."""
    base, _dash, position = field.partition("-")
    if base == "sites" and position.isdecimal():
        return _("Place of care %(number)s") % {"number": int(position) + 1}
    return str(LABELS.get(field, field))


def in_words(document: Content, field: str) -> str:
    """A field's value as the public would read it, several values one a line; empty when nothing was said."""
    value = getattr(document, field)
    if field in vocabularies():
        terms = vocabularies()[field]
        return "\n".join(str(terms[code].label) if code in terms else code for code in value)
    if field == "sites":
        return "\n".join(address(site) for site in value)
    if field == "kind":
        return str(ListingKind(value).label) if value in ListingKind.values else str(value)
    if field in ("telehealth", "accepting"):
        return {True: _("yes"), False: _("no"), None: _("not said")}[value]
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def address(site: SiteContent) -> str:
    """A place of care in one line."""
    town = " ".join(part for part in (site.town, site.postcode) if part)
    return ", ".join(part for part in (site.name, site.street, town, site.region) if part)
