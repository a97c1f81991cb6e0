"""Who reported a listing neither judges that report nor is asked as somebody independent."""

import pytest

from directory.moderation.errors import NotAllowed
from directory.moderation.external.address import comes_from_outside
from directory.moderation.reports.models import PublicReport
from tests.cast import Cast
from tests.moderation.reports.stories import judged, recheck_of, taken, told


def test_reader_who_reported_is_not_from_outside(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email="Rival@other.example")
    case = recheck_of(listing)

    assert not comes_from_outside(case, "rival@other.example")
    assert comes_from_outside(case, "rosa@outside.example")


def test_moderator_does_not_judge_their_own_report(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=cast.ann.email.upper())
    case = taken(recheck_of(listing), cast.ann)

    with pytest.raises(NotAllowed, match="A colleague judges it"):
        judged(case, by=cast.ann)

    assert PublicReport.objects.get().outcome == ""


def test_colleague_judges_it(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=cast.ann.email)

    judged(taken(recheck_of(listing), cast.ben), by=cast.ben)

    assert PublicReport.objects.get().outcome == "confirmed"
