"""One listing: how it stands, its history, and the statements of reasons."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from directory.accounts.permissions import SignedIn, signed_in
from directory.moderation.models import Decision
from directory.moderation.stated import answered, words_of

from ..access import listing_of, statement_of
from ..dossier import dossier, may_appeal, may_ask_person
from ..wording import label


@signed_in
def provider_listing(request: SignedIn, listing_id: UUID) -> HttpResponse:
    """State, what is public and what is proposed, questions, decisions."""
    listing = listing_of(request.user, listing_id)
    return render(request, "submission/listing.html", {"listing": listing, "dossier": dossier(listing)})


@signed_in
def provider_statement(request: SignedIn, seq: int) -> HttpResponse:
    """Why a listing was not accepted, hidden or removed, and what the provider can do."""
    statement = statement_of(request.user, seq)
    case = statement.case
    context = {
        "statement": statement,
        "listing": statement.listing,
        "case": case,
        "reference": str(statement.case_id or statement.listing_id)[:8].upper(),
        "address": settings.SITE_URL + request.path,
        "words": words_of(statement, Decision.objects.get(seq=seq), label=label),
        "appeals": answered(statement),
        "may_ask_person": case is not None and may_ask_person(case),
        "may_appeal": may_appeal(statement),
    }
    return render(request, "submission/statement.html", context)
