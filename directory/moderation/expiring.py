"""What is published and ends soon: a check of the accreditation, or the provider's confirmation of the details."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from directory.catalogue.models import Entry, EntrySite

from .queue_filter import Wanted

AHEAD = timedelta(days=30)
_SOON = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class End:
    """One thing that ends, and its last valid day (UTC date)."""

    what: str
    day: date


@dataclass(frozen=True, slots=True)
class Ending:
    """A published entry with everything of it that ends soon, the first to end first."""

    entry: Entry
    ends: tuple[End, ...]
    soon: bool


def ending(wanted: Wanted, on: date) -> QuerySet[Entry]:
    """Entries that are live on this day and will not be 30 days later unless something is renewed, by that day."""
    until = on + AHEAD
    parts = {"evidence": Q(valid_until__lte=until), "details": Q(attestation_until__lte=until)}
    either = parts["evidence"] | parts["details"]
    found = Entry.objects.live(on=on).filter(parts.get(wanted.ends, either))
    if wanted.kind:
        found = found.filter(kind__in=wanted.kind)
    if wanted.country:
        found = found.filter(Exists(EntrySite.objects.filter(entry=OuterRef("pk"), country=wanted.country)))
    return found.alias(ends=Least("valid_until", "attestation_until")).order_by("ends", "name_key", "pk")


def endings(entries: QuerySet[Entry], on: date) -> list[Ending]:
    """The entries of a page with what ends of each, in two queries."""
    return [_ending(entry, on) for entry in entries.prefetch_related("evidence")]


def _ending(entry: Entry, on: date) -> Ending:
    until = on + AHEAD
    ends = [
        End(f"{line.register_name} {line.number}".strip(), line.valid_until)
        for line in entry.evidence.all()
        if line.valid_until <= until
    ]
    if entry.attestation_until <= until:
        ends.append(End(_("The provider's confirmation of the details"), entry.attestation_until))
    ends.sort(key=lambda end: end.day)
    return Ending(entry, tuple(ends), soon=ends[0].day <= on + _SOON if ends else False)
