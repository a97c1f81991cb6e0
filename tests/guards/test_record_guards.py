"""The log, verifications, statuses: what no statement can rewrite."""

import pytest
from django.db import connection

from directory.accreditation.models import Verification
from directory.guards import lifecycle
from directory.listings.models import Listing
from directory.moderation import tables
from directory.moderation.log_head import LogHead
from directory.moderation.models import Case, Decision
from tests.cast import Cast
from tests.guards.refusal import raw, refused


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
