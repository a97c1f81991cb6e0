"""Replies that the team keeps for reasons it often gives: anybody adds, changes, removes them; who and when is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role

from .errors import NotAllowed, StaleVersion, TransitionRefused
from .reasons import BY_CODE, REASONS
from .saved import SavedReply

MOST = 200


@dataclass(frozen=True, slots=True)
class RepliesFor:
    """The replies for one reason code."""

    code: str
    title: str | Promise
    replies: tuple[SavedReply, ...]


def by_reason() -> list[RepliesFor]:
    """All replies, in the order of the reasons; one query."""
    kept: dict[str, list[SavedReply]] = {}
    for reply in SavedReply.objects.all():
        kept.setdefault(reply.reason, []).append(reply)
    return [
        RepliesFor(reason.code, reason.title, tuple(kept[reason.code]))
        for reason in REASONS
        if reason.code in kept
    ]


def chosen(sent: Mapping[str, str]) -> SavedReply | None:
    """The reply whose button was pressed in a form, None where none was.

    Raises `TransitionRefused` where it is gone by now: a form that asked for words must not decide instead.
    """
    if "use" not in sent:
        return None
    number = sent["use"]
    readable = number.isascii() and number.isdecimal() and len(number) < 10
    found = SavedReply.objects.filter(pk=int(number)).first() if readable else None
    if found is None:
        raise TransitionRefused(_("This reply is no longer kept. Nothing was sent or decided."))
    return found


def joined(typed: str, reply: SavedReply) -> str:
    """What was typed, then the reply as a paragraph of its own; a reply that is in it already is not put in twice."""
    if reply.text in typed:
        return typed
    return f"{typed.rstrip()}\n\n{reply.text}" if typed.strip() else reply.text


def mark(reply: SavedReply) -> str:
    """By this a form says which version of a reply it was made for."""
    whole = "\n".join((reply.at.isoformat(), reply.reason, reply.title, reply.text))
    return sha256(whole.encode()).hexdigest()[:16]


@transaction.atomic
def add(*, reason: str, title: str, text: str, by: User) -> SavedReply:
    """Raises `NotAllowed` for all but moderators, `TransitionRefused` where the title is taken or there are enough."""
    _permit(by)
    if SavedReply.objects.count() >= MOST:
        raise TransitionRefused(
            _("The team keeps %(most)s replies already. Remove one that nobody uses first.") % {"most": MOST}
        )
    return _save(SavedReply(), reason, title, text, by)


@transaction.atomic
def change(*, reply: SavedReply, reason: str, title: str, text: str, seen: str, by: User) -> SavedReply:
    """`seen` is the `mark()` of what was changed. Raises `StaleVersion` where a colleague was faster."""
    _permit(by)
    now = SavedReply.objects.select_for_update().filter(pk=reply.pk).first()
    if now is None or mark(now) != seen:
        raise StaleVersion
    return _save(now, reason, title, text, by)


@transaction.atomic
def remove(*, reply: SavedReply, by: User) -> None:
    """Statements in which it was used keep their words."""
    _permit(by)
    SavedReply.objects.filter(pk=reply.pk).delete()


def _permit(by: User) -> None:
    if not by.has_role(Role.MODERATOR):
        raise NotAllowed(_("Only moderators keep replies."))


def _save(reply: SavedReply, reason: str, title: str, text: str, by: User) -> SavedReply:
    if reason not in BY_CODE:
        raise TransitionRefused(_("There is no such reason."))
    reply.reason, reply.title, reply.text = reason, title.strip(), text.strip()
    reply.by_id, reply.at = by.pk, clock.now()
    try:
        with transaction.atomic():
            reply.save()
    except IntegrityError:
        raise TransitionRefused(
            _("There is a reply with this title for this reason already. Choose another title.")
        ) from None
    return reply
