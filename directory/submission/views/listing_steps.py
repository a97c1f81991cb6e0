"""What a provider does with a listing: ask for a person, appeal, withdraw, take down, confirm."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from directory.accounts.permissions import SignedIn, signed_in
from directory.listings.models import Listing
from directory.moderation import applicant, publication
from directory.moderation.errors import StaleVersion, TransitionRefused
from directory.moderation.targets import APPEAL

from ..access import case_of, listing_of, posted, statement_of, version_in
from ..dossier import may_appeal, may_ask_person, nobody_uninvolved
from ..forms.appeal import AppealForm
from ..refusals import REFUSALS, refusals_answered, sentence, status


@signed_in
@require_POST
@refusals_answered
def ask_person(request: SignedIn, case_id: UUID) -> HttpResponse:
    """After an automatic rejection: a person should look. Once."""
    case = case_of(request.user, case_id)
    if not may_ask_person(case):
        raise TransitionRefused(
            _("A person was asked already, or a newer version has taken the place of this one.")
        )
    applicant.ask_person(case=case, by=request.user, version=version_in(request))
    messages.success(request, _("A person will look at it. You need not do anything now."))
    return redirect("provider_listing", listing_id=case.listing_id)


@signed_in
@refusals_answered
def appeal(request: SignedIn, seq: int) -> HttpResponse:
    """Somebody uninvolved should decide again. What was typed stays when it cannot be filed."""
    statement = statement_of(request.user, seq)
    case = statement.case
    if case is None or (request.method != "POST" and not may_appeal(statement)):
        raise TransitionRefused(
            _("This decision cannot be appealed now: it was appealed already, or the time is over.")
        )
    form, answer = AppealForm(posted(request)), 200
    if request.method == "POST" and form.is_valid():
        try:
            if not may_appeal(statement):
                raise TransitionRefused(_("This decision cannot be appealed now."))
            applicant.appeal(case=case, text=form.cleaned_data["text"], by=request.user)
        except REFUSALS as error:
            form.add_error(None, sentence(error))
            answer = status(error)
        else:
            messages.success(request, _("Your appeal has arrived. Somebody uninvolved will decide on it."))
            return redirect("provider_listing", listing_id=statement.listing_id)
    words = {"form": form, "statement": statement, "answer": APPEAL, "nobody": nobody_uninvolved(case)}
    return render(request, "submission/appeal.html", words, status=answer)


@signed_in
@refusals_answered
def withdraw(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Take back a version that is being looked at; a page asks first."""
    case = case_of(request.user, case_id)
    if request.method != "POST":
        return render(request, "submission/withdraw.html", {"case": case, "listing": case.listing})
    applicant.withdraw_case(case=case, by=request.user, version=version_in(request))
    messages.success(request, _("Withdrawn. What is public stays as it is, and nothing you sent is lost."))
    return redirect("provider_listing", listing_id=case.listing_id)


@signed_in
@refusals_answered
def unpublish(request: SignedIn, listing_id: UUID) -> HttpResponse:
    """Take the listing down; a page asks first."""
    listing = listing_of(request.user, listing_id)
    if request.method != "POST":
        return render(request, "submission/unpublish.html", {"listing": listing})
    publication.unpublish(listing=listing, by=request.user, version=version_in(request))
    messages.success(request, _("Your listing is no longer public."))
    return redirect("provider_listing", listing_id=listing.pk)


@signed_in
@require_POST
@refusals_answered
def confirm_details(request: SignedIn, listing_id: UUID) -> HttpResponse:
    """Every detail of what is public is still right."""
    listing = listing_of(request.user, listing_id)
    if listing.version != version_in(request):
        raise StaleVersion
    if listing.publication != Listing.Publication.LIVE:
        raise TransitionRefused(_("Only a published listing is confirmed."))
    publication.attest(listing=listing, by=request.user)
    messages.success(request, _("Thank you. Patients see that the details were confirmed today."))
    return redirect("provider_listing", listing_id=listing.pk)
