"""What moderators do in the story: take a case, look at every source, decide."""

from datetime import date, timedelta

from directory import clock
from directory.accounts.models import User
from directory.accreditation.models import Credential
from directory.moderation import actions as moderation
from directory.moderation import renewal
from directory.moderation.checklist import questions_for
from directory.moderation.models import Case
from directory.screening.findings import Severity

from .scene import Scene
from .timeline import StoryEnds

_LOOK_AGAIN = timedelta(days=100)
_WITHOUT_ADDRESS = "https://register.example/"


def take(scene: Scene, by: User) -> Case:
    """`by` declares no tie to the provider and reserves the case. Raises `StoryEnds` when it is not open."""
    case = scene.refresh()
    if case.status not in (Case.Status.OPEN, Case.Status.SECOND_REVIEW):
        raise StoryEnds(f"the case is {case.status}")
    moderation.declare_conflict(case=case, by=by, has_conflict=False)
    moderation.take(case=case, by=by)
    return scene.refresh()


def look_at_sources(scene: Scene, by: User, *, holds_for: int | None = None) -> None:
    """Every credential is looked up and found in order; `holds_for` days is what the register says of its end."""
    ends = clock.today() + timedelta(
        days=holds_for if holds_for is not None else 290 + scene.draft.serial % 60
    )
    for credential in scene.credentials:
        _confirm(credential, by, ends, doctor=scene.content.kind != "other")
    scene.last_look = clock.today()


def _confirm(credential: Credential, by: User, ends: date, *, doctor: bool) -> None:
    register = credential.register
    renewal.verify(
        credential=credential,
        method="register",
        where=register.lookup_url or _WITHOUT_ADDRESS,
        result="confirmed",
        scopes=sorted(_seen(set(register.scopes), doctor=doctor)),
        valid_until=ends,
        by=by,
    )


def _seen(scopes: set[str], *, doctor: bool) -> set[str]:
    """What an entry shows: registers of several professions show a doctor's scopes or another's, never both."""
    if doctor or "other-licence" not in scopes:
        return scopes - {"other-licence"}
    return {"other-licence"}


def examine(scene: Scene, by: User | None = None, *, holds_for: int | None = None) -> Case:
    """`by` (default the first moderator) takes the case, verifies what was not lately, and works the checklist."""
    by = by or scene.first
    take(scene, by)
    if scene.last_look is None or clock.today() - scene.last_look > _LOOK_AGAIN:
        look_at_sources(scene, by, holds_for=holds_for)
    _dismiss_false_alarms(scene, by)
    case = scene.refresh()
    every = dict.fromkeys(questions_for(case.revision.document()), True)
    notes = {
        "authority": "Rang the number on the register's page; the office confirmed.",
        "website": "The address is fictional, so no program can read it; looked at by hand.",
    }
    moderation.answer_checklist(case=case, answers=every, notes=notes, by=by, version=case.version)
    return scene.refresh()


def _dismiss_false_alarms(scene: Scene, by: User) -> None:
    run = scene.case.screenings.filter(revision_id=scene.case.revision_id).last()
    if run is None:
        return
    for finding in run.findings.filter(severity=Severity.REVIEW, dismissible=True, dismissed_at=None):
        moderation.dismiss_finding(
            finding=finding,
            reason="Read in full; it offers nothing of the kind.",
            by=by,
            version=scene.case.version,
        )


def approve(scene: Scene, by: User | None = None) -> bool:
    """The first approval. True when it sufficed, False when a second person must look."""
    case = scene.refresh()
    moderation.approve(case=case, by=by or scene.first, version=case.version)
    return scene.refresh().status == Case.Status.APPROVED


def approve_second(scene: Scene, by: User | None = None) -> None:
    by = by or scene.second
    case = scene.refresh()
    moderation.declare_conflict(case=case, by=by, has_conflict=False)
    moderation.approve_second(case=case, by=by, version=case.version)
    scene.refresh()


def refuse(scene: Scene, reason: str, explanation: str, by: User | None = None) -> None:
    """Reject as whoever holds the case, or as second person."""
    by = by or scene.first
    take(scene, by)
    case = scene.refresh()
    moderation.reject(case=case, reasons=(reason,), explanation=explanation, by=by, version=case.version)
    scene.refresh()


def ask_for(scene: Scene, **requests: str) -> None:
    """Request changes, one sentence a field."""
    take(scene, scene.first)
    case = scene.refresh()
    moderation.request_changes(case=case, requests=requests, by=scene.first, version=case.version)
    scene.refresh()
