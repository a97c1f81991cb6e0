"""Everything that a listing's page shows its provider, gathered once."""

from dataclasses import dataclass
from uuid import UUID

from directory import clock
from directory.catalogue.models import Entry
from directory.listings.content import Content, Invalid
from directory.listings.models import Listing, Revision
from directory.moderation.models import ACTIVE, Appeal, Case, ChangeRequest, StatementOfReasons
from directory.moderation.people import uninvolved_seniors

from .needs import still_to_give
from .overview import facts_of, name_of
from .situation import Situation, confirmation_due, situation
from .timeline import Event, timeline
from .waiting import why_longer
from .wording import Row, differences, label, rows

Status = Case.Status


@dataclass(frozen=True)
class Asked:
    """One thing that a moderator asked to be changed."""

    label: str
    message: str


@dataclass(frozen=True)
class Dossier:
    """`proposal` is the newest submission; `recheck` a second look at what is or was public."""

    listing: Listing
    name: str
    now: Situation
    confirmation_due: bool
    proposal: Case | None
    recheck: Case | None
    entry: Entry | None
    public: list[Row]
    proposed: list[Row]
    changed: list[Row]
    asked: list[Asked]
    missing: list[str]
    longer: list[str]
    statements: list[StatementOfReasons]
    appeals: list[Appeal]
    events: list[Event]

    @property
    def may_revise(self) -> bool:
        """Not while a version is being looked at, and not once the listing was removed."""
        return may_revise(self.listing, [case for case in (self.proposal, self.recheck) if case is not None])

    @property
    def may_withdraw(self) -> bool:
        return self.proposal is not None and self.proposal.status in ACTIVE

    @property
    def may_unpublish(self) -> bool:
        return self.listing.publication in (Listing.Publication.LIVE, Listing.Publication.QUARANTINED)

    @property
    def may_ask_person(self) -> bool:
        return self.proposal is not None and may_ask_person(self.proposal)

    @property
    def appealable(self) -> StatementOfReasons | None:
        """The newest statement of reasons, where an appeal against it is open."""
        return next((each for each in self.statements[:1] if may_appeal(each)), None)


def may_revise(listing: Listing, cases: list[Case]) -> bool:
    """Whether a new version can be sent, given the newest submission and recheck."""
    if any(case.status == Status.CHANGES_REQUESTED for case in cases):
        return True
    if listing.publication == Listing.Publication.DELISTED:
        return False
    if listing.publication == Listing.Publication.QUARANTINED:
        return not any(case.status in ACTIVE for case in cases)
    return not any(case.status in ACTIVE for case in cases if case.kind == Case.Kind.SUBMISSION)


def may_ask_person(case: Case) -> bool:
    """Once, after an automatic rejection, and not where a newer version took its place."""
    newer = Case.objects.filter(listing=case.listing_id, kind=case.kind, opened_at__gt=case.opened_at)
    return (
        case.status == Status.REJECTED
        and case.automatic
        and case.person_asked_at is None
        and not newer.exists()
    )


def may_appeal(statement: StatementOfReasons) -> bool:
    """In time, the newest decision of its case, not appealed yet, and not open again anyway."""
    case = statement.case
    if case is None or statement.appeal_until < clock.today():
        return False
    again = case.kind == Case.Kind.SUBMISSION and case.status != Status.REJECTED
    newest = case.statements.first()
    asked = case.appeals.filter(statement_of_reasons=statement).exists()
    return not again and not asked and newest is not None and newest.pk == statement.pk


def nobody_uninvolved(case: Case) -> bool:
    """Whether an appeal would wait for an external reviewer."""
    return not uninvolved_seniors(case)


def dossier(listing: Listing) -> Dossier:
    """The page's facts, in a number of queries that does not grow with the listing's history."""
    proposal, recheck = newest_submission(listing), newest_recheck(listing)
    entry = Entry.objects.filter(pk=listing.pk).first()
    facts, today = facts_of(listing, proposal, entry), clock.today()
    public = _document(listing.live_revision)
    proposed = _document(proposal.revision if proposal else None)
    pending = proposed if proposal and proposal.status != Status.APPROVED else None
    return Dossier(
        listing=listing,
        name=name_of(proposal) or listing.get_kind_display(),
        now=situation(facts, on=today),
        confirmation_due=confirmation_due(facts, on=today),
        proposal=proposal,
        recheck=recheck,
        entry=entry,
        public=rows(public) if public else [],
        proposed=rows(pending) if pending else [],
        changed=differences(public, pending) if public and pending else [],
        asked=[ask for case in (proposal, recheck) if case for ask in asked_of(case)],
        missing=_missing(listing, proposed),
        longer=why_longer(listing),
        statements=list(listing.statements.select_related("case")),
        appeals=list(Appeal.objects.filter(case__listing=listing).order_by("-filed_at")),
        events=timeline(listing),
    )


def newest_submission(listing: Listing) -> Case | None:
    """The case of the newest version sent: every submission brings a revision with a higher number."""
    sent = listing.cases.filter(kind=Case.Kind.SUBMISSION).select_related("revision")
    return sent.order_by("-revision__number", "-opened_at").first()


def newest_recheck(listing: Listing) -> Case | None:
    """The last second look at what is or was public."""
    looks = listing.cases.filter(kind=Case.Kind.RECHECK).select_related("revision")
    return looks.order_by("-opened_at").first()


def _document(revision: Revision | None) -> Content | None:
    try:
        return revision.document() if revision else None
    except Invalid:
        return None


def asked_of(case: Case) -> list[Asked]:
    """What the moderator asked last, while it waits for an answer."""
    return [Asked(label(each.field), each.message) for each in open_requests(case)]


def open_requests(case: Case) -> list[ChangeRequest]:
    """The requests of the present round: they were written for the version before the step."""
    if case.status != Status.CHANGES_REQUESTED:
        return []
    return list(case.change_requests.filter(case_version=case.version - 1).order_by("pk"))


def _missing(listing: Listing, document: Content | None) -> list[str]:
    if document is None or listing.publication != Listing.Publication.NONE:
        return []
    sites = [UUID(site.id) for site in document.sites]
    return still_to_give(listing.provider_id, kind=document.kind, site_ids=sites)
