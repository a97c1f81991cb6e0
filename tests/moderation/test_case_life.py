"""A case from opening to its end: who may take which step, and what is refused with which sentence."""

from datetime import timedelta

import pytest

from directory import clock
from directory.catalogue.models import Entry
from directory.moderation import actions, applicant
from directory.moderation.errors import (
    GateClosed,
    NotAllowed,
    NotLeaseHolder,
    StaleVersion,
    TransitionRefused,
)
from directory.moderation.models import LEASE, Case, Decision
from directory.outbox.models import Message
from directory.submission import actions as submission
from directory.submission.actions import SubmissionRefused
from tests.cast import Cast


def taken(cast: Cast, case: Case) -> Case:
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    actions.take(case=case, by=cast.ann)
    case.refresh_from_db()
    return case


def test_case_cannot_be_taken_before_a_declaration(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="conflict of interest"):
        actions.take(case=cast.submit(), by=cast.ann)


def test_conflict_keeps_the_person_out_and_makes_the_case_risky(cast: Cast) -> None:
    case = cast.submit()
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=True)
    with pytest.raises(NotAllowed, match="declared a conflict"):
        actions.take(case=case, by=cast.ann)
    case.refresh_from_db()
    assert "declared_conflict" in case.risks


def test_conflict_once_declared_cannot_be_taken_back(cast: Cast) -> None:
    case = cast.submit()
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=True)
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    assert case.conflicts.get(user=cast.ann).has_conflict


def test_second_moderator_waits_while_the_case_is_leased(cast: Cast) -> None:
    case = taken(cast, cast.submit())
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=False)
    with pytest.raises(TransitionRefused, match="Somebody else is working"):
        actions.take(case=case, by=cast.ben)


def test_lease_ends_after_fifteen_minutes_and_then_nothing_changes(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    with clock.set_to(clock.now() + timedelta(minutes=16)), pytest.raises(NotLeaseHolder):
        actions.approve(case=case, by=cast.ann, version=case.version)
    assert not Decision.objects.exists()


def test_lease_is_renewed_by_activity(cast: Cast) -> None:
    case = taken(cast, cast.submit())
    with clock.set_to(clock.now() + timedelta(minutes=14)):
        actions.answer_checklist(case=case, answers={}, notes={}, by=cast.ann, version=0)
        case.refresh_from_db()
        assert case.lease_until == clock.now() + LEASE


def test_stale_version_changes_nothing(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    with pytest.raises(StaleVersion):
        actions.approve(case=case, by=cast.ann, version=case.version + 1)
    assert not Decision.objects.exists()


def test_provider_is_no_moderator_of_the_own_listing(cast: Cast) -> None:
    case = cast.submit()
    from directory.accreditation import actions as accreditation

    accreditation.add_member(provider=cast.specialist, user=cast.ben, by=cast.owner)
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=False)
    with pytest.raises(NotAllowed, match="own organisation"):
        actions.take(case=case, by=cast.ben)


def test_stranger_cannot_moderate(cast: Cast) -> None:
    case = cast.submit()
    actions.declare_conflict(case=case, by=cast.stranger, has_conflict=False)
    with pytest.raises(NotAllowed, match="Only moderators"):
        actions.take(case=case, by=cast.stranger)


def test_approval_without_verification_is_refused_with_what_is_missing(cast: Cast) -> None:
    case = taken(cast, cast.submit())
    every = dict.fromkeys(("authority", "website", "text"), True)
    actions.answer_checklist(case=case, answers=every, notes={}, by=cast.ann, version=case.version)
    with pytest.raises(TransitionRefused, match="No current licence"):
        actions.approve(case=case, by=cast.ann, version=case.version)


def test_approval_without_checklist_is_refused(cast: Cast) -> None:
    case = taken(cast, cast.submit())
    cast.verify()
    with pytest.raises(TransitionRefused, match="may speak"):
        actions.approve(case=case, by=cast.ann, version=case.version)


def test_verification_older_than_120_days_must_be_repeated(cast: Cast) -> None:
    case = cast.submit()
    cast.verify()
    with clock.set_to(clock.now() + timedelta(days=121)):
        case = taken(cast, case)
        every = dict.fromkeys(("authority", "website", "text"), True)
        actions.answer_checklist(case=case, answers=every, notes={}, by=cast.ann, version=case.version)
        with pytest.raises(TransitionRefused, match="look again"):
            actions.approve(case=case, by=cast.ann, version=case.version)


def test_first_approver_cannot_be_the_second(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    assert case.status == Case.Status.SECOND_REVIEW
    with pytest.raises(NotAllowed, match="somebody else"):
        actions.approve_second(case=case, by=cast.ann, version=case.version)
    assert not Entry.objects.exists()


def test_second_listing_from_a_known_register_needs_one_person(cast: Cast) -> None:
    cast.publish()
    case = cast.ready(cast.submit(name="Dr Mira Aldous, second rooms"))
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    assert case.status == Case.Status.APPROVED
    assert Entry.objects.count() == 2


def test_four_eyes_always_sends_every_case_to_a_second_person(cast: Cast, settings: object) -> None:
    settings.FOUR_EYES = "always"  # type: ignore[attr-defined]
    cast.publish()
    case = cast.ready(cast.submit(name="Dr Mira Aldous, second rooms"))
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    assert case.status == Case.Status.SECOND_REVIEW


def test_evidence_lost_between_first_and_second_look_stops_publication(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    from directory.accreditation import actions as accreditation

    accreditation.record_verification(
        credential=cast.credentials[0],
        method="register",
        where="https://register.example/",
        result="restricted",
        by=cast.ben,
    )
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=False)
    with pytest.raises((GateClosed, TransitionRefused)):
        actions.approve_second(case=case, by=cast.ben, version=case.version)
    case.refresh_from_db()
    assert case.status == Case.Status.SECOND_REVIEW
    assert not Entry.objects.exists()


def test_second_person_returns_the_case_and_the_first_approval_is_void(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=False)
    actions.return_to_first(
        case=case, reasons=("incorrect",), note="See page 2", by=cast.ben, version=case.version
    )
    case.refresh_from_db()
    assert (case.status, case.first_actor_id) == (Case.Status.OPEN, None)


def test_request_for_changes_needs_a_field_and_starts_a_clock(cast: Cast) -> None:
    case = taken(cast, cast.submit())
    with pytest.raises(TransitionRefused, match="at least one field"):
        actions.request_changes(case=case, requests={"summary": "  "}, by=cast.ann, version=case.version)
    actions.request_changes(
        case=case, requests={"summary": "Say it plainly."}, by=cast.ann, version=case.version
    )
    case.refresh_from_db()
    assert case.changes_due_at == clock.now() + timedelta(days=14)


def test_changed_version_comes_back_screened_again_and_earlier_answers_void(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.request_changes(case=case, requests={"summary": "Shorter."}, by=cast.ann, version=case.version)
    submission.revise(listing=case.listing, document=cast.content(summary="Neurologist."), by=cast.owner)
    case.refresh_from_db()
    assert case.status == Case.Status.OPEN
    assert case.revision.number == 2
    assert case.screenings.count() == 2
    case = taken(cast, case)
    with pytest.raises(TransitionRefused, match="may speak"):
        actions.approve(case=case, by=cast.ann, version=case.version)


def test_changed_version_with_an_offer_is_rejected(cast: Cast) -> None:
    case = taken(cast, cast.submit())
    actions.request_changes(case=case, requests={"summary": "Shorter."}, by=cast.ann, version=case.version)
    submission.revise(listing=case.listing, document=cast.content(treatments=("cell-based",)), by=cast.owner)
    case.refresh_from_db()
    assert (case.status, case.automatic) == (Case.Status.REJECTED, True)


def test_unanswered_request_is_withdrawn_after_fourteen_days(cast: Cast) -> None:
    case = taken(cast, cast.submit())
    actions.request_changes(case=case, requests={"summary": "Shorter."}, by=cast.ann, version=case.version)
    assert applicant.expire_overdue() == 0
    with clock.set_to(clock.now() + timedelta(days=14)):
        assert applicant.expire_overdue() == 1
        assert applicant.expire_overdue() == 0
    case.refresh_from_db()
    assert case.status == Case.Status.WITHDRAWN


def test_version_under_review_must_be_withdrawn_before_another(cast: Cast) -> None:
    case = cast.submit()
    with pytest.raises(TransitionRefused, match="being looked at"):
        submission.revise(listing=case.listing, document=cast.content(summary="Other."), by=cast.owner)
    assert case.listing.revisions.count() == 1
    applicant.withdraw_case(case=case, by=cast.mate, version=case.version)
    again = submission.revise(listing=case.listing, document=cast.content(summary="Other."), by=cast.owner)
    assert again.pk != case.pk


def test_stranger_can_neither_submit_nor_withdraw(cast: Cast) -> None:
    with pytest.raises(SubmissionRefused):
        submission.submit(provider=cast.specialist, document=cast.content(), by=cast.stranger)
    case = cast.submit()
    with pytest.raises(NotAllowed):
        applicant.withdraw_case(case=case, by=cast.stranger, version=case.version)


def test_rejection_by_a_person_carries_code_deadline_and_ruleset(cast: Cast) -> None:
    case = taken(cast, cast.submit())
    with pytest.raises(TransitionRefused, match="at least one reason"):
        actions.reject(case=case, reasons=(), explanation="", by=cast.ann, version=case.version)
    case = taken(cast, case)
    actions.reject(
        case=case, reasons=("not_headache",), explanation="Dentistry only.", by=cast.ann, version=0
    )
    statement = case.statements.get()
    assert statement.reasons == ["not_headache"]
    assert not statement.decided_automatically
    assert statement.appeal_until > clock.today() + timedelta(days=180)
    assert statement.ruleset


def test_automatic_rejection_offers_a_person_once(cast: Cast) -> None:
    case = cast.submit(treatments=("cell-based",))
    assert case.automatic
    assert case.statements.get().decided_automatically
    applicant.ask_person(case=case, by=cast.owner, version=case.version)
    case.refresh_from_db()
    assert case.status == Case.Status.OPEN
    assert case.priority >= 20
    case = taken(cast, case)
    actions.reject(case=case, reasons=("cell_product",), explanation="", by=cast.ann, version=case.version)
    case.refresh_from_db()
    with pytest.raises(TransitionRefused, match="person decided"):
        applicant.ask_person(case=case, by=cast.owner, version=case.version)


def test_finding_on_declared_services_cannot_be_dismissed(cast: Cast) -> None:
    case = cast.submit(treatments=("assessment", "cell-based"))
    applicant.ask_person(case=case, by=cast.owner, version=case.version)
    case = taken(cast, Case.objects.get(pk=case.pk))
    finding = case.screenings.get().findings.get(field="treatments")
    with pytest.raises(NotAllowed, match="declared services"):
        actions.dismiss_finding(finding=finding, reason="no", by=cast.ann, version=case.version)


def test_declared_cell_product_never_passes_the_gate_even_with_two_people(cast: Cast) -> None:
    case = cast.submit(treatments=("assessment", "cell-based"))
    applicant.ask_person(case=case, by=cast.owner, version=case.version)
    case = cast.ready(Case.objects.get(pk=case.pk))
    actions.approve(case=case, by=cast.ann, version=case.version)
    with pytest.raises(GateClosed, match="never listed as a treatment"):
        cast.second(case)
    assert not Entry.objects.exists()


def test_engine_failure_sends_the_case_to_a_person(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from directory.moderation import screening_runs

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("engine")

    monkeypatch.setattr(screening_runs, "screen_listing", broken)
    case = cast.submit()
    run = case.screenings.get()
    assert (case.status, run.verdict) == (Case.Status.OPEN, "review")
    assert run.findings.get().rule == "ENGINE-00"


def test_mail_is_kept_with_the_decision_and_lost_with_it(cast: Cast) -> None:
    case = cast.submit(treatments=("cell-based",))
    assert set(Message.objects.values_list("to", flat=True)) == {cast.owner.email, cast.mate.email}
    assert not Message.objects.filter(text__icontains=case.revision.document().name).exists()
