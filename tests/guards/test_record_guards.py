"""The log, verifications, statuses: what no statement can rewrite."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from directory.accreditation.models import Verification
from directory.guards import install, lifecycle
from directory.guards.guard import Guard
from directory.listings.models import Listing
from directory.moderation import tables
from directory.moderation.models import Case, Decision, LogHead
from tests.cast import Cast


def refused(change: Callable[[], object], words: str) -> None:
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        change()


def raw(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_log_can_be_neither_changed_nor_shortened(cast: Cast) -> None:
    cast.publish()
    refused(lambda: Decision.objects.update(actor_id=1), "only ever added to")
    refused(lambda: Decision.objects.all().delete(), "only ever added to")
    refused(lambda: LogHead.objects.update(seq=1), "one decision at a time")
    refused(lambda: LogHead.objects.all().delete(), "has an end")


def test_log_cannot_be_truncated_on_postgresql(cast: Cast) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    cast.publish()
    raw("SET CONSTRAINTS ALL IMMEDIATE")  # PostgreSQL truncates no table with checks still waiting
    refused(lambda: raw("TRUNCATE directory_decision"), "only ever added to")
    refused(lambda: raw("TRUNCATE directory_verification CASCADE"), "only ever added to")


def test_decision_that_does_not_follow_the_end_is_refused(cast: Cast) -> None:
    cast.publish()
    last = Decision.objects.order_by("-seq")[0]
    last.seq += 5
    last.previous_hash, last.hash = "1" * 64, "2" * 64
    last.subject_version += 1
    refused(lambda: last.save(force_insert=True), "follows the end of the log")


def test_verification_can_be_neither_changed_nor_deleted(cast: Cast) -> None:
    cast.publish()
    refused(lambda: Verification.objects.update(result="confirmed"), "only ever added to")
    refused(lambda: Verification.objects.all()._raw_delete("default"), "only ever added to")


@pytest.mark.parametrize("status", ["approved", "rejected", "second_review", "withdrawn"])
def test_case_status_cannot_be_written_without_its_decision(cast: Cast, status: str) -> None:
    case = cast.submit()
    refused(lambda: Case.objects.filter(pk=case.pk).update(status=status), "decision that says so")
    refused(lambda: Case.objects.filter(pk=case.pk).update(status=status, version=1), "decision that says so")


def test_publication_cannot_be_written_without_its_decision(cast: Cast) -> None:
    listing = cast.submit().listing
    refused(lambda: Listing.objects.filter(pk=listing.pk).update(publication="live", version=1), "says so")


def test_rows_cannot_begin_in_the_middle_of_a_life(cast: Cast) -> None:
    listing = cast.submit().listing
    refused(
        lambda: Case.objects.create(
            listing=listing, revision=listing.revisions.get(), kind="recheck", status="approved"
        ),
        "begins open",
    )
    refused(
        lambda: Listing.objects.create(provider=listing.provider, kind="clinic", publication="live"),
        "begins unpublished",
    )


def test_guards_know_the_steps_of_the_tables() -> None:
    in_code = {(step.lifecycle, source, step.target) for step in tables.STEPS for source in step.sources}
    assert set(lifecycle.STEPS) == in_code


def test_missing_guard_is_noticed_by_check_and_readiness(cast: Cast, client: Client) -> None:
    assert client.get("/readyz").status_code == 200
    guard = next(g for g in install.GUARDS if g.name == "entry_no_cells")
    raw(guard.drop(connection.vendor)[0])

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert any("entry_no_cells" in problem for problem in answer.json()["problems"])
    with pytest.raises(SystemCheckError, match=r"directory\.W001"):
        call_command("check", databases=["default"], fail_level="WARNING")
    call_command("migrate", verbosity=0)
    assert install.missing(connection) == []


def test_altered_guard_is_noticed(cast: Cast) -> None:
    guard = next(g for g in install.GUARDS if g.name == "entry_no_cells")
    weak = Guard(guard.name, guard.table, guard.events, "NEW.treatments < 0", guard.message)
    for sql in (*guard.drop(connection.vendor), *weak.create(connection.vendor)):
        raw(sql)

    assert any("entry_no_cells" in name for name in install.missing(connection))
