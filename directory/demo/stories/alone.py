"""Where nobody in the team may decide: they know the provider, or had a part in it. Somebody from outside is asked."""

import re
from datetime import timedelta

from directory.accounts.permissions import lacks_second_factor
from directory.demo.desk import approve, examine, refuse
from directory.demo.scene import Scene, submit
from directory.demo.timeline import Steps
from directory.moderation import actions as moderation
from directory.moderation.external import actions as external
from directory.moderation.external.models import Invitation
from directory.outbox.models import Message

from .appeals import appeal
from .review import pause

_TOKEN = re.compile(r"/moderation/invited/([\w-]+)/")


def waits_for_outsider(scene: Scene) -> Steps:
    """All but one know this teacher of theirs. That one approved first; the second look is for a guest."""
    submit(scene)
    yield timedelta(days=1)
    for colleague in (scene.second, scene.people["senior"], scene.people["second.senior"]):
        moderation.declare_conflict(case=scene.case, by=colleague, has_conflict=True)
    yield timedelta(days=1)
    examine(scene)
    approve(scene)
    yield timedelta(days=1)
    invitation = _invite(scene)
    yield timedelta(hours=20)
    _accept(scene, invitation)


def _invite(scene: Scene) -> Invitation:
    return external.invite(
        case=scene.refresh(),
        part=Invitation.Part.SECOND,
        email=scene.people["reviewer"].email,
        why_independent="Retired neurologist from abroad; never worked with anybody in the region.",
        days=external.MOST_DAYS,
        by=scene.people["operator"],
    )


def _accept(scene: Scene, invitation: Invitation) -> None:
    """By the link in the message, which is its only copy. Where a second factor is asked for, the person does it."""
    link = _TOKEN.search(Message.objects.get(key=f"invitation:{invitation.pk}").text)
    reviewer = scene.people["reviewer"]
    if link is not None and not lacks_second_factor(reviewer):
        external.accept(token=link[1], by=reviewer)


def appeal_to_nobody(scene: Scene) -> Steps:
    """One senior moderator rejected, the other knows the provider: nobody is left to answer the appeal."""
    submit(scene)
    yield pause(scene)
    moderation.declare_conflict(case=scene.case, by=scene.people["second.senior"], has_conflict=True)
    refuse(
        scene,
        "authority",
        "Nobody at the published number knew of this listing. I rang on three days.",
        by=scene.people["senior"],
    )
    yield timedelta(days=9)
    appeal(scene, "The number in the register is my predecessor's. The hospital has confirmed mine since.")


STORIES = (waits_for_outsider, appeal_to_nobody)
