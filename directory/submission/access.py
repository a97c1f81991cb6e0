"""What a signed-in person may open here: only what belongs to providers they act for.

Somebody else's page answers 404 as if it did not exist. A role lets nobody in: moderators have pages of their own.
"""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, QueryDict

from directory.accounts.models import User
from directory.accreditation.models import Affiliation, Provider, Site
from directory.listings.models import Listing
from directory.moderation.errors import StaleVersion
from directory.moderation.models import Case, StatementOfReasons


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also where it is empty; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def version_in(request: HttpRequest) -> int:
    """The version that the person saw. Raises `StaleVersion` where the form carries none that can be read."""
    try:
        return int(request.POST.get("version", ""))
    except ValueError as error:
        raise StaleVersion from error


def provider_of(user: User, provider_id: UUID) -> Provider:
    """Raises `Http404` where the user does not act for it."""
    found = Provider.objects.managed_by(user.pk).select_related("country").filter(pk=provider_id).first()
    if found is None:
        raise Http404
    return found


def listing_of(user: User, listing_id: UUID) -> Listing:
    """Raises `Http404` where the user does not act for its provider."""
    mine = Listing.objects.managed_by(user.pk).select_related("provider", "live_revision")
    found = mine.filter(pk=listing_id).first()
    if found is None:
        raise Http404
    return found


def statement_of(user: User, seq: int) -> StatementOfReasons:
    """The statement for decision `seq`. Raises `Http404` where the user does not act for its provider."""
    mine = StatementOfReasons.objects.filter(listing__provider__memberships__user_id=user.pk)
    found = mine.select_related("case", "listing__provider").filter(decision_seq=seq).first()
    if found is None:
        raise Http404
    return found


def site_of(user: User, site_id: UUID) -> Site:
    """Raises `Http404` where the user does not act for its provider."""
    mine = Site.objects.filter(provider__memberships__user_id=user.pk)
    found = mine.select_related("provider__country").filter(pk=site_id).first()
    if found is None:
        raise Http404
    return found


def affiliation_of(user: User, affiliation_id: int, *, organisation_too: bool) -> Affiliation:
    """One that the user may answer for the practitioner, or for the organisation too. Raises `Http404` otherwise."""
    mine = Q(practitioner__memberships__user_id=user.pk)
    if organisation_too:
        mine |= Q(organisation__memberships__user_id=user.pk)
    found = Affiliation.objects.select_related("practitioner", "organisation", "site")
    bond = found.filter(mine, pk=affiliation_id).distinct().first()
    if bond is None:
        raise Http404
    return bond


def case_of(user: User, case_id: UUID) -> Case:
    """Raises `Http404` where the user does not act for the listing's provider."""
    found = (
        Case.objects.of_provider(user.pk)
        .select_related("listing__provider", "revision")
        .filter(pk=case_id)
        .first()
    )
    if found is None:
        raise Http404
    return found
