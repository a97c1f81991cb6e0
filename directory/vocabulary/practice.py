"""How care is given: kinds of listing, ages, referral routes, funding, languages."""

from functools import cache

import pycountry
from django.db import models
from django.utils.translation import gettext_lazy as _

from .terms import Term, Vocabulary


class ListingKind(models.TextChoices):
    """What is listed. *Specialist* is a protected title in places: only those who hold it are called so."""

    CLINIC = "clinic", _("Headache clinic or hospital service")
    PRACTICE = "practice", _("Specialist's practice")
    SPECIALIST = "specialist", _("Headache specialist or neurologist")
    OTHER = "other", _("Other professional who treats headache")


AGES = Vocabulary("age", (Term(0, "adult", _("Adults")), Term(1, "child", _("Children and young people"))))

REFERRALS = Vocabulary(
    "referral",
    (
        Term(0, "self", _("You can refer yourself")),
        Term(1, "gp", _("Through your family doctor")),
        Term(2, "specialist", _("Through another specialist")),
    ),
)

FUNDING = Vocabulary(
    "funding",
    (
        Term(0, "public", _("Public health service")),
        Term(1, "insured", _("Health insurance")),
        Term(2, "self-pay", _("You pay yourself")),
    ),
)

# Spoken languages a consultation is offered in: ISO 639-1. Positions are fixed: append only.
_LANGUAGE_CODES = (
    "en es de fr pt it nl tr ru zh ja ko th ar hi bn ur pa ta te fa he el pl cs sk hu ro bg uk sr hr sl "
    "sv no da fi et lv lt vi id ms tl sw am so ga cy ca eu gl sq"
)


@cache
def languages() -> Vocabulary:
    """Languages of consultation (ISO 639-1) with pycountry's names."""
    terms = []
    for bit, code in enumerate(_LANGUAGE_CODES.split()):
        found = pycountry.languages.get(alpha_2=code)
        name = found.name.split(" (")[0] if found else code
        terms.append(Term(bit, code, name, code))
    return Vocabulary("language", tuple(terms))
