"""A provider's own page, registering one, and who acts for it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from directory.accounts.permissions import SignedIn, signed_in
from directory.accreditation import actions as accreditation
from directory.accreditation.models import Provider

from ..access import posted, provider_of
from ..credentials import claims
from ..forms.people import ProviderForm, TeamForm
from ..overview import awaits_confirmation
from ..references import reference
from ..refusals import REFUSALS, refusals_answered, sentence
from ..upkeep import add_team_mate


@signed_in
@refusals_answered
def register_provider(request: SignedIn) -> HttpResponse:
    """A new practitioner or organisation, for which the person acts from now on."""
    form = ProviderForm(posted(request))
    if request.method == "POST" and form.is_valid():
        provider = accreditation.register_provider(by=request.user, **form.cleaned_data)
        messages.success(request, _("Registered. Next: give the places of care and the register entries."))
        return redirect("provider", provider_id=provider.pk)
    return render(request, "submission/register.html", {"form": form})


@signed_in
def provider_page(request: SignedIn, provider_id: UUID) -> HttpResponse:
    """Places, register entries, affiliations, team."""
    provider = provider_of(request.user, provider_id)
    bonds = provider.affiliations.select_related("organisation", "site")
    words = {
        "provider": provider,
        "reference": reference(provider),
        "places": provider.sites.select_related("region").order_by("name", "town"),
        "claims": claims(provider),
        "bonds": [(bond, awaits_confirmation(bond)) for bond in bonds],
        "affiliated": [
            (bond, awaits_confirmation(bond))
            for bond in provider.affiliated.select_related("practitioner", "site").order_by("pk")
        ],
        "members": provider.memberships.select_related("user").order_by("since"),
        "is_person": provider.kind == Provider.Kind.PERSON,
    }
    return render(request, "submission/provider.html", words)


@signed_in
@refusals_answered
def add_member(request: SignedIn, provider_id: UUID) -> HttpResponse:
    """Let a colleague's account act for the provider."""
    provider = provider_of(request.user, provider_id)
    form = TeamForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            add_team_mate(provider=provider, email=form.cleaned_data["email"], by=request.user)
        except REFUSALS as error:
            form.add_error("email", sentence(error))
        else:
            messages.success(
                request, _("Your colleague can act for this provider now and was told by e-mail.")
            )
            return redirect("provider", provider_id=provider.pk)
    return render(request, "submission/member.html", {"form": form, "provider": provider})
