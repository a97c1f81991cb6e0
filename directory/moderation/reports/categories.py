"""What can be reported, in the reader's words. The codes are stored: a new one may be added, none changed."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import PublicReport

SAFETY: dict[str, str | Promise] = {
    "harm": gettext_lazy("Somebody was harmed there, or nearly"),
    "unapproved": gettext_lazy("They offer stem cells or another product that no authority has approved"),
    "not_qualified": gettext_lazy("Somebody treats people there without being a registered clinician"),
    "pressure": gettext_lazy("They promise a cure, or press people to pay"),
    "other": gettext_lazy("Something else that could harm people"),
}

CORRECTIONS: dict[str, str | Promise] = {
    "wrong_number": gettext_lazy("Wrong telephone number"),
    "not_accepting": gettext_lazy("Not accepting new patients"),
    "moved": gettext_lazy("Moved, or wrong address"),
    "closed": gettext_lazy("Closed"),
    "not_in_register": gettext_lazy("Not in the register"),
}

_BY_KIND = {PublicReport.Kind.SAFETY.value: SAFETY, PublicReport.Kind.CORRECTION.value: CORRECTIONS}


def known(kind: str, category: str) -> bool:
    return category in _BY_KIND.get(kind, {})


def label(kind: str, category: str) -> str:
    """The category for people; one that is no longer offered is shown as it is stored."""
    return str(_BY_KIND.get(kind, {}).get(category, category or _("not said")))
