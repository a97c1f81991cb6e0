"""Rules that stand behind another rule: each is tried with the one before it out of the way."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from directory import clock
from directory.accreditation import actions as accreditation
from directory.accreditation.actions import AccreditationError
from directory.moderation import actions, applicant, publication, renewal
from directory.moderation.appeals import decide_appeal
from directory.moderation.cases import open_case
from directory.moderation.checklist import open_questions
from directory.moderation.errors import NotAllowed, TransitionRefused
from directory.moderation.models import Appeal, Case, Decision, StatementOfReasons
from directory.moderation.risks import risks_of
from directory.submission import actions as submission
from tests.cast import Cast
from tests.guards.conftest import alone as alone
from tests.guards.refusal import Alone

from .pages import CELLS
from .reports.stories import recheck_of, taken, tapped


def overturned(cast: Cast, case: Case) -> Case:
    appeal = applicant.appeal(case=case, text="Please look again.", by=cast.owner)
    decide_appeal(
        appeal=appeal, overturn=True, reasons=("authority",), answer="Looked.", by=cast.second_senior, version=0
    )  # fmt: skip
    case.refresh_from_db()
    return case


def answered_with(cast: Cast, case: Case, description: str) -> Case:
    """Ann asks for changes; the provider sends this instead."""
    taken(case, cast.ann)
    actions.request_changes(case=case, requests={"summary": "Shorter."}, by=cast.ann, version=case.version)
    case = submission.revise(
        listing=case.listing, document=cast.content(description=description), by=cast.owner
    )
    case.refresh_from_db()
    return case


def test_machine_does_not_reject_where_a_person_was_asked(cast: Cast) -> None:
    case = cast.submit(description=CELLS)
    applicant.ask_person(case=case, by=cast.owner, version=case.version)
    assert answered_with(cast, case, CELLS).status == Case.Status.OPEN


def test_machine_does_not_reject_where_an_appeal_was_won(cast: Cast) -> None:
    case = overturned(cast, cast.submit(description=CELLS))
    assert answered_with(cast, case, CELLS).status == Case.Status.OPEN


def test_nobodys_first_approval_outlasts_a_new_version_or_an_appeal(cast: Cast) -> None:
    case = taken(cast.submit(), cast.ann)
    actions.request_changes(case=case, requests={"summary": "Shorter."}, by=cast.ann, version=case.version)
    Case.objects.filter(pk=case.pk).update(first_actor_id=cast.ann.pk)
    submission.revise(listing=case.listing, document=cast.content(), by=cast.owner)
    case.refresh_from_db()
    assert case.first_actor_id is None

    cast.ready(case)
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=False)
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ben, version=case.version)
    case.refresh_from_db()
    assert case.first_actor_id == cast.ann.pk
    assert overturned(cast, case).first_actor_id is None


def test_decision_is_appealed_once_and_answered_in_words(cast: Cast) -> None:
    case = cast.submit(description=CELLS)
    appeal = applicant.appeal(case=case, text="Please look again.", by=cast.owner)
    with pytest.raises(TransitionRefused, match="being looked at already"):
        applicant.appeal(case=case, text="And this.", by=cast.owner)
    wish: dict[str, Any] = {"overturn": False, "reasons": ("authority",), "by": cast.senior, "version": 0}
    with pytest.raises(TransitionRefused, match="Write the answer"):
        decide_appeal(appeal=appeal, answer="  ", **wish)
    decide_appeal(appeal=appeal, answer="It stands.", **wish)
    with pytest.raises(TransitionRefused, match="appealed and answered already"):
        applicant.appeal(case=case, text="Once more.", by=cast.owner)


def test_answers_of_somebody_tied_do_not_count(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    assert open_questions(case) == []
    case.conflicts.filter(user=cast.ann).update(has_conflict=True)
    assert len(open_questions(case)) == 2


def test_recheck_takes_two_people_where_the_listing_is_hidden(cast: Cast) -> None:
    listing = cast.publish()
    tapped(listing)
    assert risks_of(recheck_of(listing)) == []
    publication.quarantine(listing=listing, reasons=("incorrect",), by=cast.ann, version=listing.version)
    recheck = recheck_of(listing)
    assert "recheck" in recheck.risks
    assert risks_of(recheck) == recheck.risks


def _approved_by_two(cast: Cast, case: Case) -> None:
    cast.ready(case)
    actions.approve(case=case, by=cast.ann, version=case.version)
    cast.second(case)


def test_recheck_of_older_words_does_not_replace_newer_ones(cast: Cast) -> None:
    listing = cast.publish()
    first = listing.live_revision
    assert first is not None
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        edit = submission.revise(listing=listing, document=cast.content(summary="New words."), by=cast.owner)
        cast.ready(edit)
        actions.approve(case=edit, by=cast.ann, version=edit.version)
    listing.refresh_from_db()
    recheck = open_case(listing=listing, revision=first, kind=Case.Kind.RECHECK)
    with pytest.raises(TransitionRefused, match="newer version was published"):
        _approved_by_two(cast, recheck)


def test_recheck_brings_nothing_back_that_its_provider_took_down(cast: Cast) -> None:
    listing = cast.publish()
    revision = listing.live_revision
    assert revision is not None
    publication.unpublish(listing=listing, by=cast.owner, version=listing.version)
    recheck = open_case(listing=listing, revision=revision, kind=Case.Kind.RECHECK)
    with pytest.raises(TransitionRefused, match="has taken this listing down"):
        _approved_by_two(cast, recheck)


def test_only_what_is_public_is_hidden(cast: Cast) -> None:
    listing = cast.submit().listing
    with pytest.raises(TransitionRefused, match="Only a published listing"):
        publication.quarantine(
            listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version
        )


def test_hiding_and_removing_each_give_a_statement(cast: Cast) -> None:
    listing = cast.publish()
    publication.quarantine(listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version)
    listing.refresh_from_db()
    publication.delist(listing=listing, reasons=("authority",), by=cast.ben, version=listing.version)
    given = {each.decision_seq: each for each in StatementOfReasons.objects.all()}
    adverse = Decision.objects.filter(to_status__in=("rejected", "quarantined", "delisted"))
    assert set(given) == {decision.seq for decision in adverse}
    for decision in adverse:
        assert given[decision.seq].reasons == decision.reasons != []


def test_machines_statement_shows_the_words_it_rests_on(cast: Cast) -> None:
    case = cast.submit(description=CELLS)
    said = StatementOfReasons.objects.get(case=case)
    assert said.decided_automatically
    assert said.ruleset
    assert said.evidence
    assert all(line["rule"] and line["reason"] and line["excerpt"] in CELLS for line in said.evidence)


def test_details_are_confirmed_and_looked_up_by_those_who_may(cast: Cast) -> None:
    listing = cast.publish()
    with pytest.raises(NotAllowed, match="act for this provider"):
        publication.attest(listing=listing, by=cast.stranger)
    look: dict[str, Any] = {
        "credential": cast.credentials[0],
        "method": "register",
        "where": "x",
        "result": "unknown",
    }
    with pytest.raises(AccreditationError, match="Only moderators"):
        accreditation.record_verification(by=cast.stranger, **look)
    actions.declare_conflict(case=listing.cases.get(), by=cast.senior, has_conflict=True)
    with pytest.raises(NotAllowed, match="declared a tie"):
        renewal.verify(by=cast.senior, **look)


def test_member_who_moderates_does_not_verify_for_the_own_provider(cast: Cast) -> None:
    accreditation.add_member(provider=cast.specialist, user=cast.ben, by=cast.owner)
    with pytest.raises(AccreditationError, match="own organisation"):
        accreditation.record_verification(
            credential=cast.credentials[0], method="register", where="x", result="unknown", by=cast.ben
        )


def again(row: Appeal | Decision, **changes: object) -> None:
    """Write the row once more under another key, as raw SQL could."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    with pytest.raises(IntegrityError, match=r"(UNIQUE|unique)"), transaction.atomic():
        type(row)(**(values | changes)).save(force_insert=True)


def test_database_keeps_one_decision_a_version(cast: Cast, alone: Alone) -> None:
    cast.submit(description=CELLS)
    alone("")
    again(Decision.objects.get(), seq=2, hash="1" * 64, previous_hash="2" * 64)


def test_database_keeps_one_open_appeal_a_case(cast: Cast, alone: Alone) -> None:
    appeal = applicant.appeal(case=cast.submit(description=CELLS), text="Please look.", by=cast.owner)
    alone("")
    again(appeal, id=uuid4())


def test_database_keeps_a_finding_on_declared_services_undismissed(cast: Cast) -> None:
    finding = cast.submit(treatments=("cell-based",)).screenings.get().findings.get(dismissible=False)
    finding.dismissed_by_id, finding.dismissed_at = cast.ann.pk, clock.now()
    finding.dismissal_reason = "Fine."
    with pytest.raises(IntegrityError), transaction.atomic():
        finding.save()


def test_database_keeps_one_case_on_a_question(cast: Cast) -> None:
    case = cast.submit()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(listing=case.listing, revision=case.revision, kind=case.kind)


def test_database_keeps_one_declaration_a_person_and_one_statement_a_decision(cast: Cast) -> None:
    case = cast.submit(description=CELLS)
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        case.conflicts.create(user=cast.ann, has_conflict=False)
    statement = StatementOfReasons.objects.get()
    statement.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        statement.save(force_insert=True)
