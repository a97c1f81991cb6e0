"""What a provider does with a case: send a new version, withdraw, ask for a person, appeal. And what time does."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.listings.models import Revision

from .cases import PRIORITY, open_case, screen_and_route
from .errors import ModerationError, StaleVersion, TransitionRefused
from .external.alerts import see_to
from .locks import lock_case
from .models import Appeal, Case, Decision
from .reports.actions import follow, take_up
from .statements import tell
from .tables import Actor
from .transitions import file_appeal, transition


@transaction.atomic
def resubmit(*, case: Case, revision: Revision, by: User) -> Decision:
    """A changed version answers a request for changes: back to the queue, screened again, earlier approvals void."""
    locked = lock_case(case.pk)
    locked.revision = revision
    locked.first_actor_id = None
    locked.changes_due_at = None
    locked.save(update_fields=["revision", "first_actor_id", "changes_due_at"])
    decision = transition(
        locked, "resubmit", case=locked, by=by, acting_as=Actor.PROVIDER, version=locked.version
    )
    screen_and_route(locked)
    return decision


@transaction.atomic
def withdraw_case(*, case: Case, by: User, version: int) -> Decision:
    """The provider takes the proposal back; what is published stays as it is."""
    return transition(case, "withdraw", case=case, by=by, acting_as=Actor.PROVIDER, version=version)


@transaction.atomic
def ask_person(*, case: Case, by: User, version: int) -> Decision:
    """ "A person should look": once, after an automatic rejection. Not an appeal; it disqualifies nobody."""
    locked = lock_case(case.pk)
    if locked.version != version:
        raise StaleVersion
    if locked.rivals().exists():
        raise TransitionRefused(_("A newer version of this listing is being looked at already."))
    decision = transition(locked, "ask_person", case=locked, by=by, acting_as=Actor.PROVIDER, version=version)
    locked.person_asked_at = clock.now()
    locked.priority = max(locked.priority, PRIORITY["asked"])
    locked.save(update_fields=["person_asked_at", "priority"])
    take_up(locked)
    return decision


@transaction.atomic
def appeal(*, case: Case, text: str, by: User) -> Appeal:
    """File an appeal. Raises `TransitionRefused` when late, without a decision to appeal, or when one is open."""
    locked = lock_case(case.pk)
    statement = locked.statements.first()
    if statement is None:
        raise TransitionRefused(_("There is no decision to appeal against."))
    if locked.appeals.filter(status=Appeal.Status.OPEN).exists():
        raise TransitionRefused(_("Your appeal is being looked at already."))
    if locked.appeals.filter(statement_of_reasons=statement).exists():
        raise TransitionRefused(_("This decision was appealed and answered already."))
    if not text.strip():
        raise TransitionRefused(_("Say what was wrong with the decision."))
    filed = Appeal(
        case=locked,
        statement_of_reasons=statement,
        text=text.strip(),
        filed_by_id=by.pk,
        filed_at=clock.now(),
    )
    decision = file_appeal(filed, by=by)
    tell(locked, decision, "appeal_received")
    see_to(locked)
    return filed


def expire_overdue() -> int:
    """Withdraw the cases whose time for changes is over; returns how many. Run daily, safe to run twice.

    Each in a transaction of its own: an answer that comes at the same moment wins for its case alone.
    """
    overdue = Case.objects.filter(status=Case.Status.CHANGES_REQUESTED, changes_due_at__lte=clock.now())
    return sum(_expire(pk) for pk in list(overdue.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: UUID) -> bool:
    case = lock_case(pk)
    try:
        decision = transition(
            case, "expire", case=case, by=None, acting_as=Actor.SYSTEM, version=case.version
        )
    except ModerationError:
        return False
    tell(case, decision, "withdrawn_unanswered")
    if case.kind == Case.Kind.RECHECK:
        again = open_case(listing=case.listing, revision=case.revision, kind=Case.Kind.RECHECK)
        follow(ended=case, case=again)
    return True
