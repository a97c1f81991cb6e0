"""What a signed-in person may open here: only what belongs to providers they act for.

Somebody else's page answers 404 as if it did not exist. A role lets nobody in: moderators have pages of their own.
"""

from uuid import UUID

from django.http import Http404

from directory.accounts.models import User
from directory.accreditation.models import Provider
from directory.listings.models import Listing
from directory.moderation.models import StatementOfReasons


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
