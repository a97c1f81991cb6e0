"""Places of care: add one, change one."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from directory.accounts.permissions import SignedIn, signed_in
from directory.accreditation import actions as accreditation
from directory.regions.models import Region

from ..access import posted, provider_of, site_of
from ..forms.place import ChangePlaceForm, PlaceForm
from ..forms.regions import country_choices
from ..refusals import refusals_answered
from ..upkeep import change_place


def country_in(request: SignedIn, default: str) -> str:
    """The country the page is about (`?country=GB`). Raises `Http404` for one that is not in ISO 3166."""
    code = request.GET.get("country") or default
    if not re.fullmatch("[A-Z]{2}", code) or not Region.objects.countries().filter(pk=code).exists():
        raise Http404
    return code


@signed_in
@refusals_answered
def add_place(request: SignedIn, provider_id: UUID) -> HttpResponse:
    """A new place of care."""
    provider = provider_of(request.user, provider_id)
    country = country_in(request, provider.country_id)
    form = PlaceForm(posted(request), country=country)
    if request.method == "POST" and form.is_valid():
        accreditation.add_site(provider=provider, by=request.user, **form.cleaned_data)
        messages.success(request, _("The place was added. You can choose it in your listings now."))
        return redirect("provider", provider_id=provider.pk)
    words = {"form": form, "provider": provider, "country": country, "countries": country_choices()}
    return render(request, "submission/place.html", words)


@signed_in
@refusals_answered
def edit_place(request: SignedIn, site_id: UUID) -> HttpResponse:
    """Change a place; a new address starts its checks anew."""
    site = site_of(request.user, site_id)
    country = country_in(request, site.region_id[:2])
    now: dict[str, Any] = {name: getattr(site, name) for name in ("name", "street", "town", "postcode")}
    form = ChangePlaceForm(posted(request), country=country, initial={**now, "region": site.region_id})
    if request.method == "POST" and form.is_valid():
        changes = {name: value for name, value in form.cleaned_data.items() if name != "moved"}
        changed = change_place(site=site, by=request.user, **changes)
        messages.success(request, _changed_words(moved=changed.version != site.version))
        return redirect("provider", provider_id=site.provider_id)
    words = {
        "form": form,
        "provider": site.provider,
        "site": site,
        "country": country,
        "countries": country_choices(),
    }
    return render(request, "submission/place.html", words)


def _changed_words(*, moved: bool) -> str:
    if moved:
        return _(
            "The new address is stored, and the checks for this place start anew. Published listings still show the old"
            " address: please send a new version of each."
        )
    return _("The place was changed. A published listing shows it once you send a new version.")
