"""Decisions that a provider appeals against, and what somebody uninvolved answers."""

from datetime import timedelta

from directory.demo.desk import refuse
from directory.demo.scene import Scene, submit
from directory.demo.timeline import Steps
from directory.moderation import applicant
from directory.moderation.appeals import decide_appeal
from directory.moderation.models import Appeal

from .review import checked_and_approved, kept_up, pause

_NOT_FOUND = "The register shows no entry under this number."


def _refused_and_appealed(scene: Scene) -> Steps:
    submit(scene)
    yield pause(scene)
    refuse(scene, "accreditation", _NOT_FOUND)
    yield timedelta(days=6)
    appeal(
        scene, "The register moved to a new address last month. Our entry is there, under the same number."
    )


def appeal(scene: Scene, text: str) -> None:
    applicant.appeal(case=scene.refresh(), text=text, by=scene.owner)


def decide(scene: Scene, *, overturn: bool, reason: str, answer: str) -> None:
    """A senior moderator who had no part in the case answers."""
    open_one = scene.case.appeals.get(status=Appeal.Status.OPEN)
    decide_appeal(
        appeal=open_one,
        overturn=overturn,
        reasons=(reason,),
        answer=answer,
        by=scene.people["second.senior"],
        version=open_one.version,
    )


def appeal_waiting(scene: Scene) -> Steps:
    yield from _refused_and_appealed(scene)


def appeal_confirmed(scene: Scene) -> Steps:
    yield from _refused_and_appealed(scene)
    yield timedelta(days=7)
    answer = "I looked at the new address too, and rang the register. There is no entry. The decision stands."
    decide(scene, overturn=False, reason="accreditation", answer=answer)


def appeal_overturned(scene: Scene) -> Steps:
    """The case is open again; nothing is published by that alone."""
    yield from _refused_and_appealed(scene)
    yield timedelta(days=8)
    answer = (
        "You are right: the entry stands at the new address. The case is open again and will be looked at."
    )
    decide(scene, overturn=True, reason="incorrect", answer=answer)


def appeal_then_live(scene: Scene) -> Steps:
    yield from appeal_overturned(scene)
    yield from checked_and_approved(scene)
    yield from kept_up(scene)


STORIES = (appeal_waiting, appeal_confirmed, appeal_overturned, appeal_then_live)
