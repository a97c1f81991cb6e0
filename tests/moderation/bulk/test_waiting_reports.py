"""A preview promises no rejection that a waiting report would refuse."""

from directory.moderation.bulk.actions import Why, reject_each
from directory.moderation.bulk.asked import Item
from directory.moderation.bulk.rows import case_rows
from tests.cast import Cast
from tests.moderation.pages import declared
from tests.moderation.reports.stories import judged, recheck_of, taken, told


def test_preview_says_that_a_report_waits(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    told(listing, text="Somebody else says so too.")
    case = declared(recheck_of(listing), cast.ann)

    (before,) = case_rows([case.pk], cast.ann)
    (refused,) = reject_each(items=[Item(case.pk, case.version)], why=Why(("incorrect",), ""), by=cast.ann)
    judged(taken(case, cast.ann), by=cast.ann)
    (after,) = case_rows([case.pk], cast.ann)

    assert not before.will
    assert "report waits for your judgement" in before.barred
    assert not refused.done
    assert after.will
    assert not after.barred
