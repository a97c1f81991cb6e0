"""How a report ends: who left an address hears once what came of it; then the address goes, and the words as soon as
no decision rests on them that is open or can be appealed."""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from directory import clock
from directory.catalogue.models import Entry
from directory.listings.models import Listing

from ..locks import lock_case
from ..models import ACTIVE, Appeal, Case, StatementOfReasons
from .mail import tell_outcome
from .models import PublicReport

KEPT = timedelta(days=90)
"""How long words are kept after the case ended, where nobody waited for an answer."""
UNREAD = timedelta(days=365)
"""How long a report that nobody judged waits for a listing that its provider took down and may send again."""
REMOVAL = timedelta(days=30)
"""How long a listing whose recheck was rejected may wait for the second person who removes it."""


class Found(StrEnum):
    """What a reporter is told. A sentence for each stands in `email/report_outcome_body.txt`."""

    CHANGED = "changed"
    STAYS = "stays"
    GONE = "gone"
    RIGHT = "right"


def settle(listing_id: UUID) -> int:
    """Tell the reporters of the listing's ended cases what came of it; returns how many. Safe to call twice.

    Belongs at the end of a transaction that ended a case or took the listing off the public side.
    """
    told = 0
    entry = Entry.objects.live(on=clock.today()).filter(pk=listing_id).first()
    for report in _untold().filter(listing=listing_id).select_related("case"):
        found = _found(report, entry)
        if found is not None:
            tell_outcome(report, found)
            _forget_person(report)
            told += 1
    _forget_words(PublicReport.objects.filter(listing=listing_id))
    return told


def settle_all() -> int:
    """What no step of a case settled: listings that lapsed, removals nobody completed. Run daily; returns how many."""
    waiting = _untold().order_by("case_id").values_list("case_id", "listing_id").distinct()
    return sum(_settle_locked(case_id, listing_id) for case_id, listing_id in list(waiting))


def forget_old() -> int:
    """Empty words that nobody has to read any more, and addresses whose case ended more than 90 days ago.

    Returns how many were emptied. Run daily.
    """
    old = _ended().filter(case__status_since__lt=clock.now() - KEPT).exclude(email="")
    return _forget_words(PublicReport.objects.all()) + old.update(email="")


def _untold() -> models.QuerySet[PublicReport]:
    return _ended().exclude(email="").filter(told_at=None)


def _ended() -> models.QuerySet[PublicReport]:
    """Reports whose case is over. One that nobody judged is not: it is looked at when the listing comes back."""
    unread = Q(outcome="", case__status_since__gte=clock.now() - UNREAD)
    return PublicReport.objects.exclude(case__status__in=ACTIVE).exclude(unread)


@transaction.atomic
def _settle_locked(case_id: UUID, listing_id: UUID) -> int:
    lock_case(case_id)
    return settle(listing_id)


def _found(report: PublicReport, entry: Entry | None) -> Found | None:
    """None while a second person may still remove the listing. Who was right is never told that nothing came of it."""
    if entry is None:
        return Found.GONE
    if entry.revision_sha256 != report.revision_sha256:
        return Found.CHANGED
    rejected = report.case.status == Case.Status.REJECTED
    if rejected and clock.now() < report.case.status_since + REMOVAL:
        return None
    return Found.RIGHT if report.outcome == PublicReport.Outcome.CONFIRMED else Found.STAYS


def _forget_person(report: PublicReport) -> None:
    report.told_at = clock.now()
    report.email = ""
    report.save(update_fields=["told_at", "email"])


def _forget_words(reports: models.QuerySet[PublicReport]) -> int:
    """Empty what was written by people who were told, or long ago, where nobody will have to read it."""
    over = _ended().filter(Q(told_at__isnull=False) | Q(case__status_since__lt=clock.now() - KEPT))
    gone = reports.filter(pk__in=over.exclude(_needed()).values("pk")).exclude(text="")
    return gone.update(text="")


def _needed() -> Q:
    """Somebody still decides about the listing, or may have to: a second person, or whoever answers an appeal."""
    there = {"listing": OuterRef("listing")}
    appealed = Appeal.objects.filter(case__listing=OuterRef("listing"), status=Appeal.Status.OPEN)
    can_be = StatementOfReasons.objects.filter(
        **there, at__gte=OuterRef("at"), appeal_until__gte=clock.today()
    )
    hidden = Q(listing__publication=Listing.Publication.QUARANTINED)
    return hidden | Q(Exists(Case.objects.active().filter(**there))) | Q(Exists(appealed)) | Q(Exists(can_be))
