"""Short ways to a team that is too small, and to somebody from outside who comes to help."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from directory import clock
from directory.accounts.models import User
from directory.moderation import actions, applicant
from directory.moderation.external import actions as external
from directory.moderation.external.models import Invitation
from directory.moderation.models import Appeal, Case
from directory.outbox.models import Message
from tests.cast import Cast, person
from tests.moderation.pages import declared

TEAM = ("ann", "ben", "senior", "second_senior")
WHY = "Retired neurologist from Oslo; knows nobody there."
SECOND, APPEAL = Invitation.Part.SECOND.value, Invitation.Part.APPEAL.value


def only(cast: Cast, *stay: str) -> None:
    """The team shrinks to these people: the others' accounts are closed."""
    for name in TEAM:
        member = getattr(cast, name)
        member.is_active = name in stay
        member.save(update_fields=["is_active"])


def waiting_for_second(cast: Cast, **changes: Any) -> Case:
    """A risky case that Ann approved, where Ann is all there is."""
    only(cast, "ann")
    case = cast.ready(cast.submit(**changes))
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    return case


def appealed_to_nobody(cast: Cast) -> Appeal:
    """A senior moderator, alone, rejected; the provider appeals."""
    only(cast, "senior")
    case = cast.ready(cast.submit(), by=cast.senior)
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.senior, version=case.version)
    return applicant.appeal(case=case, text="Please look again.", by=cast.owner)


def operator() -> User:
    """Somebody without a role in the team, who invites."""
    found = User.objects.filter(email="operator@directory.example").first()
    return found or User.objects.create_superuser("operator@directory.example", "x", name="Olga")


def outsider(email: str = "rosa@outside.example") -> User:
    return person(email, name="Rosa Lind")


def invite(case: Case, by: User, **changes: Any) -> Invitation:
    wish = {"part": SECOND, "email": "rosa@outside.example", "why_independent": WHY}
    return external.invite(case=case, by=by, **wish | changes)


def token_of(invitation: Invitation) -> str:
    """As the person invited finds it: in the message."""
    text = Message.objects.get(key=f"invitation:{invitation.pk}").text
    found = re.search(r"/moderation/invited/([\w-]+)/", text)
    assert found is not None, text
    return found[1]


def accepted(case: Case, by: User, **changes: Any) -> tuple[Invitation, User]:
    """Invited, and the invitation accepted by an account with that address, who has declared to have no tie."""
    invitation = invite(case, by, **changes)
    reviewer = User.objects.filter(email=invitation.email).first() or outsider(invitation.email)
    external.accept(token=token_of(invitation), by=reviewer)
    declared(case, reviewer)
    invitation.refresh_from_db()
    return invitation, reviewer


def alerts() -> list[str]:
    """What the operator was told, by case and part."""
    return sorted(Message.objects.filter(key__startswith="nobody:").values_list("key", flat=True))


def status_of(client: Client, name: str, *ids: Any, method: str = "get") -> int:
    return int(getattr(client, method)(reverse(name, args=ids)).status_code)


def days_later(days: float) -> Any:
    return clock.set_to(clock.now() + timedelta(days=days))


def risky_for_one(cast: Cast) -> Case:
    """Beside what is published already: a case that Ann approved, in which Ben has a tie, and nobody else is left."""
    case = cast.submit(name="Dr Mira Aldous, fifth rooms")
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=True)
    cast.ready(case)
    actions.approve(case=case, by=cast.ann, version=case.version)
    only(cast, "ann")
    case.refresh_from_db()
    return case
