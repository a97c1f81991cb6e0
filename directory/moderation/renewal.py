"""What is public follows what is known: new looks at credentials, exclusions, moves, changed registers."""

import logging
from dataclasses import replace
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.accreditation.actions import note_exclusion, record_verification
from directory.accreditation.models import Credential, Exclusion, Provider, Verification
from directory.catalogue import actions as catalogue
from directory.catalogue.models import Entry
from directory.listings.models import Listing

from .errors import GateClosed, NotAllowed
from .gate import gate
from .locks import lock_listings
from .log import lock as lock_log
from .models import Decision
from .people import in_the_house, tied_to
from .publication import gate_facts, publishing_case, quarantine

log = logging.getLogger(__name__)


@transaction.atomic
def verify(*, credential: Credential, by: User, **seen: Any) -> Verification:
    """Record what a moderator saw (see `accreditation.actions.record_verification`) and apply it to what is live.

    Raises `NotAllowed` for somebody with a declared tie to the provider.
    """
    if by.pk in tied_to(credential.provider_id):
        raise NotAllowed(_("You declared a tie to this provider. Somebody else looks its entries up."))
    if in_the_house(by, credential.provider_id):
        raise NotAllowed(_("Nobody verifies a credential that their own organisation rests on."))
    verification = record_verification(credential=credential, by=by, **seen)
    reconsider_provider(credential.provider)
    return verification


@transaction.atomic
def exclude(*, provider: Provider, by: User, **noted: Any) -> Exclusion:
    """Record an exclusion (see `accreditation.actions.note_exclusion`): what rests on it is hidden at once."""
    exclusion = note_exclusion(provider=provider, by=by, **noted)
    reconsider_provider(provider)
    return exclusion


@transaction.atomic
def reconsider_provider(provider: Provider) -> None:
    """Apply a changed standing of a provider to every live listing that rests on it, of organisations too."""
    organisations = provider.affiliations.values("organisation_id")
    rests = Q(provider=provider) | Q(provider_id__in=organisations)
    live = Listing.objects.filter(rests, publication=Listing.Publication.LIVE).values_list("pk", flat=True)
    listings = lock_listings(live)
    if len(listings) > 1:
        lock_log()  # before the first of them takes the catalogue's version, which comes last
    for listing in listings:
        reconsider(listing=listing)


def reconsider_all() -> int:
    """Every live listing once more, each in its own transaction: registers and rules change too.

    Returns how many are live then. One that fails holds up no other; `RuntimeError` says at the end how many did.
    """
    failed = 0
    for listing in list(Listing.objects.filter(publication=Listing.Publication.LIVE).order_by("pk")):
        try:
            reconsider(listing=listing)
        except DatabaseError:
            log.exception("listing %s could not be compared with what is known", listing.pk)
            failed += 1
    if failed:
        raise RuntimeError(f"{failed} listings could not be compared; the rest were")
    return Listing.objects.filter(publication=Listing.Publication.LIVE).count()


@transaction.atomic
def reconsider(*, listing: Listing) -> None:
    """Bring a live entry up to date with what was verified since. Nothing else of it changes.

    Renewed evidence replaces the old under the same approving decision, so that a lapsed entry comes back by itself.
    Where evidence that should still hold no longer does, the system hides the listing and opens a recheck.
    """
    (locked,) = lock_listings([listing.pk])
    case = publishing_case(locked)
    entry = Entry.objects.filter(pk=locked.pk).first()
    if case is None or entry is None:
        return
    decision = Decision.objects.get(seq=entry.decision_seq)
    facts = gate_facts(case, decision, attested_on=entry.attested_on)
    try:
        catalogue.publish(gate(replace(facts, risky=decision.risky)))
    except GateClosed as closed:
        if entry.valid_until >= clock.today() and not facts.qualification.qualified:
            quarantine(listing=locked, reasons=("accreditation",), by=None, version=locked.version)
        else:
            log.warning("evidence of %s not renewed: %s", locked.pk, closed)
