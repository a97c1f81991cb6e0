"""Row locks in one order everywhere: cases by their keys, then listings by theirs, then the log's head, then the
catalogue's version. Whoever needs several listings, or two cases of one, takes them here first.

Rows of these are locked with `no_key`: a new row that refers to one (a case to the case before it) is checked at the
end of its transaction, out of this order, and would wait for a full lock while others wait for it.
"""

from collections.abc import Iterable
from uuid import UUID

from directory.listings.models import Listing

from .models import Case


def lock_listings(listing_ids: Iterable[UUID]) -> list[Listing]:
    """Lock the listings with all their cases until the transaction ends; the listings as they are now, by key."""
    wanted = sorted(set(listing_ids))
    list(
        Case.objects.select_for_update(of=("self",), no_key=True).filter(listing_id__in=wanted).order_by("pk")
    )
    return list(
        Listing.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted).order_by("pk")
    )


def lock_case(pk: UUID) -> Case:
    """Lock one case; the case as it is now, with its listing and revision.

    Locked without joins and read afterwards: where a joined row was exchanged while we waited, PostgreSQL finds none.
    """
    Case.objects.select_for_update(no_key=True).get(pk=pk)
    return Case.objects.select_related("listing", "revision").get(pk=pk)
