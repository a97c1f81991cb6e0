"""The conditions named in the tables. Each raises `TransitionRefused` with a sentence, or returns."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.listings.models import Listing
from directory.screening.findings import Severity

from .checklist import open_questions, website_is_read
from .errors import TransitionRefused
from .models import Appeal, Case, Decision, StatementOfReasons
from .tables import Step


@dataclass(frozen=True, slots=True)
class Request:
    """A wish to take a step, with the rows already locked."""

    step: Step
    case: Case
    listing: Listing
    by: User | None
    reasons: tuple[str, ...]
    appeal: Appeal | None = None


def _refuse_unless(holds: bool, sentence: str) -> None:
    if not holds:
        raise TransitionRefused(sentence)


def _latest_run_blocks(case: Case) -> bool:
    run = case.screenings.filter(revision_id=case.revision_id).last()
    return run is not None and run.findings.filter(severity=Severity.BLOCK, dismissed_at=None).exists()


def blocking_finding(request: Request) -> None:
    _refuse_unless(_latest_run_blocks(request.case), _("No finding blocks this listing."))


def was_automatic(request: Request) -> None:
    _refuse_unless(request.case.automatic, _("A person decided this already. You can appeal."))


def first_ask(request: Request) -> None:
    _refuse_unless(
        request.case.person_asked_at is None, _("A person was asked once already. You can appeal.")
    )


def reason_on_a_field(request: Request) -> None:
    asked = request.case.change_requests.filter(case_version=request.case.version).exists()
    _refuse_unless(asked, _("Say for at least one field what should change."))


def new_revision(request: Request) -> None:
    asked_at = request.case.status_since
    _refuse_unless(request.case.revision.created_at >= asked_at, _("Send a changed version first."))


def overdue(request: Request) -> None:
    due = request.case.changes_due_at
    _refuse_unless(due is not None and due <= clock.now(), _("The time for changes is not over."))


def checklist_complete(request: Request) -> None:
    missing = open_questions(request.case)
    _refuse_unless(not missing, _("Still open: %(what)s") % {"what": " ".join(missing)})


def needs_two(request: Request) -> None:
    _refuse_unless(bool(request.case.risks), _("This case is not risky: you can approve it yourself."))


def one_suffices(request: Request) -> None:
    _refuse_unless(not request.case.risks, _("This case needs a second person. Send it to second review."))


def website_read(request: Request) -> None:
    _refuse_unless(website_is_read(request.case), _("The provider's own website has not been read yet."))


def reason_given(request: Request) -> None:
    _refuse_unless(bool(request.reasons), _("Choose at least one reason."))


def reports_judged(request: Request) -> None:
    """Nobody's report is passed over: each was looked at before the listing's recheck ends."""
    _refuse_unless(
        not request.case.reports.waiting().exists(),
        _("A reader's report waits for your judgement. Say what you found about it, then decide."),
    )


def appeal_overturned(request: Request) -> None:
    overturned = request.case.appeals.filter(status=Appeal.Status.OVERTURNED).exists()
    _refuse_unless(overturned, _("Only an appeal that was overturned opens a rejected case again."))


def approved_case(request: Request) -> None:
    _refuse_unless(request.case.status == Case.Status.APPROVED, _("Only an approved case publishes."))


def approved_recheck_by_two(request: Request) -> None:
    case = request.case
    latest = Decision.objects.filter(lifecycle="case", subject_id=case.pk, to_status="approved").last()
    by_two = latest is not None and latest.risky and latest.first_actor_id not in (None, latest.actor_id)
    _refuse_unless(
        case.kind == Case.Kind.RECHECK and case.status == Case.Status.APPROVED and by_two,
        _("A hidden listing comes back only through a recheck that two people approved."),
    )


def two_people(request: Request) -> None:
    """Since the listing last went live somebody else hid it, or rejected a recheck of it, and that still stands.

    Not only the newest: anybody opens another by a report, and would undo what the first person did. A rejection that
    an appeal overturned stands no longer, even where the case was rejected again.
    """
    log = Decision.objects.filter(listing_id=request.listing.pk)
    shown = log.filter(lifecycle="publication", to_status="live").order_by("-seq").first()
    firsts = log.filter(seq__gt=shown.seq if shown else 0, actor_id__isnull=False)
    firsts = firsts.exclude(actor_id=request.by.pk if request.by else None)
    hid = firsts.filter(lifecycle="publication", action="quarantine").exists()
    standing = Case.objects.filter(
        pk=OuterRef("subject_id"),
        version=OuterRef("subject_version"),
        listing=request.listing.pk,
        kind=Case.Kind.RECHECK,
        status=Case.Status.REJECTED,
    )
    rejected = firsts.filter(Exists(standing), lifecycle="case").exists()
    _refuse_unless(
        request.case.kind == Case.Kind.RECHECK and (hid or rejected),
        _("Removing a listing takes two people: one hides it or rejects its recheck, another removes it."),
    )


def nothing_hidden(request: Request) -> None:
    """A recheck is the moderators' question: the provider ends it only by taking the listing down."""
    asked_by_us = (
        request.case.kind == Case.Kind.RECHECK and request.listing.publication != Listing.Publication.NONE
    )
    _refuse_unless(
        not asked_by_us, _("This check is ours and cannot be withdrawn. You can take the listing down.")
    )


def in_time(request: Request) -> None:
    statement = request.case.statements.first()
    late = statement is None or statement.appeal_until < clock.today()
    _refuse_unless(not late, _("The time to appeal is over."))


def statement_given(request: Request) -> None:
    given = StatementOfReasons.objects.filter(case=request.case).exists()
    _refuse_unless(given, _("There is no decision to appeal against."))


CONDITIONS: dict[str, Callable[[Request], None]] = {
    function.__name__: function
    for function in (
        blocking_finding, was_automatic, first_ask, reason_on_a_field, new_revision, overdue, checklist_complete,
        needs_two, one_suffices, website_read, reason_given, reports_judged, appeal_overturned, approved_case,
        approved_recheck_by_two, two_people, nothing_hidden, in_time, statement_given,
    )
}  # fmt: skip
