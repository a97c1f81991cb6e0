"""What happens to a report: kept with its case, completed by who sent it, judged by a moderator."""

from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.catalogue.models import Entry
from directory.listings.models import Listing

from ..cases import open_case
from ..errors import NotAllowed, NotLeaseHolder, StaleVersion, TransitionRefused
from ..locks import lock_case, lock_listings
from ..models import ACTIVE, LEASE, Case
from ..people import permit
from ..tables import Actor
from . import mail
from .categories import known
from .fingerprints import of_email
from .models import PublicReport
from .weight import base_of, weight_of


class NotPublic(Exception):
    """Only what is live can be reported; nothing was kept."""


@transaction.atomic
def report(
    *,
    listing_id: UUID,
    kind: str,
    category: str,
    text: str = "",
    email: str = "",
    language: str = "en",
    report_id: UUID | None = None,
) -> PublicReport:
    """Keep a report; a recheck of the live revision opens, or the one under way is joined. Nothing is hidden by it.

    `kind` and `category` are codes of `categories`. Who left an e-mail address gets a confirmation. Raises `NotPublic`,
    and `ValueError` for a category that does not exist.
    """
    if not known(kind, category):
        raise ValueError(category)
    listing, recheck = _locked(listing_id)
    entry = Entry.objects.live(on=clock.today()).filter(pk=listing_id).first()
    if listing is None or entry is None or listing.live_revision is None:
        raise NotPublic
    case = recheck or open_case(listing=listing, revision=listing.live_revision, kind=Case.Kind.RECHECK)
    kept = PublicReport.objects.create(
        id=report_id or uuid4(),
        listing=listing,
        case=case,
        revision_sha256=entry.revision_sha256,
        kind=kind,
        category=category,
        text=text,
        email=email,
        language=language,
        reporter=of_email(email),
        at=clock.now(),
    )
    _weigh(case, opened=recheck is None)
    mail.confirm(kept)
    return kept


def _locked(listing_id: UUID) -> tuple[Listing | None, Case | None]:
    """The listing and its active recheck, locked in the order of `locks`.

    A recheck that somebody opened while we waited is not locked yet, and cases come before listings: then everything is
    let go and locked again.
    """
    active = Case.objects.active().filter(listing=listing_id, kind=Case.Kind.RECHECK)
    while True:
        before = active.first()
        here = transaction.savepoint()
        listings = lock_listings([listing_id])
        recheck = active.select_related("listing", "revision").first()
        if recheck is None or recheck == before:
            transaction.savepoint_commit(here)
            return (listings[0] if listings else None), recheck
        transaction.savepoint_rollback(here)


def _weigh(case: Case, *, opened: bool = False) -> None:
    """Put the case where its reports put it; one that they opened starts there, any other stays above its base."""
    weight = weight_of(case)
    case.priority = weight if opened else max(base_of(case), weight)
    case.save(update_fields=["priority"])


@transaction.atomic
def complete(*, report_id: UUID, text: str = "", email: str = "") -> bool:
    """Add words and an e-mail address to a one-tap correction, once, while it waits; whether anything was added."""
    found = PublicReport.objects.filter(pk=report_id).first()
    if found is None or not (text or email):
        return False
    case = lock_case(found.case_id)
    waiting = PublicReport.objects.waiting().filter(pk=report_id, case=case, text="", email="")
    added = waiting.update(text=text, email=email, reporter=of_email(email))
    if added:
        _weigh(case)
        mail.confirm(PublicReport.objects.get(pk=report_id))
    return bool(added)


@transaction.atomic
def judge(*, report: PublicReport, outcome: str, by: User, version: int) -> PublicReport:
    """The lease holder says whether a report was right; can be changed until the case ends. Decides nothing else.

    While the provider has the case nobody can hold it: then any moderator who declared to have no tie may judge.
    Raises `StaleVersion`, `NotAllowed`, `NotLeaseHolder`, and `TransitionRefused` once the case has ended.
    """
    case = lock_case(report.case_id)
    found = PublicReport.objects.select_for_update().get(pk=report.pk)
    if case.version != version or found.case_id != case.pk:
        raise StaleVersion
    _permit(case, by)
    if found.reporter and found.reporter in _fingerprints(by):
        raise NotAllowed(_("This report came from an address of yours. A colleague judges it."))
    found.outcome = PublicReport.Outcome(outcome)
    found.judged_by_id, found.judged_at = by.pk, clock.now()
    found.save(update_fields=["outcome", "judged_by_id", "judged_at"])
    _weigh(case)
    return found


def _fingerprints(user: User) -> set[str]:
    proven = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {of_email(address) for address in (user.email, *proven)}


def _permit(case: Case, by: User) -> None:
    permit(case, by, Actor.MODERATOR)
    if case.status not in ACTIVE:
        raise TransitionRefused(_("This case has ended: what was found about its reports stays."))
    if case.status != Case.Status.CHANGES_REQUESTED:
        if not case.leased_to(by.pk, clock.now()):
            raise NotLeaseHolder
        case.lease_until = clock.now() + LEASE
        case.save(update_fields=["lease_until"])
    elif not case.conflicts.filter(user=by, has_conflict=False).exists():
        raise NotAllowed(_("Please say first whether you have a conflict of interest in this case."))


@transaction.atomic
def take_up(case: Case) -> None:
    """What nobody judged before the provider took the listing down is judged in the case that may bring it back.

    Belongs after every step that opens a case of an unpublished listing; one that is closed again takes up nothing.
    """
    if case.status not in ACTIVE:
        return
    left = PublicReport.objects.waiting().filter(listing=case.listing_id).exclude(case__status__in=ACTIVE)
    if left.update(case=case):
        _weigh(case)


@transaction.atomic
def follow(*, ended: Case, case: Case) -> None:
    """The question goes on in another case: its reports go with it, and put it where they belong."""
    if PublicReport.objects.filter(case=ended, told_at=None).update(case=case):
        _weigh(case)
