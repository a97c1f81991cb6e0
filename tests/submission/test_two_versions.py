"""A newer version under way and an older one that could be opened again: one of them is looked at, never both."""

from datetime import timedelta

import pytest

from directory import clock
from directory.moderation import actions, appeals, applicant
from directory.moderation.errors import TransitionRefused
from directory.moderation.models import Case
from directory.submission import actions as submission
from tests.cast import Cast
from tests.moderation.reports.stories import recheck_of, taken, tapped


@pytest.fixture
def older(cast: Cast) -> Case:
    """Rejected automatically; a newer version of the same listing waits for a moderator."""
    case = cast.submit(description="We inject stem cells against migraine.", treatments=("cell-based",))
    submission.revise(listing=case.listing, document=cast.content(), by=cast.owner)
    case.refresh_from_db()
    return case


def test_person_is_not_asked_for_the_older_version(cast: Cast, older: Case) -> None:
    with pytest.raises(TransitionRefused, match="newer version"):
        applicant.ask_person(case=older, by=cast.owner, version=older.version)


def test_won_appeal_moves_the_newer_version_up_instead_of_opening_the_older(cast: Cast, older: Case) -> None:
    appeal = applicant.appeal(case=older, text="This was not offered.", by=cast.owner)
    appeals.decide_appeal(
        appeal=appeal,
        overturn=True,
        reasons=("incorrect",),
        answer="Right.",
        by=cast.senior,
        version=appeal.version,
    )
    older.refresh_from_db()
    newer = Case.objects.get(status="open")
    assert older.status == "rejected"
    assert newer.priority == 20


def test_new_version_answers_the_edit_and_the_recheck_that_both_asked(cast: Cast) -> None:
    listing = cast.publish()
    edit = submission.revise(listing=listing, document=cast.content(summary="Edit one."), by=cast.owner)
    tapped(listing, "moved")
    recheck = recheck_of(listing)
    for minutes, case in enumerate((edit, recheck)):
        with clock.set_to(clock.now() + timedelta(minutes=minutes)):
            taken(case, cast.ann)
            actions.request_changes(
                case=case, requests={"summary": "Say more."}, by=cast.ann, version=case.version
            )
    with clock.set_to(clock.now() + timedelta(hours=1)):
        answered = submission.revise(listing=listing, document=cast.content(summary="More."), by=cast.owner)
    assert answered == recheck
    for case in (edit, recheck):
        case.refresh_from_db()
        assert (case.status, case.revision.number) == ("open", 3)
