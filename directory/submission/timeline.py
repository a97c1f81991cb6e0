"""What happened to a listing, in words for its provider. Moderators have no names here."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.listings.models import Listing
from directory.moderation.models import Decision
from directory.moderation.tables import Actor

_STEPS: dict[str, tuple[str | Promise, str]] = {
    "reject_automatically": (gettext_lazy("Not accepted by the automatic check"), "stop"),
    "ask_person": (gettext_lazy("You asked that a person looks at it"), "wait"),
    "request_changes": (gettext_lazy("Changes asked for"), "wait"),
    "resubmit": (gettext_lazy("You sent the changed version"), ""),
    "withdraw": (gettext_lazy("You withdrew it"), ""),
    "expire": (gettext_lazy("Closed, because no changes arrived in time"), ""),
    "send_to_second": (gettext_lazy("Approved by one person; a second person looks at it"), ""),
    "approve": (gettext_lazy("Approved"), "ok"),
    "approve_second": (gettext_lazy("Approved by a second person"), "ok"),
    "return_to_first": (gettext_lazy("The second person asked for another look"), ""),
    "reject": (gettext_lazy("Not accepted"), "stop"),
    "reject_second": (gettext_lazy("Not accepted by the second person"), "stop"),
    "reopen": (gettext_lazy("Open again, after your appeal"), "wait"),
    "publish": (gettext_lazy("Published"), "ok"),
    "quarantine": (gettext_lazy("Hidden while we check"), "stop"),
    "restore": (gettext_lazy("Published again"), "ok"),
    "delist": (gettext_lazy("Removed for good"), "stop"),
    "unpublish": (gettext_lazy("You took it down"), ""),
    "file": (gettext_lazy("You appealed"), "wait"),
    "confirm": (gettext_lazy("Appeal decided: the decision stands"), "stop"),
    "overturn": (gettext_lazy("Appeal decided: the decision falls"), "ok"),
}
"""By action of a lifecycle: the words and the tone."""


@dataclass(frozen=True, slots=True)
class Event:
    """As `components/timeline.html` shows it."""

    at: datetime
    title: str
    by: str
    tone: str
    detail: str = ""


def timeline(listing: Listing) -> list[Event]:
    """Versions sent and decisions taken, the newest first; two queries."""
    sent = [
        Event(at, _("Version %(number)s sent") % {"number": number}, _("your side"), "")
        for number, at in listing.revisions.values_list("number", "created_at")
    ]
    taken = [_event(decision) for decision in Decision.objects.filter(listing_id=listing.pk).order_by("-seq")]
    return sorted(taken + sent, key=lambda event: event.at, reverse=True)


def _event(decision: Decision) -> Event:
    title, tone = _STEPS.get(decision.action, (decision.action, ""))
    return Event(decision.at, str(title), _who(decision.actor_role), tone)


def _who(role: str) -> str:
    if role == Actor.SYSTEM:
        return _("automatic")
    if role == Actor.EXTERNAL:
        return _("a person from outside whom the directory asked")
    return _("your side") if role == Actor.PROVIDER else _("a person of the directory")
