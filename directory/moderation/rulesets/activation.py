"""A new ruleset is applied to what is live: read everything, stop before hiding much, hide, remember what it hid."""

import logging
from hashlib import sha256

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.listings.models import Listing, Revision
from directory.screening.findings import Severity, Verdict
from directory.screening.ruleset import version

from ..errors import ModerationError, NotAllowed, TransitionRefused
from ..locks import lock_listings
from ..models import Case
from ..publication import quarantine
from ..reasons import reasons_of
from ..screening_runs import engine_on, screen_case
from .answers import unanswered
from .copies import keep_copy
from .models import RulesetActivation, RulesetRescreening
from .modes import data_hash
from .notices import ask_for_consent

log = logging.getLogger(__name__)

ALWAYS = 5
"""So many listings may be hidden without asking; or one in a hundred of what is live, where that is more."""
_BATCH = 100
_ROUNDS = 3
Stage = RulesetActivation.Stage


def too_many(hits: int, live: int) -> bool:
    """Whether hiding `hits` of `live` listings needs two people: more than five, and more than 1 % of what is live."""
    return hits > ALWAYS and hits * 100 > live


def in_force() -> RulesetActivation | None:
    """The activation that stands: the newest that was finished and not rolled back."""
    return RulesetActivation.objects.in_force().first()


def needs_activation() -> bool:
    """Whether the data that this release screens with differ from those activated last."""
    standing = in_force()
    return standing is None or data_hash(standing.ruleset) != data_hash(version())


@transaction.atomic
def begin(*, by: User | None) -> RulesetActivation:
    """Start to apply the ruleset of this release, or return the start that was made before. Hides nothing yet.

    `by` is a senior moderator, or None for the operator at the command line. Raises `NotAllowed`, and
    `TransitionRefused` where this ruleset is activated already.
    """
    if by is not None and not by.has_role(Role.SENIOR):
        raise NotAllowed(_("Only a senior moderator or the operator activates a ruleset."))
    if not needs_activation():
        raise TransitionRefused(_("This ruleset is activated already. Nothing was changed."))
    for other in RulesetActivation.objects.under_way().select_for_update().order_by("pk"):
        if data_hash(other.ruleset) == data_hash(version()):
            return other
        other.replaced_at = clock.now()
        other.save(update_fields=["replaced_at"])
    keep_copy()
    standing = in_force()
    start = {
        "previous": standing.ruleset if standing else "",
        "started_at": clock.now(),
        "started_by_id": by.pk if by else None,
    }
    # Of two starts at the same moment the constraint lets one through; the other gets the row of the first.
    activation, _new = RulesetActivation.objects.under_way().get_or_create(ruleset=version(), defaults=start)
    return activation


def carry_on(activation: RulesetActivation) -> RulesetActivation:
    """Read what was not read yet, then hide or stop and ask. Safe to run twice, at once, and after an interruption.

    Returns the activation as it stands then; still `reading` where listings changed faster than they were read
    (run it again). Raises `TransitionRefused` where this release has another ruleset.
    """
    if data_hash(activation.ruleset) != data_hash(version()):
        raise TransitionRefused(
            _(
                "This release screens with another ruleset. Put the release with that ruleset back, or activate this."
            )
        )
    for _round in range(_ROUNDS):
        _read(activation)
        activation = _settle(activation)
        if activation.stage is not Stage.READING:
            break
        for row in activation.rescreenings.pending():
            _hide(row)
    return activation


def unread(activation: RulesetActivation) -> QuerySet[Listing]:
    """Live listings whose published revision this activation has not read."""
    read = RulesetRescreening.objects.filter(activation=activation, revision=OuterRef("live_revision"))
    live = Listing.objects.filter(publication=Listing.Publication.LIVE, live_revision__isnull=False)
    return live.exclude(Exists(read)).select_related("live_revision").order_by("pk")


def _read(activation: RulesetActivation) -> None:
    while batch := list(unread(activation)[:_BATCH]):
        rows = [
            RulesetRescreening(
                activation=activation,
                listing=listing,
                revision=listing.live_revision,
                verdict=verdict_on(listing.live_revision),
                at=clock.now(),
            )
            for listing in batch
            if listing.live_revision
        ]
        RulesetRescreening.objects.bulk_create(rows, ignore_conflicts=True)


def verdict_on(revision: Revision) -> Verdict:
    """What the ruleset says of a revision now, without what moderators dismissed on it."""
    severities = {finding.severity for finding in unanswered(revision, engine_on(revision))}
    if Severity.BLOCK in severities:
        return Verdict.REJECT
    return Verdict.REVIEW if severities else Verdict.CLEAR


def _reasons_on(revision: Revision) -> tuple[str, ...]:
    found = unanswered(revision, engine_on(revision))
    return reasons_of(each.rule for each in found if each.severity is Severity.BLOCK) or ("cell_product",)


@transaction.atomic
def _settle(activation: RulesetActivation) -> RulesetActivation:
    """Finish when nothing is left to do, stop when too much would be hidden without consent, else go on."""
    locked = RulesetActivation.objects.select_for_update().get(pk=activation.pk)
    if locked.stage not in (Stage.READING, Stage.STOPPED):
        return locked
    rows = locked.rescreenings
    locked.live = rows.count()
    unasked = rows.hits().filter(agreed_at=None, passed_over_at=None).count()
    if too_many(unasked, locked.live):
        if locked.stopped_at is None:
            locked.stopped_at = clock.now()
            ask_for_consent(locked, unasked)
    else:
        locked.stopped_at = None
        if not rows.pending().exists() and not unread(locked).exists():
            locked.finished_at = clock.now()
    locked.save(update_fields=["live", "stopped_at", "finished_at"])
    return locked


def _hide(row: RulesetRescreening) -> None:
    """Hide one listing, in one transaction with the note that this activation did it."""
    try:
        with transaction.atomic():
            _hide_locked(row)
    except ModerationError as error:
        log.warning("rescreening %s is tried again: %s", row.pk, error.sentence)


def _hide_locked(row: RulesetRescreening) -> None:
    # The activation is locked before any case: a rollback waits for this, and this for a rollback.
    activation = RulesetActivation.objects.select_for_update().get(pk=row.activation_id)
    (listing,) = lock_listings([row.listing_id])
    row.refresh_from_db()
    if activation.stage is not Stage.READING or row.hidden_at or row.passed_over_at:
        return
    live = listing.publication == Listing.Publication.LIVE and listing.live_revision_id == row.revision_id
    if not live or verdict_on(row.revision) is not Verdict.REJECT:
        row.passed_over_at = clock.now()
        row.save(update_fields=["passed_over_at"])
        return
    waiting = Case.objects.active().filter(listing=listing, kind=Case.Kind.RECHECK).first()
    if waiting is not None:
        screen_case(waiting)
    row.recheck = quarantine(
        listing=listing,
        reasons=_reasons_on(row.revision),
        by=None,
        version=listing.version,
        explanation=_(
            "We read every published listing again because our rules for reading texts have changed."
        ),
        ruleset=activation.ruleset,
    )
    row.hidden_at = clock.now()
    row.save(update_fields=["recheck", "hidden_at"])


def list_sha256(activation: RulesetActivation) -> str:
    """A fingerprint of exactly the listings that would be hidden, so that consent is to this list and no other."""
    ids = activation.rescreenings.pending().values_list("revision_id", flat=True)
    return sha256(",".join(map(str, ids)).encode()).hexdigest()
