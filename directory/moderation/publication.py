"""The life of what is published: put up, hidden, brought back, taken down, kept up with its evidence."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.accreditation.actions import rely_on
from directory.catalogue import actions as catalogue
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.screening.findings import Severity, Verdict

from .cases import open_case
from .checklist import open_questions, qualification_of
from .errors import NotAllowed, StaleVersion, TransitionRefused
from .gate import GateFacts, OpenFinding, gate
from .locks import lock_listings
from .models import LEASE, Case, Decision
from .people import in_part
from .reasons import known
from .reports.outcomes import settle
from .risks import risks_of
from .statements import state_reasons, tell
from .tables import Actor
from .transitions import transition
from .trials import clear_named_trials
from .turns import active_recheck, carry_on, in_turn


def publish_case(case: Case, decision: Decision, by: User) -> Entry:
    """Through the gate into the catalogue, in the transaction of the approving `decision`.

    Raises `GateClosed`, and `TransitionRefused` where another case of the listing must be decided first.
    """
    listing = case.listing
    in_turn(case, listing, by)
    facts = gate_facts(
        case, decision, attested_on=_attested_on(listing), still_open=tuple(open_questions(case))
    )
    approval = gate(facts)
    hidden = listing.publication == Listing.Publication.QUARANTINED
    transition(
        listing,
        "restore" if hidden else "publish",
        case=case,
        by=by,
        acting_as=in_part(by, Actor.MODERATOR),
        version=listing.version,
        reasons=(),
    )
    listing.live_revision = case.revision
    listing.save(update_fields=["live_revision"])
    carry_on(listing)
    rely_on({line.register_code for line in approval.evidence})
    entry = catalogue.publish(approval)
    clear_named_trials(case, decision)
    tell(case, decision, "published")
    settle(listing.pk)
    return entry


def _attested_on(listing: Listing) -> date:
    """Submitting is confirming: the later of the last attestation and the newest revision."""
    submitted = listing.revisions.latest("number").created_at
    return max(filter(None, (listing.attested_at, submitted))).date()


def gate_facts(
    case: Case, decision: Decision, *, attested_on: date, still_open: tuple[str, ...] = ()
) -> GateFacts:
    run = case.screenings.filter(revision_id=case.revision_id).last()
    findings = run.findings.filter(dismissed_at=None) if run else ()
    return GateFacts(
        on=clock.today(),
        listing_id=case.listing_id,
        publication=case.listing.publication,
        revision_text=case.revision.content,
        revision_sha256=case.revision.sha256,
        decision_seq=decision.seq,
        decision_sha256=decision.revision_sha256,
        risky=bool(case.risks) or decision.risky,
        first_actor_id=decision.first_actor_id,
        actor_id=decision.actor_id,
        checklist_open=still_open,
        screening=Verdict(run.verdict) if run else None,
        findings=tuple(OpenFinding(Severity(each.severity), each.dismissible) for each in findings),
        qualification=qualification_of(case),
        attested_on=attested_on,
    )


def publishing_case(listing: Listing) -> Case | None:
    if listing.publication != Listing.Publication.LIVE:
        return None
    approved = listing.cases.filter(status=Case.Status.APPROVED, revision=listing.live_revision)
    return approved.select_related("listing", "revision").order_by("-status_since").first()


@transaction.atomic
def quarantine(
    *,
    listing: Listing,
    reasons: tuple[str, ...],
    by: User | None,
    version: int,
    explanation: str = "",
    ruleset: str = "",
) -> Case:
    """Hide a live listing at once and open a recheck. One moderator suffices, or the system (`by` None).

    `ruleset` is the version that found the reason, where the screening engine did.
    """
    (locked,) = lock_listings([listing.pk])
    published = publishing_case(locked)
    if published is None:
        raise TransitionRefused(_("Only a published listing can be hidden. It is not public now."))
    if locked.version != version:
        raise StaleVersion
    recheck = active_recheck(locked) or open_case(
        listing=locked, revision=published.revision, kind=Case.Kind.RECHECK
    )
    decision = transition(
        locked,
        "quarantine",
        case=recheck,
        by=by,
        acting_as=Actor.MODERATOR if by else Actor.SYSTEM,
        version=version,
        reasons=known(reasons),
        ruleset=ruleset,
    )
    catalogue.withdraw(locked.pk)
    listing.refresh_from_db()
    state_reasons(recheck, decision, automatic=by is None, explanation=explanation)
    settle(locked.pk)
    _two_from_now(recheck)
    return recheck


def _two_from_now(recheck: Case) -> None:
    """What is hidden comes back by two people, and the queue says so at once."""
    recheck.refresh_from_db()
    recheck.risks = risks_of(recheck)
    recheck.save(update_fields=["risks"])


@transaction.atomic
def delist(
    *, listing: Listing, reasons: tuple[str, ...], by: User, version: int, explanation: str = ""
) -> Decision:
    """Remove a listing for good: the second of two people. Raises `TransitionRefused` when the first is missing."""
    lock_listings([listing.pk])
    case = listing.cases.filter(kind=Case.Kind.RECHECK).order_by("-opened_at").first()
    if case is None:
        raise TransitionRefused(
            _("Hide the listing first: that opens the recheck in which a second person removes it.")
        )
    if listing.version != version:
        raise StaleVersion
    _reject_what_waits(listing, by, known(reasons))
    case.refresh_from_db()
    decision = transition(
        listing,
        "delist",
        case=case,
        by=by,
        acting_as=Actor.MODERATOR,
        version=version,
        reasons=known(reasons),
    )
    catalogue.withdraw(listing.pk)
    state_reasons(case, decision, automatic=False, explanation=explanation)
    settle(listing.pk)
    return decision


def _reject_what_waits(listing: Listing, by: User, reasons: tuple[str, ...]) -> None:
    """A listing that is removed leaves no case in the queue: `by` rejects each that nobody else is working on."""
    for waiting in Case.objects.active().select_for_update(no_key=True).filter(listing=listing):
        if waiting.leased_by_other(by.pk, clock.now()):
            raise TransitionRefused(
                _("Somebody else is working on this listing. Wait until their time is over.")
            )
        if waiting.status == Case.Status.CHANGES_REQUESTED:
            continue  # the provider's turn; it runs out by itself, and no answer can publish any more
        second = waiting.status == Case.Status.SECOND_REVIEW
        waiting.lease_by, waiting.lease_until = by, clock.now() + LEASE
        waiting.save(update_fields=["lease_by", "lease_until"])
        decision = transition(
            waiting,
            "reject_second" if second else "reject",
            case=waiting,
            by=by,
            acting_as=Actor.SECOND if second else Actor.LEASE_HOLDER,
            version=waiting.version,
            reasons=reasons,
        )
        state_reasons(waiting, decision, automatic=False)


@transaction.atomic
def unpublish(*, listing: Listing, by: User, version: int) -> Decision:
    """The provider takes the listing down, and back what is still being looked at; its address answers neutrally."""
    lock_listings([listing.pk])
    case = listing.cases.order_by("-opened_at").first()
    if case is None:
        raise TransitionRefused(_("This listing was never published."))
    decision = transition(listing, "unpublish", case=case, by=by, acting_as=Actor.PROVIDER, version=version)
    listing.live_revision = None
    listing.save(update_fields=["live_revision"])
    for waiting in Case.objects.active().filter(listing=listing).order_by("pk"):
        transition(
            waiting, "withdraw", case=waiting, by=by, acting_as=Actor.PROVIDER, version=waiting.version
        )
    catalogue.withdraw(listing.pk)
    tell(case, decision, "unpublished")
    settle(listing.pk)
    return decision


@transaction.atomic
def attest(*, listing: Listing, by: User) -> None:
    """The provider confirms that every detail is still right."""
    if not listing.provider.memberships.filter(user=by).exists():
        raise NotAllowed(_("Only people who act for this provider can do that."))
    listing.attested_at = clock.now()
    listing.save(update_fields=["attested_at"])
    catalogue.attest(listing.pk, on=clock.today())
