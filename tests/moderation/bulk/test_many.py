"""Many decided one by one: what is done looks like single decisions, what fails stops nothing else."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory import clock
from directory.accounts.models import User
from directory.accreditation import actions as accreditation
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import actions, applicant, log
from directory.moderation.appeals import decide_appeal
from directory.moderation.bulk import actions as bulk
from directory.moderation.bulk.actions import declare_all, hide_each, reject_each
from directory.moderation.bulk.asked import Item
from directory.moderation.models import Case, ConflictDeclaration, Decision, StatementOfReasons
from directory.outbox.models import Message
from tests.cast import Cast
from tests.moderation.pages import declared, in_second_review

from .world import WHY, items, live, waiting


def done(outcomes: list[Any]) -> list[bool]:
    return [each.done for each in outcomes]


def test_each_case_is_rejected_by_a_decision_of_its_own(cast: Cast) -> None:
    cases = waiting(cast, 3)

    outcomes = reject_each(items=items(*cases), why=WHY, by=cast.ann)

    assert done(outcomes) == [True, True, True]
    assert [each.id for each in outcomes] == [case.pk for case in cases]
    assert set(Case.objects.values_list("status", "automatic")) == {("rejected", False)}
    assert not Case.objects.exclude(lease_by=None).exists()
    assert log.first_break() is None


def test_decisions_look_exactly_like_single_ones(cast: Cast) -> None:
    single, many = waiting(cast, 2)
    held = actions.take(case=single, by=cast.ann)
    actions.reject(
        case=held, reasons=WHY.codes, explanation=WHY.explanation, by=cast.ann, version=held.version
    )
    reject_each(items=items(many), why=WHY, by=cast.ann)
    own = {"seq", "subject_id", "listing_id", "case_id", "revision_sha256", "previous_hash", "hash"}

    one, other = (
        {field.name: getattr(each, field.name) for field in Decision._meta.fields if field.name not in own}
        for each in Decision.objects.filter(action="reject").order_by("seq")
    )

    assert one == other


def test_each_provider_gets_a_statement_and_mail_of_their_own(cast: Cast) -> None:
    cases = waiting(cast, 3)

    reject_each(items=items(*cases), why=WHY, by=cast.ann)

    statements = StatementOfReasons.objects.all()
    assert {each.case_id for each in statements} == {case.pk for case in cases}
    assert {(each.explanation, tuple(each.reasons)) for each in statements} == {(WHY.explanation, WHY.codes)}
    mails = Message.objects.filter(key__contains=":statement:", to=cast.owner.email)
    assert {case.pk.hex[:8].upper() in "".join(mails.values_list("text", flat=True)) for case in cases} == {
        True
    }
    assert mails.count() == 3


def test_same_form_sent_again_does_nothing_twice(cast: Cast) -> None:
    chosen = items(*waiting(cast, 2))
    reject_each(items=chosen, why=WHY, by=cast.ann)
    before = (Decision.objects.count(), Message.objects.count(), StatementOfReasons.objects.count())

    outcomes = reject_each(items=chosen, why=WHY, by=cast.ann)

    assert done(outcomes) == [True, True]
    assert {each.sentence for each in outcomes} == {"Done already; nothing was done twice."}
    assert before == (Decision.objects.count(), Message.objects.count(), StatementOfReasons.objects.count())


def test_same_form_sent_again_after_the_case_came_back_does_nothing(cast: Cast) -> None:
    """Rejected, won back on appeal: an old form must not reject the open case again."""
    (case,) = waiting(cast, 1)
    chosen = items(case)
    reject_each(items=chosen, why=WHY, by=cast.ann)
    appeal = applicant.appeal(case=case, text="Look again.", by=cast.owner)
    decide_appeal(
        appeal=appeal, overturn=True, reasons=("incorrect",), answer="Yes.", by=cast.senior, version=0
    )

    reject_each(items=chosen, why=WHY, by=cast.ann)

    assert Case.objects.get(pk=case.pk).status == Case.Status.OPEN


def test_what_cannot_be_done_is_said_and_stops_nothing_else(cast: Cast) -> None:
    good, stale, held, undeclared, gone, last = [
        cast.submit(name=f"Rooms number {number}") for number in range(6)
    ]
    for case in (good, stale, held, gone, last):
        declared(case, cast.ann)
    chosen = items(good, stale, held, undeclared, gone, last)
    cast.ready(held, by=cast.ben)
    applicant.withdraw_case(case=gone, by=cast.owner, version=gone.version)
    stolen = cast.ready(stale, by=cast.senior)
    actions.request_changes(case=stolen, requests={"name": "x"}, by=cast.senior, version=stolen.version)
    unknown = Item(uuid4(), 0)

    outcomes = reject_each(items=[unknown, *chosen], why=WHY, by=cast.ann)

    by_id = {each.id: each for each in outcomes}
    assert {each.pk for each in (good, last)} == {each.id for each in outcomes if each.done}
    assert "Somebody else is working on this case" in by_id[held.pk].sentence
    assert "conflict of interest" in by_id[undeclared.pk].sentence
    assert "Somebody else changed this" in by_id[stale.pk].sentence
    assert "Somebody else changed this" in by_id[gone.pk].sentence
    assert "There is nothing with this number." in by_id[unknown.id].sentence
    assert Case.objects.get(pk=held.pk).lease_by == cast.ben
    assert Case.objects.get(pk=undeclared.pk).lease_by is None


def test_own_house_and_declared_tie_are_refused(cast: Cast) -> None:
    (case,) = waiting(cast, 1)
    chosen = items(case)
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=True)
    accreditation.add_member(provider=cast.specialist, user=cast.senior, by=cast.owner)

    for person, words in ((cast.ben, "conflict of interest"), (cast.senior, "own organisation")):
        (outcome,) = reject_each(items=chosen, why=WHY, by=person)
        assert not outcome.done
        assert words in outcome.sentence
    assert Case.objects.get(pk=case.pk).status == Case.Status.OPEN


def test_refused_item_leaves_no_trace_of_its_own(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken, then refused: the lease goes back with it."""
    case, other = waiting(cast, 2)
    chosen = items(case, other)
    real = actions.reject

    def sometimes(*, case: Case, **rest: Any) -> Decision:
        if case.pk == chosen[0].id:
            raise RuntimeError("a disk is full")
        return real(case=case, **rest)

    monkeypatch.setattr(bulk, "reject", sometimes)

    outcomes = reject_each(items=chosen, why=WHY, by=cast.ann)

    assert done(outcomes) == [False, True]
    assert outcomes[0].sentence.startswith("Something went wrong here. Nothing of this one was changed")
    assert "disk" not in outcomes[0].sentence
    assert Case.objects.get(pk=case.pk).lease_by is None
    assert Case.objects.get(pk=other.pk).status == Case.Status.REJECTED


def test_killed_half_way_leaves_what_is_done_and_the_rest_untouched(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = waiting(cast, 3)
    chosen = items(*cases)
    real = actions.reject

    def killed(*, case: Case, **rest: Any) -> Decision:
        decision = real(case=case, **rest)
        if case.pk == chosen[1].id:
            raise SystemExit
        return decision

    monkeypatch.setattr(bulk, "reject", killed)
    with pytest.raises(SystemExit):
        reject_each(items=chosen, why=WHY, by=cast.ann)
    statuses = [Case.objects.get(pk=case.pk).status for case in cases]
    monkeypatch.setattr(bulk, "reject", real)
    outcomes = reject_each(items=chosen, why=WHY, by=cast.ann)

    assert statuses == ["rejected", "open", "open"]
    assert done(outcomes) == [True, True, True]
    assert Decision.objects.filter(action="reject").count() == 3
    assert log.first_break() is None


def test_second_review_is_rejected_by_the_second_person_only(cast: Cast) -> None:
    case = in_second_review(cast)
    chosen = items(case)

    (by_first,) = reject_each(items=chosen, why=WHY, by=cast.ann)
    (by_second,) = reject_each(items=chosen, why=WHY, by=cast.ben)

    assert not by_first.done
    assert by_second.done
    assert Decision.objects.latest("seq").action == "reject_second"


def test_each_listing_is_hidden_with_a_recheck_of_its_own(cast: Cast) -> None:
    listings = live(cast, 3)

    outcomes = hide_each(items=items(*listings[:2]), why=WHY, by=cast.ann)

    assert done(outcomes) == [True, True]
    assert set(Entry.objects.values_list("pk", flat=True)) == {listings[2].pk}
    rechecks = Case.objects.filter(kind="recheck", status="open")
    assert {each.listing_id for each in rechecks} == {each.pk for each in listings[:2]}
    assert StatementOfReasons.objects.filter(listing__in=listings[:2]).count() == 2
    assert log.first_break() is None


def test_hiding_twice_hides_once(cast: Cast) -> None:
    chosen = items(*live(cast, 1))
    hide_each(items=chosen, why=WHY, by=cast.ann)

    (again,) = hide_each(items=chosen, why=WHY, by=cast.ann)
    (by_another,) = hide_each(items=chosen, why=WHY, by=cast.ben)

    assert again.sentence == "Done already; nothing was done twice."
    assert not by_another.done
    assert Decision.objects.filter(action="quarantine").count() == 1


def test_hiding_needs_the_declaration_and_no_tie(cast: Cast) -> None:
    (listing,) = live(cast, 1)
    chosen = items(listing)

    (undeclared,) = hide_each(items=chosen, why=WHY, by=cast.second_senior)
    accreditation.add_member(provider=cast.specialist, user=cast.second_senior, by=cast.owner)
    (own,) = hide_each(items=chosen, why=WHY, by=cast.second_senior)

    assert "You have not said yet" in undeclared.sentence
    assert "own organisation" in own.sentence
    assert Listing.objects.get(pk=listing.pk).publication == "live"


def test_mixed_up_ids_are_nothing_here(cast: Cast) -> None:
    (listing,) = live(cast, 1)
    (case,) = waiting(cast, 1)

    (as_case,) = reject_each(items=items(listing), why=WHY, by=cast.ann)
    (as_listing,) = hide_each(items=items(case), why=WHY, by=cast.ann)
    (never_public,) = hide_each(items=items(case.listing), why=WHY, by=cast.ann)

    assert {as_case.sentence, as_listing.sentence, never_public.sentence} == {
        "There is nothing with this number."
    }
    assert Case.objects.get(pk=case.pk).status == Case.Status.OPEN


def test_one_declaration_is_kept_for_each_provider(cast: Cast) -> None:
    cases = [cast.submit(name=f"Rooms number {number}") for number in range(3)]

    declare_all(cases=[case.pk for case in cases], by=cast.ben)
    declare_all(cases=[case.pk for case in cases], by=cast.ben)

    said = ConflictDeclaration.objects.filter(user=cast.ben, has_conflict=False)
    assert {each.case_id for each in said} == {case.pk for case in cases}


def test_declaring_for_many_never_takes_back_a_tie(cast: Cast) -> None:
    case = cast.submit()
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=True)
    accreditation.add_member(provider=cast.specialist, user=cast.senior, by=cast.owner)

    declare_all(cases=[case.pk], by=cast.ben)
    declare_all(cases=[case.pk], by=cast.senior)

    assert list(ConflictDeclaration.objects.values_list("user_id", "has_conflict")) == [(cast.ben.pk, True)]


def test_nothing_bulk_approves(cast: Cast) -> None:
    """Whatever is ready for approval and sent through either door, nothing becomes public."""
    case = cast.ready(cast.submit())

    reject_each(items=items(case), why=WHY, by=cast.ann)
    hide_each(items=items(case.listing), why=WHY, by=cast.ann)

    assert not Entry.objects.exists()
    assert not Decision.objects.filter(to_status__in=("approved", "live", "second_review")).exists()


def test_old_lease_of_somebody_else_is_no_hindrance(cast: Cast) -> None:
    (case,) = waiting(cast, 1)
    cast.ready(case, by=cast.ben)

    with clock.set_to(clock.now() + timedelta(minutes=16)):
        (outcome,) = reject_each(items=items(case), why=WHY, by=cast.ann)

    assert outcome.done


def test_each_item_costs_the_same_number_of_queries(cast: Cast) -> None:
    one, *three = waiting(cast, 4)
    with CaptureQueriesContext(connection) as single:
        reject_each(items=items(one), why=WHY, by=cast.ann)
    with CaptureQueriesContext(connection) as many:
        reject_each(items=items(*three), why=WHY, by=cast.ann)

    assert len(many) <= 3 * len(single)
    assert len(single) <= 75


def test_change_between_reading_and_locking_is_noticed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A colleague approves and the second person sends it back, just before it is taken."""
    (case,) = waiting(cast, 1)
    chosen = items(case)

    def late(*, case: Case, by: User) -> Case:
        ready = cast.ready(Case.objects.get(pk=case.pk), by=cast.ben)
        actions.approve(case=ready, by=cast.ben, version=ready.version)
        second = declared(case, cast.senior)
        actions.return_to_first(
            case=second, reasons=("incorrect",), note="", by=cast.senior, version=second.version
        )
        return actions.take(case=case, by=by)

    monkeypatch.setattr(bulk, "take", late)

    (outcome,) = reject_each(items=chosen, why=WHY, by=cast.ann)

    assert "Somebody else changed this" in outcome.sentence
    assert Case.objects.get(pk=case.pk).status == Case.Status.OPEN
