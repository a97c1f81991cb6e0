"""One listing: its state, its history, and the statements of reasons."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from directory.accounts.permissions import SignedIn, signed_in

from ..access import listing_of, statement_of


@signed_in
def provider_listing(request: SignedIn, listing_id: UUID) -> HttpResponse:
    listing = listing_of(request.user, listing_id)
    return render(request, "submission/listing.html", {"listing": listing})


@signed_in
def provider_statement(request: SignedIn, seq: int) -> HttpResponse:
    statement = statement_of(request.user, seq)
    return render(request, "submission/statement.html", {"statement": statement})
