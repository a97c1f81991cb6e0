"""An edit and a recheck of one listing: which waits for which, and what one person can end alone."""

import pytest
from pytest_django import Settings

from directory.accounts.models import User
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import actions, log
from directory.moderation.errors import NotLeaseHolder, TransitionRefused
from directory.moderation.models import Case
from directory.submission import actions as submission
from tests.cast import Cast

from .reports.stories import approved, judged, recheck_of, taken, tapped, told


def edited(cast: Cast, listing: Listing, *, by: User | None = None) -> Case:
    """An edit with everything answered, in the hands of Ann."""
    edit = submission.revise(listing=listing, document=cast.content(summary="New words."), by=cast.owner)
    return cast.ready(edit, by=by)


def approve(case: Case, by: User) -> None:
    actions.approve(case=case, by=by, version=case.version)


def summaries() -> list[str]:
    return list(Entry.objects.values_list("summary", flat=True))


def test_unfounded_tap_costs_one_person(cast: Cast) -> None:
    listing = cast.publish()
    tapped(listing)
    recheck = cast.ready(recheck_of(listing))
    judged(recheck, by=cast.ann, outcome="not_for_us")
    approve(recheck, cast.ann)
    recheck.refresh_from_db()
    assert recheck.status == Case.Status.APPROVED
    assert not recheck.statements.exists()


def test_tap_does_not_keep_the_provider_from_an_edit(cast: Cast) -> None:
    listing = cast.publish()
    edit = edited(cast, listing)
    tapped(listing)
    approve(edit, cast.ann)
    assert summaries() == ["New words."]


def test_recheck_goes_on_with_the_edit_and_cannot_bring_old_words_back(cast: Cast) -> None:
    listing = cast.publish()
    edit = edited(cast, listing)
    tapped(listing)
    approve(edit, cast.ann)

    recheck = recheck_of(listing)
    assert recheck.revision_id == edit.revision_id
    assert recheck.screenings.filter(revision_id=edit.revision_id).exists()
    approved(cast, recheck)
    assert summaries() == ["New words."]
    assert log.first_break() is None


def test_whoever_held_the_recheck_takes_it_anew_after_the_edit(cast: Cast) -> None:
    listing = cast.publish()
    edit = edited(cast, listing)
    tapped(listing)
    recheck = taken(recheck_of(listing), cast.ann)
    judged(recheck, by=cast.ann)
    approve(edit, cast.ann)
    with pytest.raises(NotLeaseHolder):
        actions.reject(
            case=recheck, reasons=("incorrect",), explanation="", by=cast.ann, version=recheck.version
        )


def test_older_edit_is_not_published_over_what_answered_the_recheck(cast: Cast) -> None:
    listing = cast.publish()
    edit = edited(cast, listing)
    tapped(listing)
    recheck = taken(recheck_of(listing), cast.ann)
    actions.request_changes(
        case=recheck, requests={"summary": "Please correct."}, by=cast.ann, version=recheck.version
    )
    submission.revise(listing=listing, document=cast.content(summary="Newest words."), by=cast.owner)
    recheck = cast.ready(recheck_of(listing))
    judged(recheck, by=cast.ann)
    approve(recheck, cast.ann)

    with pytest.raises(TransitionRefused, match="newer version"):
        approve(cast.ready(edit), cast.ann)

    assert summaries() == ["Newest words."]


def test_edit_waits_for_a_colleague_at_work_on_the_recheck(cast: Cast) -> None:
    listing = cast.publish()
    edit = edited(cast, listing)
    tapped(listing)
    taken(recheck_of(listing), cast.ben)
    with pytest.raises(TransitionRefused, match="Somebody else is working"):
        approve(edit, cast.ann)
    assert summaries() != ["New words."]


@pytest.mark.parametrize("outcome", ["", "confirmed", "not_confirmed"])
def test_edit_waits_for_what_was_said_about_safety(cast: Cast, outcome: str) -> None:
    listing = cast.publish()
    edit = edited(cast, listing)
    told(listing)
    if outcome:
        judged(taken(recheck_of(listing), cast.ann), by=cast.ann, outcome=outcome)
    if outcome == "not_confirmed":
        approve(edit, cast.ann)
        assert summaries() == ["New words."]
        return
    with pytest.raises(TransitionRefused, match="about safety"):
        approve(edit, cast.ann)
    assert summaries() != ["New words."]


def test_edit_waits_for_a_recheck_that_one_person_approved(cast: Cast, settings: Settings) -> None:
    listing = cast.publish()
    edit = edited(cast, listing)
    tapped(listing)
    recheck = cast.ready(recheck_of(listing), by=cast.senior)
    judged(recheck, by=cast.senior)
    settings.FOUR_EYES = "always"
    approve(recheck, cast.senior)
    settings.FOUR_EYES = "risk"
    with pytest.raises(TransitionRefused, match="waits for its second person"):
        approve(edit, cast.ann)
    assert summaries() != ["New words."]
