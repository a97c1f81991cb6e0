"""Short ways into situations with reports. Everything goes through the product's own actions."""

from typing import Any

from directory.accounts.models import User
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import actions
from directory.moderation.models import Case
from directory.moderation.reports import actions as reports
from directory.moderation.reports.models import PublicReport
from tests.cast import Cast

WORDS = "The person at the desk said that no doctor would be there. CANARY-WORDS"
READER = "reader@home.example"


def slug_of(listing: Listing) -> str:
    return Entry.objects.get(pk=listing.pk).slug


def told(listing: Listing, **changes: Any) -> PublicReport:
    """A safety report of a reader who left nothing but words, with changes."""
    said = {"kind": "safety", "category": "harm", "text": WORDS} | changes
    return reports.report(listing_id=listing.pk, **said)


def tapped(listing: Listing, category: str = "wrong_number", **changes: Any) -> PublicReport:
    return told(listing, kind="correction", category=category, text="", **changes)


def recheck_of(listing: Listing) -> Case:
    return Case.objects.select_related("listing", "revision").get(
        listing=listing, kind=Case.Kind.RECHECK, status__in=("open", "second_review", "changes_requested")
    )


def judged(case: Case, *, by: User, outcome: str = "confirmed") -> None:
    """The lease holder judges everything that waits."""
    for report in case.reports.waiting():
        case.refresh_from_db()
        reports.judge(report=report, outcome=outcome, by=by, version=case.version)


def taken(case: Case, by: User) -> Case:
    actions.declare_conflict(case=case, by=by, has_conflict=False)
    actions.take(case=case, by=by)
    case.refresh_from_db()
    return case


def approved(cast: Cast, case: Case, *, outcome: str = "not_confirmed") -> Case:
    """Ann judges and approves, Ben is the second person where two are needed: the listing stays as it is."""
    cast.ready(case)
    judged(case, by=cast.ann, outcome=outcome)
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    if case.status == Case.Status.SECOND_REVIEW:
        cast.second(case)
    return case


def rejected(cast: Cast, case: Case, *, outcome: str = "confirmed") -> Case:
    taken(case, cast.ann)
    judged(case, by=cast.ann, outcome=outcome)
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ann, version=case.version)
    case.refresh_from_db()
    return case
