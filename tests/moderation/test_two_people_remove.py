"""The first person's half of a removal stands, whatever anybody reports meanwhile."""

from datetime import timedelta

import pytest

from directory import clock
from directory.listings.models import Listing
from directory.moderation import appeals, applicant, publication
from directory.moderation.errors import TransitionRefused
from tests.cast import Cast

from .reports.stories import approved, judged, recheck_of, rejected, taken, tapped, told


def remove(cast: Cast, listing: Listing) -> None:
    listing.refresh_from_db()
    publication.delist(listing=listing, reasons=("incorrect",), by=cast.ben, version=listing.version)


def half_removed(cast: Cast) -> Listing:
    listing = cast.publish()
    told(listing)
    rejected(cast, recheck_of(listing))
    return listing


def test_tap_does_not_undo_the_first_persons_half(cast: Cast) -> None:
    listing = half_removed(cast)
    with clock.set_to(clock.now() + timedelta(hours=1)):
        tapped(listing)
        with pytest.raises(TransitionRefused, match="waits for your judgement"):
            remove(cast, listing)
        judged(taken(recheck_of(listing), cast.ben), by=cast.ben)
        remove(cast, listing)
    listing.refresh_from_db()
    assert listing.publication == Listing.Publication.DELISTED


def test_half_does_not_outlast_an_appeal_that_was_won(cast: Cast) -> None:
    listing = half_removed(cast)
    first = listing.cases.get(kind="recheck")
    filed = applicant.appeal(case=first, text="It is right.", by=cast.owner)
    appeals.decide_appeal(
        appeal=filed, overturn=True, reasons=("incorrect",), answer="So it is.", by=cast.senior, version=0
    )
    with pytest.raises(TransitionRefused, match="takes two people"):
        remove(cast, listing)


def test_half_does_not_outlast_an_approval_of_what_is_public(cast: Cast) -> None:
    listing = half_removed(cast)
    with clock.set_to(clock.now() + timedelta(hours=1)):
        tapped(listing)
        approved(cast, recheck_of(listing))
        with pytest.raises(TransitionRefused, match="takes two people"):
            remove(cast, listing)
