"""A case that refers to an earlier one waits for nobody who decides on that: such waits could close a circle."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from directory.listings.models import Listing
from directory.moderation import actions, applicant, publication
from directory.moderation.appeals import decide_appeal
from directory.moderation.cases import open_case
from directory.moderation.locks import lock_case
from directory.moderation.models import Case
from directory.submission import actions as submission
from tests.cast import Cast, assemble
from tests.moderation.test_races import at_once

from .reports.stories import recheck_of, rejected, taken, told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None, now: object) -> Cast:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no row locks")
    return assemble()


def rejected_edit(cast: Cast) -> Case:
    """Of a listing that is live."""
    listing = cast.publish()
    document = cast.content(summary="A neurologist with a clinic, changed.")
    case = taken(submission.revise(listing=listing, document=document, by=cast.owner), cast.ann)
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ann, version=case.version)
    case.refresh_from_db()
    return case


def test_recheck_opens_while_somebody_decides_on_an_earlier_case(cast: Cast) -> None:
    earlier = rejected_edit(cast)

    def recheck() -> Case:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '3s'")
            listing = Listing.objects.get(pk=earlier.listing_id)
            assert listing.live_revision is not None
            return open_case(listing=listing, revision=listing.live_revision, kind=Case.Kind.RECHECK)

    with transaction.atomic():
        lock_case(earlier.pk)
        (opened,) = at_once(recheck)

    assert isinstance(opened, Case), opened
    assert opened.previous_id == earlier.pk


def test_every_lock_on_a_case_or_listing_leaves_room_for_references(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as said:
        edit = rejected_edit(cast)
        filed = applicant.appeal(case=edit, text="Please look again.", by=cast.owner)
        decide_appeal(
            appeal=filed, overturn=True, reasons=("incorrect",), answer="Yes.", by=cast.senior, version=filed.version
        )  # fmt: skip
        listing = edit.listing
        told(listing)
        rejected(cast, recheck_of(listing))
        listing.refresh_from_db()
        publication.delist(listing=listing, reasons=("incorrect",), by=cast.ben, version=listing.version)

    locks = [query["sql"] for query in said.captured_queries if "FOR UPDATE" in query["sql"]]
    held = [sql for sql in locks if re.search(r'FROM "directory_(case|listing|appeal)"', sql)]
    assert held == []
    assert any("FOR NO KEY UPDATE" in query["sql"] for query in said.captured_queries)
