"""Very many cases, which no cast could reach by actions in the time of a test.

The guards are out while they are made (a case's status is written here without its decision), so these rows say
nothing about what may happen; they are for looking at the queue alone. The test's transaction takes them back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection

from directory import clock
from directory.guards import install
from directory.listings.models import Listing, Revision
from directory.moderation.models import Appeal, Case, ConflictDeclaration, StatementOfReasons
from directory.moderation.reports.models import PublicReport
from tests.cast import Cast
from tests.search.synthetic import Made, write

_STATUSES = ("open", "open", "open", "second_review", "changes_requested")
_PRIORITIES = (0, 0, 0, 10, 20, 30)


def many(cast: Cast, count: int, *, publication: str = "none", **columns: Any) -> list[Case]:
    """Active cases of one provider, of many ages and priorities; every third was looked at, every tenth reported.

    `columns` sets the cases' columns to the same value each.
    """
    with unguarded():
        listings = Listing.objects.bulk_create(
            [
                Listing(provider=cast.specialist, kind="specialist", publication=publication)
                for _each in range(count)
            ],
            batch_size=500,
        )
        revisions = Revision.objects.bulk_create(
            [_revision(listing, position) for position, listing in enumerate(listings)], batch_size=500
        )
        cases = Case.objects.bulk_create(
            [_case(cast, position, revision, columns) for position, revision in enumerate(revisions)],
            batch_size=500,
        )
        _attach(cast, cases)
    return cases


def many_appeals(cast: Cast, count: int) -> None:
    """Open appeals, each against the rejection of a case of its own."""
    cases = many(cast, count, status="rejected")
    before = StatementOfReasons.objects.count()
    with unguarded():
        statements = StatementOfReasons.objects.bulk_create(
            StatementOfReasons(
                decision_seq=1_000_000 + before + position,
                case=case,
                listing=case.listing,
                detected_automatically=False,
                decided_automatically=False,
                appeal_until=clock.today(),
            )
            for position, case in enumerate(cases)
        )
        Appeal.objects.bulk_create(
            Appeal(case=statement.case, statement_of_reasons=statement, text="Please look again.")
            for statement in statements
        )


def many_endings(count: int) -> None:
    """Published entries whose evidence ends in twelve days."""
    with unguarded():
        write(*[Made(valid_days=12) for _each in range(count)])


@contextmanager
def unguarded() -> Iterator[None]:
    install.drop(connection)
    try:
        yield
    finally:
        install.install(connection)


def _revision(listing: Listing, position: int) -> Revision:
    return Revision(
        listing=listing,
        number=1,
        content="",
        sha256=uuid4().hex * 2,
        treatments=0,
        created_at=clock.now() - timedelta(hours=position * 7 % 480),
    )


def _case(cast: Cast, position: int, revision: Revision, columns: dict[str, Any]) -> Case:
    status = columns.get("status") or _STATUSES[position % len(_STATUSES)]
    usual = {
        "status": status,
        "version": 0 if status == "open" else 1,
        "priority": _PRIORITIES[position % len(_PRIORITIES)],
        "opened_at": revision.created_at,
        "status_since": revision.created_at,
        "risks": ["recheck"] if position % 4 == 0 else [],
        "first_actor_id": cast.ben.pk if status == "second_review" else None,
        "changes_due_at": clock.now() + timedelta(days=3) if status == "changes_requested" else None,
    }
    return Case(listing=revision.listing, revision=revision, **usual | columns)


def _attach(cast: Cast, cases: list[Case]) -> None:
    ConflictDeclaration.objects.bulk_create(
        [ConflictDeclaration(case=case, user=cast.ann, has_conflict=False) for case in cases[::3]],
        batch_size=500,
    )
    PublicReport.objects.bulk_create(
        [
            PublicReport(
                listing=case.listing,
                case=case,
                kind=PublicReport.Kind.SAFETY,
                category="other",
                revision_sha256=case.revision.sha256,
            )
            for case in cases[::10]
        ],
        batch_size=500,
    )
