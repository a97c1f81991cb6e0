"""Going back to the ruleset before: read the hidden listings with it, and ask people to look at them first.

Nothing is published by that. A hidden listing comes back only through a recheck that two people approve.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.listings.content import Invalid
from directory.listings.models import Listing
from directory.screening.findings import Screening

from ..cases import PRIORITY
from ..checklist import qualification_of
from ..errors import NotAllowed, TransitionRefused
from ..locks import lock_listings
from ..models import Case, PrivateNote
from ..screening_runs import UNKNOWN, keep_run, question_of
from ..website.evidence import findings_of
from .activation import Stage
from .answers import unanswered
from .candidate import Candidate, Unusable
from .consent import refuse_ties
from .copies import laid_out
from .models import RulesetActivation, RulesetCopy, RulesetRescreening


@dataclass(frozen=True, slots=True)
class RolledBack:
    """How many rechecks were put on top of the queue, and how many stay where they are."""

    asked_back: int
    others: int


def roll_back(*, activation: RulesetActivation, why: str, by: User) -> RolledBack:
    """Give an activation up. The rechecks of what it hid are read again with the ruleset before.

    Those against which nothing stands then go to the top of the queue with a private note. A recheck that somebody
    works on, that waits for a second person or is decided, is left alone.
    Raises `NotAllowed` for anybody but a senior moderator without a listing on the list, and `TransitionRefused`
    without a reason, for the second time, where a later activation stands, or where the older data cannot be used.
    """
    _check(activation, why, by)
    answers = _read_with_the_older(activation)
    with transaction.atomic():
        locked = RulesetActivation.objects.select_for_update().get(pk=activation.pk)
        _check(locked, why, by)
        locked.rolled_back_at, locked.rolled_back_by_id = clock.now(), by.pk
        locked.rolled_back_why = why.strip()
        locked.save(update_fields=["rolled_back_at", "rolled_back_by_id", "rolled_back_why"])
        lock_listings(row.listing_id for row in _hidden(locked))
        hidden = _hidden(locked)
        if locked.previous and any(row.recheck and row.recheck.revision_id not in answers for row in hidden):
            raise TransitionRefused(
                _("Listings were being hidden at this moment. Nothing was changed; try again.")
            )
        asked_back = sum(_ask_back(row, locked, answers, by) for row in hidden)
    return RolledBack(asked_back, len(hidden) - asked_back)


def _check(activation: RulesetActivation, why: str, by: User) -> None:
    if not by.has_role(Role.SENIOR):
        raise NotAllowed(_("Only a senior moderator goes back to an older ruleset."))
    if activation.stage is Stage.ROLLED_BACK:
        raise TransitionRefused(_("This activation was rolled back already. Nothing was changed."))
    if not why.strip():
        raise TransitionRefused(_("Say why."))
    later = RulesetActivation.objects.in_force().filter(started_at__gt=activation.started_at)
    if later.exists():
        raise TransitionRefused(_("A later ruleset is in force. Roll that one back first."))
    refuse_ties(activation, by)


def _hidden(activation: RulesetActivation) -> list[RulesetRescreening]:
    rows = activation.rescreenings.filter(hidden_at__isnull=False).order_by("recheck_id")
    return list(rows.select_related("recheck__revision", "recheck__listing"))


def _read_with_the_older(activation: RulesetActivation) -> dict[int, Screening]:
    """What the ruleset before says of the revisions under recheck, by revision; empty where nothing was hidden."""
    rechecks = [row.recheck for row in _hidden(activation) if row.recheck]
    if not rechecks or not activation.previous:
        return {}
    copy = RulesetCopy.objects.filter(version=activation.previous).first()
    if copy is None:
        raise TransitionRefused(_("No copy of the older ruleset was kept, so nothing can be read with it."))
    try:
        with ExitStack() as stack:
            older = stack.enter_context(Candidate(stack.enter_context(laid_out(copy)), proven_before=True))
            return dict(_answers(rechecks, older))
    except Unusable as error:
        raise TransitionRefused(
            _(
                "The older ruleset does not work with this release: %(why)s Nothing was changed. Put the release back."
            )
            % {"why": error}
        ) from error


def _answers(rechecks: Iterable[Case], older: Candidate) -> Iterable[tuple[int, Screening]]:
    for case in rechecks:
        try:
            yield case.revision_id, older.screen(question_of(case.revision.document()))
        except Invalid:
            yield case.revision_id, UNKNOWN


def _ask_back(
    row: RulesetRescreening, activation: RulesetActivation, answers: dict[int, Screening], by: User
) -> bool:
    """Keep the older ruleset's reading with the recheck; on top of the queue where nothing else stands against it."""
    if row.recheck_id is None:
        return False
    case = Case.objects.select_related("listing", "revision").get(pk=row.recheck_id)
    screening = answers.get(case.revision_id)
    at_work = case.lease_until is not None and case.lease_until > clock.now()
    if case.status != Case.Status.OPEN or at_work or screening is None:
        return False
    keep_run(case, screening)
    hidden = case.listing.publication == Listing.Publication.QUARANTINED
    everything = replace(screening, findings=(*screening.findings, *findings_of(case.revision)))
    if not hidden or unanswered(case.revision, everything) or not qualification_of(case).qualified:
        return False
    case.priority = PRIORITY["hidden by rules taken back"]
    case.save(update_fields=["priority"])
    note = _(
        "Only ruleset %(ruleset)s hid this listing, and it was rolled back: %(why)s Read with the ruleset before,"
        " nothing stands against it. It comes back when two people approve this recheck."
    ) % {"ruleset": activation.ruleset, "why": activation.rolled_back_why}
    PrivateNote.objects.create(case=case, by=by, at=clock.now(), text=note)
    row.asked_back_at = clock.now()
    row.save(update_fields=["asked_back_at"])
    return True
