"""Registers that a provider can name: those that count, or support, for its kind in a country."""

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.accreditation.models import Provider, Register

_HOLDERS = {
    Provider.Kind.PERSON.value: (Register.Holder.PERSON,),
    Provider.Kind.ORGANISATION.value: (Register.Holder.SITE, Register.Holder.ORGANISATION),
}

_SCOPES: dict[str, str | Promise] = {
    "licence": gettext_lazy("licence to practise"),
    "other-licence": gettext_lazy("licence of another health profession"),
    "neurology": gettext_lazy("neurology"),
    "headache": gettext_lazy("headache medicine"),
    "facility": gettext_lazy("licence or accreditation of the place"),
    "centre": gettext_lazy("headache centre"),
    "identity": gettext_lazy("identity only"),
    "course": gettext_lazy("a course"),
}


def offered(kind: str, country: str) -> QuerySet[Register]:
    """Registers for practitioners or for places, kept in the country, in a part of it, or internationally.

    Left out is what never counts: naming it would only keep people waiting.
    """
    where = Q(jurisdiction="") | Q(jurisdiction=country) | Q(jurisdiction__startswith=f"{country}-")
    useful = (Register.Standing.COUNTS, Register.Standing.SUPPORTING)
    return Register.objects.filter(where, holder__in=_HOLDERS[kind], standing__in=useful).order_by(
        "standing", "-jurisdiction", "name"
    )


def scope_words(register: Register) -> str:
    """What the register can show, in words."""
    shown = ", ".join(str(_SCOPES.get(scope, scope)) for scope in register.scopes)
    words = _("shows: %(what)s") % {"what": shown}
    if register.standing == Register.Standing.SUPPORTING:
        return words + "; " + _("supports a listing, not enough alone")
    return words
