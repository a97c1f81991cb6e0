"""What is published and ends soon: a check of the accreditation, or the provider's confirmation of the details."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from directory.catalogue.models import Entry, EntrySite

from .models import Case
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
    """A published entry with everything of it that ends soon, the first to end first.

    `renew_at` is the approved case in which a moderator looks at the registers again; None where none has to.
    """

    entry: Entry
    ends: tuple[End, ...]
    soon: bool
    renew_at: UUID | None


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
    """The entries of a page with what ends of each, in three queries."""
    found = list(entries.prefetch_related("evidence"))
    approved = Case.objects.filter(
        listing__in=[entry.pk for entry in found],
        status=Case.Status.APPROVED,
        revision=F("listing__live_revision"),
    )
    cases = dict(approved.order_by("status_since").values_list("listing_id", "pk"))
    return [_ending(entry, on, cases.get(entry.pk)) for entry in found]


def _ending(entry: Entry, on: date, case_id: UUID | None) -> Ending:
    until = on + AHEAD
    ends = [
        End(f"{line.register_name} {line.number}".strip(), line.valid_until)
        for line in entry.evidence.all()
        if line.valid_until <= until
    ]
    renew_at = case_id if ends else None
    if entry.attestation_until <= until:
        ends.append(End(_("The provider's confirmation of the details"), entry.attestation_until))
    ends.sort(key=lambda end: end.day)
    return Ending(entry, tuple(ends), bool(ends) and ends[0].day <= on + _SOON, renew_at)
