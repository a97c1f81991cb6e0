"""Deciding an appeal: somebody uninvolved, with reasons. Overturning opens the case again; it never publishes."""

from django.db import transaction

from directory.accounts.models import User

from .cases import PRIORITY
from .errors import TransitionRefused
from .locks import lock_listings
from .models import Appeal, Case, Decision
from .people import in_part
from .reasons import known
from .reports.actions import take_up
from .statements import tell
from .tables import Actor
from .transitions import transition


@transaction.atomic
def decide_appeal(
    *, appeal: Appeal, overturn: bool, reasons: tuple[str, ...], answer: str, by: User, version: int
) -> Decision:
    """Confirm or overturn the decision. Raises `NotAllowed` for anyone who acted on the case."""
    if not answer.strip():
        raise TransitionRefused("Write the answer that the provider will read.")
    lock_listings([appeal.case.listing_id])
    case = Case.objects.select_related("listing", "revision").get(pk=appeal.case_id)
    decision = transition(
        appeal,
        "overturn" if overturn else "confirm",
        case=case,
        by=by,
        acting_as=in_part(by, Actor.UNINVOLVED_SENIOR),
        version=version,
        reasons=known(reasons),
    )
    appeal.answer = answer.strip()
    appeal.save(update_fields=["answer"])
    if overturn:
        _open_again(case)
    tell(case, decision, "appeal_decided", appeal=appeal)
    return decision


def _open_again(case: Case) -> None:
    """A rejected case goes back to the queue; one that is open already, or a newer one in its place, moves up."""
    rivals = case.rivals()
    if rivals.exists():
        rivals.filter(priority__lt=PRIORITY["asked"]).update(priority=PRIORITY["asked"])
        return
    case.priority = max(case.priority, PRIORITY["asked"])
    case.first_actor_id = None
    case.automatic = False
    case.save(update_fields=["priority", "first_actor_id", "automatic"])
    if case.status == Case.Status.REJECTED:
        transition(case, "reopen", case=case, by=None, acting_as=Actor.SYSTEM, version=case.version)
        take_up(case)
