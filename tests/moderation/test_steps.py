"""`transition()` itself: the version, the step, the part and the person are checked there, whatever an action asked."""

from datetime import timedelta
from typing import Any

import pytest

from directory import clock
from directory.accounts.models import User
from directory.moderation import actions, applicant, publication
from directory.moderation.appeals import decide_appeal
from directory.moderation.errors import (
    ModerationError,
    NotAllowed,
    NotLeaseHolder,
    StaleVersion,
    TransitionRefused,
)
from directory.moderation.models import Appeal, Case, Decision
from directory.moderation.reasons import known
from directory.moderation.tables import Actor
from directory.moderation.transitions import transition
from tests.cast import Cast

from .pages import appealed, declared
from .reports.stories import taken


def withdraw(case: Case, by: User | None, *, acting_as: Actor = Actor.PROVIDER, version: int = 0) -> Decision:
    return transition(case, "withdraw", case=case, by=by, acting_as=acting_as, version=version)


@pytest.mark.parametrize("drift", [-1, 1])
def test_step_made_for_another_version_is_refused(cast: Cast, drift: int) -> None:
    case = cast.submit()
    with pytest.raises(StaleVersion):
        withdraw(case, cast.owner, version=case.version + drift)
    assert not Decision.objects.exists()


def test_stale_answer_to_an_appeal_is_refused(cast: Cast) -> None:
    appeal = appealed(cast)
    wish: dict[str, Any] = {"reasons": ("authority",), "answer": "Looked.", "by": cast.senior}
    with pytest.raises(StaleVersion):
        decide_appeal(appeal=appeal, overturn=True, version=appeal.version + 1, **wish)
    assert Appeal.objects.get().status == "open"


@pytest.mark.parametrize("step", ["quarantine", "delist", "unpublish"])
def test_stale_removal_is_refused(cast: Cast, step: str) -> None:
    listing = cast.publish()
    if step == "delist":
        publication.quarantine(
            listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version
        )
        listing.refresh_from_db()
    by = cast.owner if step == "unpublish" else cast.ben
    wish = {} if step == "unpublish" else {"reasons": ("safety_report",)}
    with pytest.raises(StaleVersion):
        getattr(publication, step)(listing=listing, by=by, version=listing.version - 1, **wish)


@pytest.mark.parametrize("name", ["ask_person", "approve_second", "return_to_first", "reject"])
def test_stale_deed_on_a_case_is_refused_before_anything_else(cast: Cast, name: str) -> None:
    case = cast.submit(treatments=("cell-based",))
    if name == "ask_person":
        with pytest.raises(StaleVersion):
            applicant.ask_person(case=case, by=cast.owner, version=case.version - 1)
        return
    more = {
        "return_to_first": {"reasons": ("incorrect",), "note": ""},
        "reject": {"reasons": (), "explanation": ""},
    }
    with pytest.raises(StaleVersion):
        getattr(actions, name)(case=case, by=cast.ben, version=case.version - 1, **more.get(name, {}))


def test_step_from_another_state_is_refused(cast: Cast) -> None:
    case = cast.submit()
    withdraw(case, cast.owner)
    with pytest.raises(TransitionRefused, match="not possible from there"):
        withdraw(case, cast.owner, version=1)


def test_step_in_another_part_is_refused(cast: Cast) -> None:
    with pytest.raises(TransitionRefused, match="is not for a moderator"):
        withdraw(cast.submit(), cast.ann, acting_as=Actor.MODERATOR)


def test_unknown_step_is_refused(cast: Cast) -> None:
    case = cast.submit()
    with pytest.raises(TransitionRefused, match="no step"):
        transition(case, "publish", case=case, by=cast.ann, acting_as=Actor.MODERATOR, version=0)


def test_step_by_somebody_who_may_not_is_refused(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        withdraw(cast.submit(), cast.stranger)


def test_appeal_is_filed_by_its_provider_alone(cast: Cast) -> None:
    case = cast.submit(treatments=("cell-based",))
    with pytest.raises(NotAllowed):
        applicant.appeal(case=case, text="Please look again.", by=cast.stranger)


def test_deed_of_a_colleague_without_the_lease_is_refused(cast: Cast) -> None:
    case = declared(taken(cast.submit(), cast.ann), cast.ben)
    for deed in (
        lambda: actions.answer_checklist(case=case, answers={}, notes={}, by=cast.ben, version=0),
        lambda: actions.request_changes(case=case, requests={"summary": "x"}, by=cast.ben, version=0),
        lambda: actions.approve(case=case, by=cast.ben, version=0),
        lambda: actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ben, version=0),
    ):
        with pytest.raises(NotLeaseHolder):
            deed()


def test_answers_kept_after_the_lease_ran_out_are_refused(cast: Cast) -> None:
    case = taken(cast.submit(), cast.ann)
    with clock.set_to(clock.now() + timedelta(minutes=15)), pytest.raises(NotLeaseHolder):
        actions.answer_checklist(case=case, answers={}, notes={}, by=cast.ann, version=0)


def test_lease_ends_with_the_step(cast: Cast) -> None:
    case = taken(cast.submit(), cast.ann)
    actions.request_changes(case=case, requests={"summary": "Shorter."}, by=cast.ann, version=0)
    case.refresh_from_db()
    assert (case.lease_by, case.lease_until) == (None, None)


def test_nobody_gives_back_a_colleagues_case(cast: Cast) -> None:
    case = taken(cast.submit(), cast.ann)
    actions.release(case=case, by=cast.ben)
    case.refresh_from_db()
    assert case.lease_by == cast.ann


def test_nothing_is_taken_where_nothing_is_to_be_decided(cast: Cast) -> None:
    case = declared(cast.submit(treatments=("cell-based",)), cast.ann)
    with pytest.raises(TransitionRefused, match="nothing to decide"):
        actions.take(case=case, by=cast.ann)


@pytest.mark.parametrize("name", ["approve_second", "return_to_first", "reject"])
def test_second_person_declares_first(cast: Cast, name: str) -> None:
    case = cast.ready(cast.submit())
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    more = {
        "return_to_first": {"reasons": ("incorrect",), "note": ""},
        "reject": {"reasons": ("incorrect",), "explanation": ""},
    }
    with pytest.raises(NotAllowed, match="say first"):
        getattr(actions, name)(case=case, by=cast.ben, version=case.version, **more.get(name, {}))


def test_dismissal_needs_words(cast: Cast) -> None:
    case = taken(cast.submit(description="We also offer platelet-rich plasma (PRP) injections."), cast.ann)
    finding = case.screenings.get().findings.filter(dismissible=True)[0]
    with pytest.raises(TransitionRefused, match="Say why"):
        actions.dismiss_finding(finding=finding, reason="  ", by=cast.ann, version=case.version)


def test_reason_that_is_not_in_the_list_is_refused(cast: Cast) -> None:
    case = taken(cast.submit(), cast.ann)
    with pytest.raises(KeyError):
        actions.reject(case=case, reasons=("because",), explanation="", by=cast.ann, version=0)
    with pytest.raises(KeyError):
        known(("incorrect", "because"))


def test_removal_waits_for_a_colleague_at_work_on_the_listing(cast: Cast) -> None:
    listing = cast.publish()
    recheck = publication.quarantine(
        listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version
    )
    taken(recheck, cast.senior)
    listing.refresh_from_db()
    with pytest.raises(ModerationError, match="Wait until their time is over"):
        publication.delist(listing=listing, reasons=("safety_report",), by=cast.ben, version=listing.version)


def test_two_cases_on_one_question_are_never_under_way(cast: Cast) -> None:
    from directory.moderation.cases import open_case

    case = cast.submit()
    with pytest.raises(TransitionRefused, match="is being looked at"):
        open_case(listing=case.listing, revision=case.revision)


def test_asking_for_a_person_does_not_open_a_second_case(cast: Cast) -> None:
    """A newer version waits already: the older rejection stays as it is."""
    from directory.submission import actions as submission

    case = cast.submit(treatments=("cell-based",))
    submission.revise(listing=case.listing, document=cast.content(), by=cast.owner)
    with pytest.raises(TransitionRefused, match="newer version"):
        applicant.ask_person(case=case, by=cast.owner, version=case.version)
