"""What moderators and the system do with a case. Every status is written by `transition()`."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User

from .checklist import questions_for
from .errors import NotAllowed, NotLeaseHolder, StaleVersion, TransitionRefused
from .external.alerts import see_to
from .external.ends import stand_down
from .locks import lock_case, lock_listings
from .models import (
    ACTIVE,
    LEASE,
    Case,
    ChangeRequest,
    ConflictDeclaration,
    Decision,
    PrivateNote,
    ScreeningFinding,
)
from .people import in_part, permit, still_stands
from .publication import publish_case
from .quality.lots import draw
from .reasons import known
from .reports.outcomes import settle
from .risks import risks_of
from .statements import state_reasons, tell
from .tables import Actor
from .transitions import transition
from .trials import records_of

CHANGES_DAYS = 14


@transaction.atomic
def take(*, case: Case, by: User) -> Case:
    """Reserve the case for fifteen minutes. Raises `NotAllowed` without a declaration about conflicts of interest."""
    locked = lock_case(case.pk)
    permit(locked, by, Actor.MODERATOR)
    if not locked.conflicts.filter(user=by, has_conflict=False).exists():
        raise NotAllowed(_("Please say first whether you have a conflict of interest in this case."))
    if locked.leased_by_other(by.pk, clock.now()):
        raise TransitionRefused(
            _("Somebody else is working on this case. It becomes free when their time is over.")
        )
    if locked.status not in (Case.Status.OPEN, Case.Status.SECOND_REVIEW):
        raise TransitionRefused(_("There is nothing to decide in this case now."))
    locked.lease_by, locked.lease_until = by, clock.now() + LEASE
    locked.save(update_fields=["lease_by", "lease_until"])
    return locked


@transaction.atomic
def release(*, case: Case, by: User) -> None:
    """Give the case back."""
    Case.objects.filter(pk=case.pk, lease_by=by).update(lease_by=None, lease_until=None)


@transaction.atomic
def declare_conflict(*, case: Case, by: User, has_conflict: bool) -> ConflictDeclaration:
    """Before the file opens: is there a tie to the provider? A declared conflict stays and makes the case risky."""
    locked = lock_case(case.pk)
    declaration, new = ConflictDeclaration.objects.get_or_create(
        case=locked, user=by, defaults={"has_conflict": has_conflict, "at": clock.now()}
    )
    if not new and has_conflict and not declaration.has_conflict:
        declaration.has_conflict = True
        declaration.save()
    if has_conflict and locked.lease_by_id == by.pk:
        release(case=locked, by=by)
    if has_conflict:
        stand_down(locked, by)
    if locked.status in ACTIVE:
        _refresh_risks(locked)
    if has_conflict:
        see_to(locked)
    return declaration


@transaction.atomic
def answer_checklist(
    *, case: Case, answers: dict[str, bool], notes: dict[str, str], by: User, version: int
) -> Case:
    """Keep the lease holder's answers with their questions, for this exact revision. Frozen once approved."""
    locked = _leased(case, by, version)
    _open(locked)
    questions = questions_for(locked.revision.document())
    locked.checklist = {
        "revision": locked.revision.sha256,
        "trials": records_of(locked.revision.document().trial_ids),
        "answers": {
            key: {
                "question": text,
                "yes": bool(answers.get(key)),
                "note": notes.get(key, "")[:1000],
                "by": by.pk,
                "at": clock.now().isoformat(),
            }
            for key, text in questions.items()
        },
    }
    locked.save(update_fields=["checklist"])
    return locked


@transaction.atomic
def dismiss_finding(*, finding: ScreeningFinding, reason: str, by: User, version: int) -> Case:
    """The lease holder says why a finding is a false alarm. The case becomes risky.

    Raises `NotAllowed` for a finding on declared services, and `TransitionRefused` without a reason.
    """
    case = _leased(finding.run.case, by, version)
    _open(case)
    if not finding.dismissible:
        raise NotAllowed(
            _("A finding on declared services cannot be dismissed. Ask the provider to change the services.")
        )
    if not reason.strip():
        raise TransitionRefused(_("Say why this is a false alarm."))
    if ScreeningFinding.objects.filter(pk=finding.pk, dismissed_at__isnull=False).exists():
        raise TransitionRefused(_("This finding was dismissed already; the first reason stands."))
    finding.dismissed_by_id, finding.dismissed_at = by.pk, clock.now()
    finding.dismissal_reason = reason.strip()
    finding.save(update_fields=["dismissed_by_id", "dismissed_at", "dismissal_reason"])
    _refresh_risks(case)
    return case


@transaction.atomic
def add_note(*, case: Case, text: str, by: User) -> PrivateNote:
    """A private note for moderators."""
    permit(case, by, Actor.MODERATOR)
    return _write_note(case, text, by)


def _write_note(case: Case, text: str, by: User) -> PrivateNote:
    return PrivateNote.objects.create(case=case, by=by, at=clock.now(), text=text.strip())


@transaction.atomic
def request_changes(*, case: Case, requests: dict[str, str], by: User, version: int) -> Decision:
    """Ask the provider to change fields ({field: what}); a clock of fourteen days starts."""
    locked = _leased(case, by, version)
    for field, message in requests.items():
        if message.strip():
            ChangeRequest.objects.create(
                case=locked, case_version=version, field=field, message=message.strip(), at=clock.now()
            )
    locked.changes_due_at = clock.now() + timedelta(days=CHANGES_DAYS)
    locked.save(update_fields=["changes_due_at"])
    decision = transition(
        locked, "request_changes", case=locked, by=by, acting_as=Actor.LEASE_HOLDER, version=version
    )
    tell(locked, decision, "changes_requested")
    return decision


@transaction.atomic
def approve(*, case: Case, by: User, version: int) -> Decision:
    """The lease holder approves: published at once, or sent to a second person where the case is risky."""
    lock_listings([case.listing_id])
    locked = _leased(case, by, version)
    _refresh_risks(locked)
    if locked.risks:
        locked.first_actor_id = by.pk
        locked.save(update_fields=["first_actor_id"])
        decision = transition(
            locked, "send_to_second", case=locked, by=by, acting_as=Actor.LEASE_HOLDER, version=version
        )
        see_to(locked)
        return decision
    locked.first_actor_id = None
    locked.save(update_fields=["first_actor_id"])
    decision = transition(
        locked, "approve", case=locked, by=by, acting_as=Actor.LEASE_HOLDER, version=version
    )
    publish_case(locked, decision, by)
    draw(locked, decision)
    return decision


@transaction.atomic
def approve_second(*, case: Case, by: User, version: int) -> Decision:
    """A second, different person approves and publishes. Raises `GateClosed` when anything is missing by now."""
    lock_listings([case.listing_id])
    locked = _locked(case, version)
    _declared(locked, by)
    if not still_stands(locked, locked.first_actor_id):
        raise TransitionRefused(
            _(
                "The first person has a tie or no longer moderates: the first approval does not count. Send it back."
            )
        )
    decision = transition(
        locked,
        "approve_second",
        case=locked,
        by=by,
        acting_as=in_part(by, Actor.SECOND),
        version=version,
    )
    publish_case(locked, decision, by)
    return decision


@transaction.atomic
def return_to_first(*, case: Case, reasons: tuple[str, ...], note: str, by: User, version: int) -> Decision:
    """The second person sends the case back with a reason; the first approval is void."""
    locked = _locked(case, version)
    _declared(locked, by)
    decision = transition(
        locked,
        "return_to_first",
        case=locked,
        by=by,
        acting_as=in_part(by, Actor.SECOND),
        version=version,
        reasons=known(reasons),
    )
    locked.first_actor_id = None
    locked.save(update_fields=["first_actor_id"])
    if note.strip():
        _write_note(locked, note, by)
    see_to(locked)
    return decision


@transaction.atomic
def reject(*, case: Case, reasons: tuple[str, ...], explanation: str, by: User, version: int) -> Decision:
    """Reject with coded reasons, as lease holder of an open case or as second person."""
    locked = _locked(case, version)
    second = locked.status == Case.Status.SECOND_REVIEW
    if second:
        _declared(locked, by)
    locked.automatic = False
    locked.save(update_fields=["automatic"])
    decision = transition(
        locked,
        "reject_second" if second else "reject",
        case=locked,
        by=by,
        acting_as=in_part(by, Actor.SECOND) if second else Actor.LEASE_HOLDER,
        version=version,
        reasons=known(reasons),
        ruleset=_ruleset(locked),
    )
    state_reasons(locked, decision, automatic=False, explanation=explanation.strip())
    settle(locked.listing_id)
    return decision


def _ruleset(case: Case) -> str:
    run = case.screenings.last()
    return run.ruleset if run else ""


def _locked(case: Case, version: int) -> Case:
    locked = lock_case(case.pk)
    if locked.version != version:
        raise StaleVersion
    return locked


def _leased(case: Case, by: User, version: int) -> Case:
    """The case, locked, at this version and reserved for `by`; the lease is renewed by the activity."""
    locked = _locked(case, version)
    permit(locked, by, Actor.MODERATOR)
    if not locked.leased_to(by.pk, clock.now()):
        raise NotLeaseHolder
    locked.lease_until = clock.now() + LEASE
    locked.save(update_fields=["lease_until"])
    return locked


def _open(case: Case) -> None:
    """What the first person approved stays as it was when the second person looks at it."""
    if case.status != Case.Status.OPEN:
        raise TransitionRefused(_("This can change only while the case is open. Send it back first."))


def _declared(case: Case, by: User) -> None:
    if not case.conflicts.filter(user=by).exists():
        raise NotAllowed(_("Please say first whether you have a conflict of interest in this case."))


def _refresh_risks(case: Case) -> None:
    case.risks = risks_of(case)
    case.save(update_fields=["risks"])
