"""Listings whose recheck was rejected and which are public all the same, until somebody hides or removes them."""

from __future__ import annotations

from django.db.models import F, OuterRef, Q, Subquery

from directory.listings.models import Listing

from .models import Case, CaseQuerySet

REJECTED_BUT_LIVE = Q(
    kind=Case.Kind.RECHECK,
    status=Case.Status.REJECTED,
    listing__publication=Listing.Publication.LIVE,
    revision=F("listing__live_revision"),
)
"""For a listing's newest recheck: the very version that was rejected is what the public sees."""


def newest_recheck() -> Q:
    """The condition that a case is the newest recheck of its listing."""
    rechecks = Case.objects.filter(listing=OuterRef("listing"), kind=Case.Kind.RECHECK)
    return Q(pk=Subquery(rechecks.order_by("-opened_at", "-id").values("pk")[:1]))


def still_public() -> CaseQuerySet:
    """The rejected rechecks that wait for somebody to hide or remove the listing."""
    return Case.objects.filter(REJECTED_BUT_LIVE, newest_recheck())


def is_still_public(case: Case) -> bool:
    """Whether this case is one of them."""
    return still_public().filter(pk=case.pk).exists()


def count_still_public() -> int:
    """How many there are, for whoever reads what the daily run says."""
    return still_public().count()
