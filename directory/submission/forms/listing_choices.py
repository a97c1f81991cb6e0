"""What the listing form offers, and the honest words beside it."""

from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from directory.vocabulary.headaches import HEADACHES
from directory.vocabulary.practice import ListingKind
from directory.vocabulary.treatments import TREATMENTS

from ..wording import TERMS


def _with_note(label: str | Promise, note: str | Promise) -> SafeString:
    return format_html("<span>{}<br><span class='small quiet'>{}</span></span>", label, note)


_noted = lazy(_with_note, str)

KIND_CHOICES: list[tuple[str, Any]] = [
    (kind.value, _noted(kind.label, note))
    for kind, note in (
        (
            ListingKind.CLINIC,
            _("Needs a licence or accreditation of each place, and a specialist who confirms working there."),
        ),
        (ListingKind.PRACTICE, _("Rooms of specialists, in countries where such rooms hold no licence of their own.")),
        (ListingKind.SPECIALIST, _("Needs your licence to practise and a neurology or headache qualification.")),
        (ListingKind.OTHER, _("Needs your entry in the register of your own profession.")),
    )
]  # fmt: skip

KINDS_OF = {"person": ("specialist", "other"), "organisation": ("clinic", "practice")}
"""Kinds of listing that a kind of provider can be."""

_NOTES: dict[str, str | Promise] = {
    "cell-based": _(
        "Please tick this if you offer it. No such product is authorised for any headache, so a listing that offers"
        " one is not accepted, unless it is part of an authorised trial. Leaving it unticked changes nothing: we read"
        " your text and your website."
    ),
    "prp": _(
        "Not a cell product, and no reason for refusal by itself. A person looks at how it is described."
    ),
    "other": _("Please say in the description what it is."),
}


def treatment_choices() -> list[tuple[str, Any]]:
    """Treatment classes; some with a note on what ticking them means."""
    return [
        (term.code, _noted(term.label, _NOTES[term.code]) if term.code in _NOTES else term.label)
        for term in TREATMENTS
    ]


def headache_choices() -> list[tuple[Any, Any]]:
    """Headache disorders under their groups."""
    return [
        (group, [(code, TERMS.get(code, label)) for code, label in choices])
        for group, choices in HEADACHES.grouped_choices()
    ]


SECTIONS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("What and where"), ("kind", "name", "summary", "description", "sites")),
    (_("Whom you help, and how"), ("headaches", "treatments", "ages", "languages", "telehealth")),
    (_("Coming to you"), ("accepting", "accepting_since", "referrals", "how_to_refer", "funding")),
    (_("How patients reach you"), ("website", "phone", "email")),
    (_("Research"), ("trial_ids",)),
)
"""Headings of the form and the fields under each."""
