"""Register entries: name one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from directory.accounts.permissions import SignedIn, signed_in
from directory.accreditation import actions as accreditation

from ..access import posted, provider_of
from ..forms.credential import CredentialForm
from ..forms.regions import country_choices
from ..refusals import REFUSALS, refusals_answered, sentence
from .places import country_in


@signed_in
@refusals_answered
def add_credential(request: SignedIn, provider_id: UUID) -> HttpResponse:
    """Say under which number the provider stands in a register."""
    provider = provider_of(request.user, provider_id)
    country = country_in(request, provider.country_id)
    form = CredentialForm(posted(request), provider=provider, country=country)
    if request.method == "POST" and form.is_valid():
        try:
            accreditation.claim_credential(
                provider=provider,
                register=form.registers[form.cleaned_data["register"]],
                number=form.cleaned_data["number"],
                site=form.chosen_site,
                jurisdiction=form.cleaned_data.get("jurisdiction", ""),
                by=request.user,
            )
        except REFUSALS as error:
            form.add_error("number", sentence(error))
        else:
            messages.success(
                request, _("Thank you. A person looks it up in the register before anything is published.")
            )
            return redirect("provider", provider_id=provider.pk)
    words = {"form": form, "provider": provider, "country": country, "countries": country_choices()}
    return render(request, "submission/credential.html", words)
