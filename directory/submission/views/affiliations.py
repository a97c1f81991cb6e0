"""Who works where: the organisation names a practitioner, the practitioner confirms or ends it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from directory.accounts.permissions import SignedIn, signed_in
from directory.accreditation import actions as accreditation

from ..access import affiliation_of, posted, provider_of
from ..forms.people import AffiliationForm
from ..refusals import refusals_answered
from ..upkeep import confirm_affiliation, end_affiliation


@signed_in
@refusals_answered
def propose(request: SignedIn, provider_id: UUID) -> HttpResponse:
    """Name a practitioner by the reference that they gave."""
    provider = provider_of(request.user, provider_id)
    form = AffiliationForm(posted(request), provider=provider)
    if request.method == "POST" and form.is_valid():
        site = form.places[form.cleaned_data["site"]]
        accreditation.propose_affiliation(
            practitioner=form.cleaned_data["reference"], site=site, by=request.user
        )
        messages.success(
            request, _("Stored. It counts as soon as the practitioner confirms it on their own page.")
        )
        return redirect("provider", provider_id=provider.pk)
    return render(request, "submission/affiliation.html", {"form": form, "provider": provider})


@signed_in
@require_POST
@refusals_answered
def confirm(request: SignedIn, affiliation_id: int) -> HttpResponse:
    """The practitioner's side says: yes, works there."""
    bond = affiliation_of(request.user, affiliation_id, organisation_too=False)
    confirm_affiliation(affiliation=bond, by=request.user)
    messages.success(request, _("Confirmed. Thank you."))
    return redirect("provider", provider_id=bond.practitioner_id)


@signed_in
@require_POST
@refusals_answered
def end(request: SignedIn, affiliation_id: int) -> HttpResponse:
    """Either side says: works there no longer."""
    bond = affiliation_of(request.user, affiliation_id, organisation_too=True)
    end_affiliation(affiliation=bond, by=request.user)
    messages.success(request, _("Ended. Today is the last day for which it counts."))
    mine = (
        bond.practitioner
        if bond.practitioner.memberships.filter(user=request.user).exists()
        else bond.organisation
    )
    return redirect("provider", provider_id=mine.pk)
