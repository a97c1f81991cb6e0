"""Asks for a reading of the website that a revision names; the worker carries it out."""

from datetime import timedelta

from django.db import transaction

from directory import clock
from directory.listings.models import Listing, Revision

from .models import WebsiteReading

FRESH = timedelta(days=1)
"""A reading may be this much older than the case that it is used for."""
_LAST = -50


def read_lately(revision: Revision) -> bool:
    """Whether a reading that was finished within the last day can serve a case opened now."""
    return revision.website_readings.finished().filter(finished_at__gte=clock.now() - FRESH).exists()


@transaction.atomic
def ask(
    *, listing: Listing, revision: Revision, occasion: WebsiteReading.Occasion, by_id: int | None = None
) -> WebsiteReading | None:
    """Queue one reading, in the caller's transaction. None where no website is named; the waiting one where one waits.

    Readings come after everything else that the worker has to do, monthly ones last of all.
    """
    from .tasks import read_website

    address = revision.document().website
    if not address:
        return None
    defaults = {
        "listing": listing, "address": address, "occasion": occasion, "asked_at": clock.now(), "asked_by_id": by_id,
    }  # fmt: skip
    reading, new = WebsiteReading.objects.get_or_create(
        revision=revision, finished_at=None, defaults=defaults
    )
    if new:
        task = (
            read_website.using(priority=_LAST)
            if occasion == WebsiteReading.Occasion.MONTHLY
            else read_website
        )
        task.enqueue(reading.pk)
    return reading
