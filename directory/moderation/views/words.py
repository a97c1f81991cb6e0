"""Decisions in words for moderators: what was done, and by whom where the account still exists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.accounts.models import User

from ..models import Decision
from ..reasons import BY_CODE
from ..tables import Actor

DONE: dict[tuple[str, str], Any] = {
    ("case", "reject_automatically"): gettext_lazy("Rejected automatically"),
    ("case", "ask_person"): gettext_lazy("The provider asked that a person looks"),
    ("case", "request_changes"): gettext_lazy("Changes requested"),
    ("case", "resubmit"): gettext_lazy("A changed version came in"),
    ("case", "withdraw"): gettext_lazy("Withdrawn by the provider"),
    ("case", "expire"): gettext_lazy("Withdrawn: no answer in time"),
    ("case", "send_to_second"): gettext_lazy("Approved by the first person, sent to a second"),
    ("case", "approve"): gettext_lazy("Approved"),
    ("case", "approve_second"): gettext_lazy("Approved by the second person"),
    ("case", "return_to_first"): gettext_lazy("Sent back by the second person"),
    ("case", "reject"): gettext_lazy("Rejected"),
    ("case", "reject_second"): gettext_lazy("Rejected by the second person"),
    ("case", "reopen"): gettext_lazy("Open again after an appeal"),
    ("publication", "publish"): gettext_lazy("Published"),
    ("publication", "quarantine"): gettext_lazy("Hidden from the public"),
    ("publication", "restore"): gettext_lazy("Shown to the public again"),
    ("publication", "delist"): gettext_lazy("Removed for good"),
    ("publication", "unpublish"): gettext_lazy("Taken down by the provider"),
    ("appeal", "file"): gettext_lazy("Appeal filed"),
    ("appeal", "confirm"): gettext_lazy("Appeal: decision confirmed"),
    ("appeal", "overturn"): gettext_lazy("Appeal: decision overturned"),
}
_TONES = {
    "rejected": "stop", "quarantined": "stop", "delisted": "stop", "approved": "ok", "live": "ok",
    "second_review": "wait", "changes_requested": "wait",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline, as `components/timeline.html` shows it."""

    title: str
    at: datetime
    by: str = ""
    detail: str = ""
    tone: str = ""


def events(decisions: Iterable[Decision]) -> list[Event]:
    """Decisions as a timeline, in their order, with one query for the names."""
    found = list(decisions)
    names = names_of(decision.actor_id for decision in found)
    return [
        Event(
            title=what(decision),
            at=decision.at,
            by=_actor(decision, names),
            detail="\n".join(reason_titles(decision.reasons)),
            tone=_TONES.get(decision.to_status, ""),
        )
        for decision in found
    ]


def what(decision: Decision) -> str:
    return str(DONE.get((decision.lifecycle, decision.action), decision.action))


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """Names by user id, of the accounts that still exist."""
    wanted = {each for each in ids if each is not None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=wanted)}


def named(user_id: int | None, names: dict[int, str]) -> str:
    """A person's name, or words for the system and for an account that is gone."""
    if user_id is None:
        return _("the system")
    return names.get(user_id, _("somebody whose account is gone"))


def reason_titles(codes: Iterable[str]) -> list[str]:
    return [str(BY_CODE[code].title) if code in BY_CODE else code for code in codes]


def _actor(decision: Decision, names: dict[int, str]) -> str:
    who = named(decision.actor_id, names)
    beside = {Actor.PROVIDER.value: _("provider"), Actor.EXTERNAL.value: _("from outside")}
    return f"{who} ({beside[decision.actor_role]})" if decision.actor_role in beside else who
