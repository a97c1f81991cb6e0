"""Doing it: each item in a transaction of its own, through the same actions as a single decision."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from directory.accounts.models import User
from directory.listings.models import Listing

from ..actions import declare_conflict, reject, take
from ..errors import ModerationError, NotAllowed, StaleVersion
from ..models import Case, Decision
from ..people import permit
from ..publication import quarantine
from ..tables import Actor
from .asked import Item
from .rows import newest_cases

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item, in a sentence that names nobody's listing."""

    id: UUID
    done: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Why:
    """The one set of reasons for all of them: codes of `reasons.BY_CODE`, and words for the providers."""

    codes: tuple[str, ...]
    explanation: str


def declare_all(*, cases: Iterable[UUID], by: User) -> None:
    """`by` has no tie to the provider of any of these cases: one declaration each, as on the case page.

    A tie declared before stays. Cases of the own house are passed over.
    """
    for case in Case.objects.filter(pk__in=list(cases)).select_related("listing").order_by("pk"):
        try:
            permit(case, by, Actor.MODERATOR)
        except NotAllowed:
            continue
        declare_conflict(case=case, by=by, has_conflict=False)


def reject_each(*, items: Iterable[Item], why: Why, by: User) -> list[Outcome]:
    """Take and reject each case; whatever stands in the way of one stops no other. Sent again it does nothing."""
    return [_each(item, _reject, why, by) for item in items]


def hide_each(*, items: Iterable[Item], why: Why, by: User) -> list[Outcome]:
    """Hide each listing at once, as `publication.quarantine`; otherwise like `reject_each`."""
    return [_each(item, _hide, why, by) for item in items]


def _each(item: Item, step: Callable[[Item, Why, User], str], why: Why, by: User) -> Outcome:
    if _done_before(item, by):
        return Outcome(item.id, True, _("Done already; nothing was done twice."))
    try:
        with transaction.atomic():
            return Outcome(item.id, True, step(item, why, by))
    except ModerationError as error:
        return Outcome(item.id, False, error.sentence)
    except Exception:
        log.exception("one of many could not be decided")
        return Outcome(
            item.id, False, _("Something went wrong here. Nothing of this one was changed; try it alone.")
        )


def _done_before(item: Item, by: User) -> bool:
    """Whether this very form did its work on the item: the next version came by the same person's same step."""
    next_step = Decision.objects.filter(subject_id=item.id, subject_version=item.version + 1, actor_id=by.pk)
    return next_step.filter(action__in=("reject", "reject_second", "quarantine")).exists()


def _reject(item: Item, why: Why, by: User) -> str:
    case = Case.objects.filter(pk=item.id).first()
    if case is None:
        raise NotAllowed(_("There is nothing with this number."))
    if case.version != item.version:
        raise StaleVersion
    held = take(case=case, by=by)
    reject(case=held, reasons=why.codes, explanation=why.explanation, by=by, version=item.version)
    return _("Rejected. The provider is told why and how to appeal.")


def _hide(item: Item, why: Why, by: User) -> str:
    listing = Listing.objects.filter(pk=item.id).exclude(live_revision=None).first()
    case = Case.objects.filter(pk__in=newest_cases([item.id]).values()).first()
    if listing is None or case is None:
        raise NotAllowed(_("There is nothing with this number."))
    permit(case, by, Actor.MODERATOR)
    if listing.version != item.version:
        raise StaleVersion
    if not case.conflicts.filter(user=by, has_conflict=False).exists():
        raise NotAllowed(_("You have not said yet whether you have a tie to this provider."))
    quarantine(listing=listing, reasons=why.codes, explanation=why.explanation, by=by, version=item.version)
    return _("Hidden. The provider is told why, and a recheck is open.")
