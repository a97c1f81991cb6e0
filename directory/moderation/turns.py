"""Which of a listing's two cases, an edit and a recheck, may publish; and what an edit leaves of the recheck."""

from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.listings.models import Listing

from .cases import screen_and_route
from .errors import TransitionRefused
from .models import Case
from .reports.models import PublicReport


def active_recheck(listing: Listing) -> Case | None:
    return Case.objects.active().filter(listing=listing, kind=Case.Kind.RECHECK).first()


def in_turn(case: Case, listing: Listing, by: User) -> None:
    """Raise `TransitionRefused` where another case of the listing must be decided before `by` publishes this one."""
    live = listing.live_revision
    if case.kind == Case.Kind.SUBMISSION:
        _edit_in_turn(listing, by)
        if live is not None and case.revision.number < live.number:
            raise TransitionRefused(
                _("A newer version of this listing was published meanwhile. Reject this older one.")
            )
        return
    if listing.publication == Listing.Publication.NONE or live is None:
        raise TransitionRefused(
            _("The provider has taken this listing down. There is nothing left to recheck.")
        )
    if case.revision.number < live.number:
        raise TransitionRefused(
            _("A newer version was published since this recheck began. Reject the recheck.")
        )


def _edit_in_turn(listing: Listing, by: User) -> None:
    """An edit waits where the listing is hidden, where safety is in question, and for somebody at work on the recheck.

    Any other recheck does not hold it up: one tap would keep the provider from putting right what was tapped.
    """
    if listing.publication == Listing.Publication.QUARANTINED:
        raise TransitionRefused(
            _("A hidden listing comes back only through a recheck that two people approved.")
        )
    recheck = active_recheck(listing)
    if recheck is None:
        return
    if recheck.reports.standing().filter(kind=PublicReport.Kind.SAFETY).exists():
        raise TransitionRefused(
            _("A recheck of this listing is open, and it is about safety. Decide that first.")
        )
    if recheck.status == Case.Status.SECOND_REVIEW:
        raise TransitionRefused(
            _("A recheck of this listing waits for its second person. Decide that first.")
        )
    if recheck.leased_by_other(by.pk, clock.now()):
        raise TransitionRefused(_("Somebody else is working on this listing. Wait until their time is over."))


def carry_on(listing: Listing) -> None:
    """A recheck asks about what is public: after an edit was published it goes on with that version.

    Screened again and taken from whoever held it, so that nobody decides on words they have not seen.
    """
    recheck = active_recheck(listing)
    live = listing.live_revision
    if recheck is None or live is None or recheck.revision.number >= live.number:
        return
    recheck.revision = live
    recheck.lease_by, recheck.lease_until = None, None
    recheck.save(update_fields=["revision", "lease_by", "lease_until"])
    screen_and_route(recheck)
