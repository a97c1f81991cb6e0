"""Several people decide at the same moment: one result, clear refusals, one decision in the log.

Only PostgreSQL shows these: SQLite lets one writer in at a time and hides the missing lock.
"""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections

from directory import clock
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import actions, applicant, log, publication, renewal, transitions
from directory.moderation.errors import ModerationError
from directory.moderation.models import Case, Decision
from directory.submission import actions as submission
from directory.submission.actions import SubmissionRefused
from tests.cast import Cast, assemble
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None, now: object) -> Cast:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time: this race exists on PostgreSQL only")
    return assemble()


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Run each deed in a thread with its own connection, all released together; results or the errors raised."""
    barrier = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def run(position: int, deed: Callable[[], object]) -> None:
        try:
            with clock.set_to(TODAY):
                connection.ensure_connection()
                barrier.wait(timeout=20)
                results[position] = deed()
        except Exception as error:
            results[position] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_second_approval_twice_at_once_publishes_once(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.approve(case=case, by=cast.ann, version=case.version)
    case = fresh(case)
    for person in (cast.ben, cast.senior):
        actions.declare_conflict(case=case, by=person, has_conflict=False)
    version = case.version

    results = at_once(
        lambda: actions.approve_second(case=fresh(case), by=cast.ben, version=version),
        lambda: actions.approve_second(case=fresh(case), by=cast.senior, version=version),
    )

    kinds = Counter(type(result).__name__ for result in results)
    assert kinds == {"Decision": 1, "StaleVersion": 1}
    assert Decision.objects.filter(subject_id=case.pk, to_status="approved").count() == 1
    assert Entry.objects.count() == 1
    assert log.first_break() is None


def test_approval_and_withdrawal_at_once_leave_one_result(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    version = case.version
    results = at_once(
        lambda: actions.approve(case=fresh(case), by=cast.ann, version=version),
        lambda: applicant.withdraw_case(case=fresh(case), by=cast.owner, version=version),
    )
    assert sum(isinstance(result, ModerationError) for result in results) == 1
    assert fresh(case).status in (Case.Status.SECOND_REVIEW, Case.Status.WITHDRAWN)
    assert log.first_break() is None


def test_eight_take_the_case_and_one_gets_it(cast: Cast) -> None:
    case = cast.submit()
    people = [cast.ann, cast.ben, cast.senior, cast.second_senior] * 2
    for person in people:
        actions.declare_conflict(case=case, by=person, has_conflict=False)
    results = at_once(*(lambda person=person: actions.take(case=fresh(case), by=person) for person in people))
    holders = {result.lease_by_id for result in results if isinstance(result, Case)}
    assert holders == {fresh(case).lease_by_id}


def test_decisions_on_different_cases_form_one_chain(cast: Cast) -> None:
    cases = [cast.submit() for _ in range(6)]
    results = at_once(
        *(
            lambda case=case: applicant.withdraw_case(case=fresh(case), by=cast.owner, version=0)
            for case in cases
        )
    )
    assert all(isinstance(result, Decision) for result in results)
    assert list(Decision.objects.values_list("seq", flat=True)) == list(range(1, 7))
    assert log.first_break() is None


def test_without_lock_and_version_check_the_loser_is_not_refused_clearly(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shows that the first test can fail: with both guards of the code gone, only the database's own key stands."""
    case = cast.ready(cast.submit())
    actions.approve(case=case, by=cast.ann, version=case.version)
    case = fresh(case)
    for person in (cast.ben, cast.senior):
        actions.declare_conflict(case=case, by=person, has_conflict=False)
    meeting = threading.Barrier(2)

    def unlocked(case: Case, version: int) -> Case:
        return Case.objects.select_related("listing", "revision").get(pk=case.pk)

    def unchecked(subject: object, step: object, acting_as: object, version: int) -> None:
        if subject.__class__ is Case:
            meeting.wait(timeout=20)

    monkeypatch.setattr(actions, "lock_listings", lambda listing_ids: [])
    monkeypatch.setattr(actions, "_locked", unlocked)
    monkeypatch.setattr(transitions, "_lock", lambda case, subject: None)
    monkeypatch.setattr(transitions, "_check", unchecked)
    results = at_once(
        lambda: actions.approve_second(case=fresh(case), by=cast.ben, version=case.version),
        lambda: actions.approve_second(case=fresh(case), by=cast.senior, version=case.version),
    )
    assert any(isinstance(result, IntegrityError) for result in results)
    assert Entry.objects.count() == 1


def fine(results: list[object]) -> None:
    """Nobody met a deadlock or a database error: each result is an answer or a refusal in words."""
    errors = [
        r
        for r in results
        if isinstance(r, Exception) and not isinstance(r, ModerationError | SubmissionRefused)
    ]
    assert errors == []
    assert log.first_break() is None


def two_live(cast: Cast) -> list[Listing]:
    first = cast.publish()
    second = cast.publish(name="Dr Mira Aldous, second rooms")
    return [Listing.objects.get(pk=listing.pk) for listing in (first, second)]


def look_again(cast: Cast, result: str = "confirmed") -> None:
    with clock.set_to(TODAY + timedelta(hours=1)):
        renewal.verify(
            credential=cast.credentials[0],
            method="register",
            where="https://register.example/",
            result=result,
            scopes=["licence", "neurology"] if result == "confirmed" else [],
            by=cast.second_senior,
        )


@pytest.mark.parametrize("step", ["quarantine", "unpublish"])
def test_renewal_at_the_moment_of_hiding_does_not_bring_it_back(cast: Cast, step: str) -> None:
    listing, other = two_live(cast)
    deeds: dict[str, Callable[[], object]] = {
        "quarantine": lambda: publication.quarantine(
            listing=Listing.objects.get(pk=listing.pk),
            reasons=("safety_report",),
            by=cast.ann,
            version=listing.version,
        ),
        "unpublish": lambda: publication.unpublish(
            listing=Listing.objects.get(pk=listing.pk), by=cast.owner, version=listing.version
        ),
    }
    fine(at_once(deeds[step], lambda: look_again(cast)))
    assert Listing.objects.get(pk=listing.pk).publication != "live"
    assert list(Entry.objects.values_list("pk", flat=True)) == [other.pk]


def test_edit_approved_at_the_moment_of_a_renewal_stays(cast: Cast) -> None:
    listing = cast.publish()
    edit = cast.ready(
        submission.revise(listing=listing, document=cast.content(summary="New words."), by=cast.owner)
    )
    fine(
        at_once(
            lambda: actions.approve(case=fresh(edit), by=cast.ann, version=edit.version),
            lambda: look_again(cast),
        )
    )
    assert Entry.objects.get().summary == "New words."


def test_new_version_and_withdrawal_at_once_do_not_lock_each_other_out(cast: Cast) -> None:
    case = cast.submit()
    fine(
        at_once(
            lambda: submission.revise(
                listing=Listing.objects.get(pk=case.listing_id),
                document=cast.content(summary="Two."),
                by=cast.owner,
            ),
            lambda: applicant.withdraw_case(case=fresh(case), by=cast.mate, version=0),
        )
    )


def test_two_rechecks_at_once_open_one(cast: Cast) -> None:
    listing = cast.publish()

    def recheck() -> object:
        found = Listing.objects.get(pk=listing.pk)
        return publication.quarantine(
            listing=found, reasons=("safety_report",), by=cast.ann, version=found.version
        )

    fine(at_once(recheck, recheck))
    assert Case.objects.filter(kind="recheck").count() == 1


def test_late_answer_and_expiry_at_once_leave_one_result(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.request_changes(case=case, requests={"summary": "Shorter."}, by=cast.ann, version=case.version)

    def late() -> object:
        with clock.set_to(TODAY + timedelta(days=15)):
            return submission.revise(
                listing=Listing.objects.get(pk=case.listing_id),
                document=cast.content(summary="Two."),
                by=cast.owner,
            )

    def expire() -> object:
        with clock.set_to(TODAY + timedelta(days=15)):
            return applicant.expire_overdue()

    fine(at_once(late, expire))
