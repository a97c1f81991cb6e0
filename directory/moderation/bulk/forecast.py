"""What would happen to each, or why it cannot. Pure; the actions check everything again when it is done."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.listings.models import Listing

from ..models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one case or listing stands to the person who chose it. `held_by` is empty where nobody else works on it."""

    own_house: bool
    tie: bool
    declared: bool
    held_by: str = ""


def why_not_at_all(standing: Standing) -> str:
    """Why this person decides nothing here, whatever the state; empty when they may."""
    if standing.own_house:
        return _("This is a listing of your own organisation. Somebody else decides on it.")
    if standing.tie:
        return _("You declared a tie to this provider. Somebody else decides on it.")
    return ""


def undeclared(standing: Standing) -> str:
    return "" if standing.declared else _("You have not said yet whether you have a tie to this provider.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """A case in what matters for rejecting it."""

    standing: Standing
    status: str
    since: datetime
    kind: str
    publication: str
    was_first: bool
    waiting_reports: int = 0
    """Readers' reports that nobody has judged yet."""


def why_not_reject(case: CaseFacts) -> str:
    """Why the case cannot be rejected by this person now; empty when it can."""
    return (
        why_not_at_all(case.standing)
        or _not_in_this_status(case)
        or (case.standing.held_by and _("%(who)s is working on it now.") % {"who": case.standing.held_by})
        or undeclared(case.standing)
        or (
            _("A reader's report waits for your judgement. Open the case and judge it first.")
            if case.waiting_reports
            else ""
        )
    )


def _not_in_this_status(case: CaseFacts) -> str:
    day = {"day": date_format(case.since.date(), "j F Y")}
    ended = {
        Case.Status.REJECTED: _("Rejected already, on %(day)s. There is nothing left to do."),
        Case.Status.APPROVED: _("Approved on %(day)s. Hide the listing instead, if it should go."),
        Case.Status.WITHDRAWN: _("Withdrawn on %(day)s. There is nothing left to do."),
        Case.Status.CHANGES_REQUESTED: _(
            "Since %(day)s the provider is asked for changes. It can be decided when they answer."
        ),
    }
    if case.status in ended:
        return ended[Case.Status(case.status)] % day
    if case.status == Case.Status.SECOND_REVIEW and case.was_first:
        return _("You approved this first. The second look belongs to somebody else.")
    return ""


def what_rejecting_does(case: CaseFacts) -> str:
    """In words, for a case that can be rejected."""
    parts = []
    if case.status == Case.Status.SECOND_REVIEW:
        parts.append(_("You reject it as the second person; the first approval is void."))
    if case.kind == Case.Kind.RECHECK:
        parts.append(_rechecked(case.publication))
    elif case.publication == Listing.Publication.LIVE:
        parts.append(_("This version is rejected. What is public now stays as it is."))
    else:
        parts.append(_("The version is rejected. It is not public."))
    return " ".join(parts)


def _rechecked(publication: str) -> str:
    if publication == Listing.Publication.QUARANTINED:
        return _(
            "The recheck is rejected. The listing stays hidden, and another person can remove it for good."
        )
    return _(
        "The recheck is rejected. The listing stays public until it is hidden, or another person removes it."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFacts:
    """A listing in what matters for hiding it."""

    standing: Standing
    publication: str


def why_not_hide(listing: ListingFacts) -> str:
    """Why the listing cannot be hidden by this person now; empty when it can."""
    gone = {
        Listing.Publication.QUARANTINED: _("It is hidden already. There is nothing left to do."),
        Listing.Publication.DELISTED: _("It was removed for good. There is nothing left to do."),
        Listing.Publication.NONE: _("It is not public. There is nothing to hide."),
    }
    state = (
        ""
        if listing.publication == Listing.Publication.LIVE
        else gone[Listing.Publication(listing.publication)]
    )
    return why_not_at_all(listing.standing) or state or undeclared(listing.standing)


def what_hiding_does() -> str:
    return _("It is hidden at once, and a recheck opens that two people must approve before it comes back.")
