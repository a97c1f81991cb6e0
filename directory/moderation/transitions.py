"""The only code that writes a status. Lock, re-read, check version, step, person and conditions, log, write."""

from django.db import transaction

from directory import clock
from directory.accounts.models import User
from directory.listings.models import Listing

from . import log
from .conditions import CONDITIONS, Request
from .errors import StaleVersion, TransitionRefused
from .external.ends import end_with
from .models import Appeal, Case, Decision
from .people import permit
from .tables import BY_ACTION, Actor, Step

Subject = Case | Listing | Appeal
_LIFECYCLE = {Case: "case", Listing: "publication", Appeal: "appeal"}


def transition(
    subject: Subject,
    action: str,
    *,
    case: Case,
    by: User | None,
    acting_as: Actor,
    version: int,
    reasons: tuple[str, ...] = (),
    ruleset: str = "",
) -> Decision:
    """Take one step of a lifecycle and write its one decision, in the caller's transaction.

    `case` is the case in whose course this happens (the subject itself for a case). `version` is the subject's
    version that the person saw. The passed `subject` and `case` objects are refreshed.
    Raises `StaleVersion`, `TransitionRefused`, `NotAllowed`, `NotLeaseHolder` or `InvitationOver`; then nothing was
    written.
    """
    step = _step(subject, action)
    with transaction.atomic():
        _lock(case, subject)
        _check(subject, step, acting_as, version)
        permit(case, by, acting_as, step.lifecycle)
        appeal = subject if isinstance(subject, Appeal) else None
        request = Request(step=step, case=case, listing=case.listing, by=by, reasons=reasons, appeal=appeal)
        for name in step.conditions:
            CONDITIONS[name](request)
        decision = log.append(_entry(subject, step, request, acting_as, ruleset))
        _write(subject, step, decision)
        end_with(step, case)
    return decision


def file_appeal(appeal: Appeal, *, by: User) -> Decision:
    """An appeal begins with its decision: logged first, then stored (the database checks the order)."""
    step = BY_ACTION["appeal", "file"]
    with transaction.atomic():
        _lock(appeal.case, appeal.case)
        permit(appeal.case, by, Actor.PROVIDER)
        request = Request(
            step=step, case=appeal.case, listing=appeal.case.listing, by=by, reasons=(), appeal=appeal
        )
        for name in step.conditions:
            CONDITIONS[name](request)
        decision = log.append(_entry(appeal, step, request, Actor.PROVIDER, "", beginning=True))
        appeal.save(force_insert=True)
    return decision


def _step(subject: Subject, action: str) -> Step:
    found = BY_ACTION.get((_LIFECYCLE[type(subject)], action))
    if found is None:
        raise TransitionRefused(f"There is no step called {action}.")
    return found


def _lock(case: Case, subject: Subject) -> None:
    """Case first, then the subject: the same order everywhere, so that two people never wait for each other."""
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    case.refresh_from_db()
    listing = Listing.objects.select_for_update(no_key=True).get(pk=case.listing_id)
    case.listing = listing
    if isinstance(subject, Appeal):
        Appeal.objects.select_for_update(no_key=True).get(pk=subject.pk)
    if subject is not case:
        subject.refresh_from_db()


def _status(subject: Subject) -> str:
    return subject.publication if isinstance(subject, Listing) else subject.status


def _check(subject: Subject, step: Step, acting_as: Actor, version: int) -> None:
    if subject.version != version:
        raise StaleVersion
    if _status(subject) not in step.sources:
        raise TransitionRefused(f"This is {_status(subject)} now; {step.action} is not possible from there.")
    if acting_as not in step.actors:
        raise TransitionRefused(f"{step.action} is not for a {acting_as}.")


def _entry(
    subject: Subject, step: Step, request: Request, acting_as: Actor, ruleset: str, *, beginning: bool = False
) -> log.Entry:
    case = request.case
    return log.Entry(
        lifecycle=step.lifecycle,
        subject_id=subject.pk,
        subject_version=0 if beginning else subject.version + 1,
        action=step.action,
        from_status="none" if beginning else _status(subject),
        to_status=step.target,
        actor_id=request.by.pk if request.by else None,
        actor_role=acting_as.value,
        first_actor_id=case.first_actor_id,
        risky=bool(case.risks),
        listing_id=case.listing_id,
        case_id=case.pk,
        revision_sha256=case.revision.sha256,
        reasons=request.reasons,
        ruleset=ruleset,
    )


def _write(subject: Subject, step: Step, decision: Decision) -> None:
    subject.version += 1
    if isinstance(subject, Listing):
        subject.publication = step.target
        subject.save(update_fields=["publication", "version"])
        return
    subject.status = step.target
    fields = ["status", "version"]
    if isinstance(subject, Case):
        subject.status_since = decision.at
        subject.lease_by, subject.lease_until = None, None
        fields += ["status_since", "lease_by", "lease_until"]
    else:
        subject.decided_at = clock.now()
        fields.append("decided_at")
    subject.save(update_fields=fields)
