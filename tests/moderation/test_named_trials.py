"""A trial of cells reaches the public only through a listing that two people approved."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from directory.accreditation.models import Register
from directory.moderation import actions, publication
from directory.moderation.errors import TransitionRefused
from directory.moderation.models import Case
from directory.trials.actions import import_records, withdraw_clearance
from directory.trials.models import Trial
from directory.trials.sources import Study
from tests.cast import Cast
from tests.trials.records import CELL, NUMBER, study

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def stored(**changes: object) -> Trial:
    import_records([Study("record", study(**CELL, **changes))], on=NOON.date(), fetched_at=NOON)  # type: ignore[arg-type]
    return Trial.objects.get(pk=NUMBER)


def approved_by_first(cast: Cast) -> Case:
    case = cast.submit(trial_ids=(NUMBER,))
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    actions.take(case=case, by=cast.ann)
    cast.verify()
    every = dict.fromkeys(("authority", "website", "text", "trials"), True)
    actions.answer_checklist(case=case, answers=every, notes={}, by=cast.ann, version=case.version)
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    return case


def test_listing_that_names_a_trial_always_needs_two_people(cast: Cast) -> None:
    Register.objects.update(relied_on_since=NOON)
    stored()
    assert approved_by_first(cast).status == Case.Status.SECOND_REVIEW


def test_cell_trial_is_listed_when_two_people_approved(cast: Cast) -> None:
    trial = stored()
    assert trial.outcome == "blocked"
    cast.second(approved_by_first(cast))
    trial.refresh_from_db()
    assert (trial.outcome, trial.is_cell) == ("listed", True)
    assert Trial.objects.listed(NOON.date()).exists()


def test_record_that_changed_since_it_was_looked_at_stops_the_approval(cast: Cast) -> None:
    stored()
    case = approved_by_first(cast)
    stored(names={"briefTitle": "Stem cells against migraine, amended"})
    with pytest.raises(TransitionRefused, match="changed since"):
        cast.second(case)
    case.refresh_from_db()
    assert case.status == Case.Status.SECOND_REVIEW
    assert not Trial.objects.listed(NOON.date()).exists()


def test_unknown_trial_stops_the_approval(cast: Cast) -> None:
    with pytest.raises(TransitionRefused, match="no stored trial"):
        cast.second(approved_by_first(cast))


def test_cell_trial_without_two_people_is_refused_by_the_database(cast: Cast) -> None:
    cast.publish()
    trial = stored()
    with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
        Trial.objects.filter(pk=trial.pk).update(
            outcome="listed", cleared_decision=1, listed_until=NOON.date()
        )


def test_text_that_lists_a_trial_of_cells_is_not_erased(cast: Cast) -> None:
    stored()
    case = approved_by_first(cast)
    cast.second(case)
    publication.unpublish(listing=case.listing, by=cast.owner, version=case.listing.version)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        case.listing.revisions.update(content="")
    withdraw_clearance(registry_id=NUMBER, on=NOON.date())
    case.listing.revisions.update(content="")
