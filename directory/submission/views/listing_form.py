"""Writing a listing: a new one, a new version, an answer to questions. One form for all three."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from directory.accounts.permissions import SignedIn, signed_in
from directory.listings.content import Content, Invalid
from directory.listings.models import Listing
from directory.moderation.models import Case

from ..access import listing_of, posted, provider_of
from ..actions import AlreadySubmitted, SubmissionRefused, revise, submit
from ..dossier import may_revise, newest_recheck, newest_submission, open_requests
from ..forms.listing_form import ListingForm, initial_from
from ..refusals import REFUSALS, sentence


@signed_in
def new_listing(request: SignedIn, provider_id: UUID) -> HttpResponse:
    """A first version."""
    provider = provider_of(request.user, provider_id)
    form = ListingForm(posted(request), provider=provider, initial={"name": provider.name})
    draft = _draft_id(request)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            case = submit(provider=provider, document=form.document(), by=request.user, listing_id=draft)
        except AlreadySubmitted:
            return redirect("provider_listing", listing_id=draft)
        except (Invalid, *REFUSALS) as error:
            status = _refused(form, error)
        else:
            return _sent(request, case)
    words = {"form": form, "provider": provider, "draft": draft}
    return render(request, "submission/listing_form.html", words, status=status)


@signed_in
def revise_listing(request: SignedIn, listing_id: UUID) -> HttpResponse:
    """A new version; what is published stays until it is approved."""
    listing = listing_of(request.user, listing_id)
    cases = [case for case in (newest_submission(listing), newest_recheck(listing)) if case is not None]
    if request.method != "POST" and not may_revise(listing, cases):
        messages.warning(request, _("A new version cannot be sent now: please read how the listing stands."))
        return redirect("provider_listing", listing_id=listing.pk)
    form = _revision_form(request, listing, cases)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _refuse_unchanged(listing, form.document(), cases)
            case = revise(listing=listing, document=form.document(), by=request.user)
        except (Invalid, *REFUSALS) as error:
            status = _refused(form, error)
        else:
            return _sent(request, case)
    words = {"form": form, "provider": listing.provider, "listing": listing}
    return render(request, "submission/listing_form.html", words, status=status)


def _draft_id(request: SignedIn) -> UUID:
    """The id drawn when the form was first shown, so that sending it twice makes one listing."""
    try:
        return UUID(request.POST.get("draft", ""))
    except ValueError:
        return uuid4()


def _revision_form(request: SignedIn, listing: Listing, cases: list[Case]) -> ListingForm:
    asked: dict[str, list[str]] = {}
    for case in cases:
        for each in open_requests(case):
            asked.setdefault(each.field.partition("-")[0], []).append(each.message)
    return ListingForm(
        posted(request), provider=listing.provider, kind=listing.kind, asked=asked, initial=_initial(listing)
    )


def _initial(listing: Listing) -> dict[str, object]:
    try:
        return initial_from(listing.revisions.latest("number").document())
    except Invalid:
        return {"name": listing.provider.name}


def _refuse_unchanged(listing: Listing, document: Content, cases: list[Case]) -> None:
    """What is published already needs nobody's look. Raises `SubmissionRefused`."""
    asked = any(case.status == Case.Status.CHANGES_REQUESTED for case in cases)
    live = listing.live_revision if listing.publication == Listing.Publication.LIVE else None
    if live is not None and not asked and live.document() == document:
        raise SubmissionRefused(
            _(
                "This is what is published already. If every detail is still right, confirm it on the listing's page."
            )
        )


def _refused(form: ListingForm, error: Exception) -> int:
    """Show why at the form, which keeps what was typed; returns the page's status."""
    if isinstance(error, Invalid):
        form.refuse(error)
        return 200
    form.add_error(None, sentence(error))
    return 409


def _sent(request: SignedIn, case: Case) -> HttpResponse:
    if case.status == Case.Status.REJECTED:
        messages.warning(
            request, _("We have stored what you sent. It was not accepted: please read why below.")
        )
    else:
        messages.success(request, _("Thank you. We have stored what you sent, and a person will look at it."))
    return redirect("provider_listing", listing_id=case.listing_id)
