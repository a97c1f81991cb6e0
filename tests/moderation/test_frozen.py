"""What the first person approved is what the second person looks at; a tie declared late still counts."""

import pytest

from directory.moderation import actions
from directory.moderation.errors import TransitionRefused
from directory.moderation.models import Case
from directory.moderation.people import uninvolved_seniors
from tests.cast import Cast


def second_review(cast: Cast, **changes: object) -> Case:
    """Approved by Ann, taken by Ben for the second look."""
    case = cast.ready(cast.submit(**changes))
    actions.approve(case=case, by=cast.ann, version=case.version)
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=False)
    return actions.take(case=case, by=cast.ben)


def test_checklist_is_frozen_while_a_second_person_looks(cast: Cast) -> None:
    case = second_review(cast)

    with pytest.raises(TransitionRefused):
        actions.answer_checklist(case=case, answers={}, notes={}, by=cast.ben, version=case.version)


def test_finding_is_not_dismissed_by_the_second_person_alone(cast: Cast) -> None:
    case = second_review(cast, description="We also offer platelet-rich plasma (PRP) injections.")
    finding = case.screenings.get().findings.filter(dismissible=True).first()
    assert finding is not None

    with pytest.raises(TransitionRefused):
        actions.dismiss_finding(finding=finding, reason="Fine.", by=cast.ben, version=case.version)


def test_first_dismissal_stands_when_it_is_sent_twice(cast: Cast) -> None:
    case = cast.ready(cast.submit(description="We also offer platelet-rich plasma (PRP) injections."))
    finding = case.screenings.get().findings.filter(dismissible=True).first()
    assert finding is not None
    actions.dismiss_finding(finding=finding, reason="First.", by=cast.ann, version=case.version)

    with pytest.raises(TransitionRefused):
        actions.dismiss_finding(finding=finding, reason="Second.", by=cast.ann, version=case.version)

    finding.refresh_from_db()
    assert finding.dismissal_reason == "First."


def test_tie_declared_after_the_first_approval_voids_it(cast: Cast) -> None:
    case = second_review(cast)
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=True)

    with pytest.raises(TransitionRefused):
        actions.approve_second(case=case, by=cast.ben, version=case.version)


def test_senior_with_a_declared_tie_is_not_offered_for_the_appeal(cast: Cast) -> None:
    case = cast.submit(treatments=("cell-based",))
    actions.declare_conflict(case=case, by=cast.senior, has_conflict=True)

    assert uninvolved_seniors(case) == [cast.second_senior]
