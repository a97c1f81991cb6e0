"""How a case begins: opened, screened, and routed to rejection or to the queue."""

from django.db import transaction
from django.utils.translation import gettext as _

from directory import clock
from directory.listings.models import Listing, Revision
from directory.screening.findings import Severity, Verdict

from .errors import TransitionRefused
from .external.alerts import see_to
from .models import Appeal, Case, ScreeningRun
from .quality.lots import draw
from .reasons import reasons_of
from .risks import risks_of
from .screening_runs import screen_case
from .statements import state_reasons
from .tables import Actor
from .transitions import transition
from .website.asking import ask, read_lately
from .website.models import WebsiteReading

PRIORITY = {
    "review": 10, "wrong details": 11, "asked": 20, "recheck": 30, "hidden by rules taken back": 40, "unsafe": 60,
}  # fmt: skip
"""What moves a case up. Reports add up to eight or nine to theirs (`reports.weight`); the queue adds what is late."""


@transaction.atomic
def open_case(*, listing: Listing, revision: Revision, kind: str = Case.Kind.SUBMISSION) -> Case:
    """A new question to moderators. A submission is screened at once and, where a finding blocks, rejected.

    Raises `TransitionRefused` when a case on the listing is already under way.
    """
    Listing.objects.select_for_update(no_key=True).get(pk=listing.pk)
    if Case.objects.active().filter(listing=listing, kind=kind).exists():
        raise TransitionRefused(
            _("A version of this listing is being looked at. Withdraw it, or wait for the answer.")
        )
    case = Case.objects.create(
        listing=listing,
        revision=revision,
        kind=kind,
        previous=Case.objects.filter(listing=listing, status=Case.Status.REJECTED)
        .order_by("-status_since")
        .first(),
        opened_at=clock.now(),
        status_since=clock.now(),
        priority=PRIORITY["recheck"] if kind == Case.Kind.RECHECK else 0,
    )
    screen_and_route(case)
    see_to(case)
    return case


def _ask_for_website(case: Case) -> None:
    if not read_lately(case.revision):
        occasion = WebsiteReading.Occasion.SUBMISSION
        ask(listing=case.listing, revision=case.revision, occasion=occasion)


def screen_and_route(case: Case) -> None:
    """Screen the present revision; a submission with a blocking finding is rejected by the system.

    The website that the revision names is queued for reading unless it was read within a day; approval waits for it.
    """
    _ask_for_website(case)
    run = screen_case(case)
    if run.verdict == Verdict.REVIEW:
        case.priority = max(case.priority, PRIORITY["review"])
    case.risks = risks_of(case)
    case.save(update_fields=["priority", "risks"])
    reasons = _reasons(run)
    if reasons and _machine_may_reject(case):
        _reject_automatically(case, run.ruleset, reasons)


def _reasons(run: ScreeningRun) -> tuple[str, ...]:
    """What the findings that bar a listing amount to; a rule that amounts to no reason leaves the case to a person."""
    barring = run.findings.filter(severity=Severity.BLOCK, dismissed_at=None)
    return reasons_of(barring.values_list("rule", flat=True))


def _machine_may_reject(case: Case) -> bool:
    """An open submission that nobody holds; not where a person was asked or an appeal was won: then people decide."""
    if case.status != Case.Status.OPEN or (case.lease_until is not None and case.lease_until > clock.now()):
        return False
    overturned = case.appeals.filter(status=Appeal.Status.OVERTURNED).exists()
    return case.kind == Case.Kind.SUBMISSION and case.person_asked_at is None and not overturned


def _reject_automatically(case: Case, ruleset: str, reasons: tuple[str, ...]) -> None:
    case.automatic = True
    case.save(update_fields=["automatic"])
    decision = transition(
        case,
        "reject_automatically",
        case=case,
        by=None,
        acting_as=Actor.SYSTEM,
        version=case.version,
        reasons=reasons,
        ruleset=ruleset,
    )
    state_reasons(case, decision, automatic=True)
    draw(case, decision)
