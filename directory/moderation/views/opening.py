"""Who gets in: moderators, and whoever was invited to the case, without a tie to the provider, who said so before the
file opened."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from directory.accounts.models import User
from directory.listings.models import Listing

from ..errors import NotAllowed
from ..leases import renew
from ..models import Appeal, Case
from ..people import in_part, permit
from ..tables import Actor


def let_in(case_id: UUID, user: User) -> Case:
    """The case with what its page needs. Raises `Http404`, and `NotAllowed` for a tie to the provider."""
    cases = Case.objects.select_related(
        "listing__provider__country", "listing__live_revision", "revision", "lease_by", "previous"
    )
    case = get_object_or_404(cases, pk=case_id)
    permit(case, user, in_part(user, Actor.MODERATOR))
    return case


def opened(case_id: UUID, user: User) -> Case:
    """As `let_in`, for somebody who declared that there is no tie. Raises `NotAllowed` before that."""
    case = let_in(case_id, user)
    if not has_declared(case, user):
        raise NotAllowed(_("Please say first whether you have a conflict of interest in this case."))
    return case


def worked_on(case_id: UUID, user: User) -> Case:
    """As `opened`, for whatever is sent from the case page: doing something renews the holder's fifteen minutes."""
    case = opened(case_id, user)
    if renew(case=case, by=user):
        case.refresh_from_db(fields=["lease_until"])
    return case


def has_declared(case: Case, user: User) -> bool:
    return case.conflicts.filter(user=user, has_conflict=False).exists()


def appeal_of(appeal_id: UUID) -> Appeal:
    return get_object_or_404(Appeal.objects.select_related("statement_of_reasons"), pk=appeal_id)


def published(listing_id: UUID, user: User) -> tuple[Listing, Case]:
    """A listing that was published at some time, and its newest case. Raises `Http404` and `NotAllowed`."""
    listings = Listing.objects.select_related("provider__country", "live_revision")
    listing = get_object_or_404(listings.exclude(live_revision=None), pk=listing_id)
    case = listing.cases.order_by("-opened_at").first()
    if case is None:
        raise NotAllowed(_("This listing has no case."))
    permit(case, user, Actor.MODERATOR)
    return listing, case


def seen_version(request: HttpRequest) -> int:
    """The version that the sent form was made for; -1, which is never current, when it is missing or unreadable."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1
