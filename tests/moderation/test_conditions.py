"""Each condition of the tables of transitions refuses by itself: the step is taken past the actions that ask first."""

from datetime import timedelta

import pytest

from directory import clock
from directory.accounts.models import User
from directory.moderation import actions, applicant, conditions, publication
from directory.moderation.conditions import CONDITIONS, Request
from directory.moderation.errors import TransitionRefused
from directory.moderation.models import Case, Decision
from directory.moderation.tables import BY_ACTION, STEPS, Actor
from directory.moderation.transitions import Subject, transition
from tests.cast import Cast

from .pages import declared
from .reports.stories import recheck_of, taken, told


def step(
    subject: Subject, action: str, *, case: Case, by: User | None = None, reasons: tuple[str, ...] = ()
) -> Decision:
    """Take the step as the first of those who may, with the version that holds now."""
    subject.refresh_from_db()
    case.refresh_from_db()
    lifecycle = {"Case": "case", "Listing": "publication", "Appeal": "appeal"}[type(subject).__name__]
    actor = BY_ACTION[lifecycle, action].actors[0] if by else Actor.SYSTEM
    return transition(
        subject, action, case=case, by=by, acting_as=actor, version=subject.version, reasons=reasons
    )


def asked_for_changes(cast: Cast) -> Case:
    case = cast.ready(cast.submit())
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        actions.request_changes(
            case=case, requests={"summary": "Shorter."}, by=cast.ann, version=case.version
        )
    case.refresh_from_db()
    return case


def unrisky(cast: Cast) -> Case:
    """The register is known from an earlier listing: one person suffices."""
    cast.publish()
    return cast.ready(cast.submit(name="Dr Mira Aldous, second rooms"))


def test_every_condition_is_used_and_exists() -> None:
    assert {name for each in STEPS for name in each.conditions} == set(CONDITIONS)


def test_machine_rejects_only_what_a_finding_blocks(cast: Cast) -> None:
    case = cast.submit()
    with pytest.raises(TransitionRefused, match="No finding blocks"):
        step(case, "reject_automatically", case=case, reasons=("cell_product",))


def test_a_persons_rejection_is_not_sent_to_a_person_again(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ann, version=case.version)
    with pytest.raises(TransitionRefused, match="A person decided this already"):
        step(case, "ask_person", case=case, by=cast.owner)


def test_a_person_is_asked_for_once_however_the_case_came_to_be_rejected_again(cast: Cast) -> None:
    case = cast.submit(treatments=("cell-based",))
    applicant.ask_person(case=case, by=cast.owner, version=case.version)
    case.refresh_from_db()
    step(case, "reject_automatically", case=case, reasons=("cell_product",))
    with pytest.raises(TransitionRefused, match="asked once already"):
        step(case, "ask_person", case=case, by=cast.owner)


def test_changes_are_asked_for_on_a_field(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    with pytest.raises(TransitionRefused, match="at least one field"):
        step(case, "request_changes", case=case, by=cast.ann)


def test_old_version_answers_no_request_for_changes(cast: Cast) -> None:
    case = asked_for_changes(cast)
    with pytest.raises(TransitionRefused, match="changed version first"):
        step(case, "resubmit", case=case, by=cast.owner)


def test_time_for_changes_is_not_over_before_it_is(cast: Cast) -> None:
    case = asked_for_changes(cast)
    with clock.set_to(clock.now() + timedelta(days=14)):
        with pytest.raises(TransitionRefused, match="is not over"):
            step(case, "expire", case=case)
        assert case.changes_due_at is not None
    with clock.set_to(case.changes_due_at):
        assert step(case, "expire", case=case).to_status == "withdrawn"


def test_step_with_open_questions_is_refused(cast: Cast) -> None:
    case = taken(cast.submit(), cast.ann)
    with pytest.raises(TransitionRefused, match="Still open"):
        step(case, "send_to_second", case=case, by=cast.ann)


def test_case_that_one_can_decide_takes_up_no_second_person(cast: Cast) -> None:
    case = unrisky(cast)
    assert case.risks == []
    with pytest.raises(TransitionRefused, match="you can approve it yourself"):
        step(case, "send_to_second", case=case, by=cast.ann)


def test_risky_case_is_not_approved_by_one(cast: Cast) -> None:
    case = unrisky(cast)
    actions.declare_conflict(case=case, by=cast.senior, has_conflict=True)
    with pytest.raises(TransitionRefused, match="needs a second person"):
        step(case, "approve", case=case, by=cast.ann)


def test_unread_website_stops_an_approval_although_the_list_is_complete(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.publish()
    case = taken(cast.submit(website="https://aldous.example/"), cast.ann)
    monkeypatch.setattr(conditions, "open_questions", lambda case: [])
    with pytest.raises(TransitionRefused, match="has not been read yet"):
        step(case, "approve", case=case, by=cast.ann)


@pytest.mark.parametrize("action", ["reject", "quarantine", "confirm", "overturn", "return_to_first"])
def test_adverse_step_without_a_reason_is_refused(cast: Cast, action: str) -> None:
    lifecycle = next(each.lifecycle for each in STEPS if each.action == action)
    case = cast.submit()
    request = Request(BY_ACTION[lifecycle, action], case, case.listing, cast.ann, reasons=())
    assert "reason_given" in request.step.conditions
    with pytest.raises(TransitionRefused, match="at least one reason"):
        CONDITIONS["reason_given"](request)


def test_report_that_nobody_judged_holds_up_the_decision(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    case = taken(recheck_of(listing), cast.ann)
    with pytest.raises(TransitionRefused, match="waits for your judgement"):
        step(case, "reject", case=case, by=cast.ann, reasons=("incorrect",))


def test_rejected_case_opens_again_only_by_an_appeal_that_was_won(cast: Cast) -> None:
    case = cast.submit(treatments=("cell-based",))
    applicant.appeal(case=case, text="Please look again.", by=cast.owner)
    with pytest.raises(TransitionRefused, match="Only an appeal that was overturned"):
        step(case, "reopen", case=case)


def test_case_that_is_not_approved_publishes_nothing(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    with pytest.raises(TransitionRefused, match="Only an approved case"):
        step(case.listing, "publish", case=case, by=cast.ann)


def test_hidden_listing_comes_back_only_by_a_recheck_of_two(cast: Cast) -> None:
    listing = cast.publish()
    published = listing.cases.get()
    recheck = publication.quarantine(
        listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version
    )
    for case in (published, recheck):
        with pytest.raises(TransitionRefused, match="recheck that two people approved"):
            step(listing, "restore", case=case, by=cast.ann)


@pytest.mark.parametrize("alone", ["ann", None])
def test_whoever_hid_a_listing_does_not_remove_it_too(cast: Cast, alone: str | None) -> None:
    """Nor does somebody where the system hid it: a person must have been the first of two."""
    listing = cast.publish()
    hider = cast.ann if alone else None
    recheck = publication.quarantine(
        listing=listing, reasons=("safety_report",), by=hider, version=listing.version
    )
    with pytest.raises(TransitionRefused, match="takes two people"):
        step(listing, "delist", case=recheck, by=cast.ann, reasons=("safety_report",))


def test_recheck_is_not_withdrawn_by_its_provider(cast: Cast) -> None:
    listing = cast.publish()
    recheck = publication.quarantine(
        listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version
    )
    with pytest.raises(TransitionRefused, match="cannot be withdrawn"):
        step(recheck, "withdraw", case=recheck, by=cast.owner)


@pytest.mark.parametrize("name", ["statement_given", "in_time"])
def test_appeal_needs_a_decision_to_appeal_against(cast: Cast, name: str) -> None:
    case = declared(cast.submit(), cast.ann)
    request = Request(BY_ACTION["appeal", "file"], case, case.listing, cast.owner, reasons=())
    with pytest.raises(TransitionRefused):
        CONDITIONS[name](request)
