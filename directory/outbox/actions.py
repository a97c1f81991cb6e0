"""Post a message with the change it tells of; deliver what is due."""

import logging
import re
import smtplib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from directory import clock

from .models import CLAIM, NEVER, Message
from .tasks import deliver_due, see_to_next_run

log = logging.getLogger(__name__)

KEPT = timedelta(days=90)
"""How long it stays known that a message was delivered, and to whom."""

_PAUSES = (1, 5, 15, 60, 240)
"""Minutes until the next try after the first, second … failure; the last one repeats."""

_TRIES = 10
"""Failures of a message's own, about a day's worth, after which it is left for the operator."""

_NO_SERVER = (
    smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
)  # fmt: skip

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class NothingSent(Exception):
    """The mail server was handed nothing: the message has no address."""


def post(*, key: str, to: str, subject: str, text: str, html: str = "") -> Message:
    """Keep a message for delivery. Belongs into the transaction of the change: rolled back together.

    Posting the same `key` again changes nothing and returns the first message. An address that cannot be written to
    does not stop the change: the message fails by itself later.
    """
    defaults = {
        "to": _CONTROL.sub(" ", to)[:254].strip(), "subject": " ".join(_CONTROL.sub(" ", subject).split())[:200],
        "text": text.replace("\x00", ""), "html": html.replace("\x00", ""),
        "created_at": clock.now(), "next_attempt_at": clock.now(),
    }  # fmt: skip
    with transaction.atomic():
        message, new = Message.objects.get_or_create(key=key, defaults=defaults)
        if new:
            deliver_due.enqueue()
    return message


def deliver(*, limit: int = 100) -> int:
    """Send what is due, at most `limit` messages; returns how many were sent. A failure is kept and tried later.

    The next run is queued before the first message is sent, so that a worker that is killed leaves none behind.
    """
    see_to_next_run()
    sent = 0
    for pk in list(Message.objects.due(clock.now()).order_by("pk").values_list("pk", flat=True)[:limit]):
        if _claim(pk):
            sent += _send(Message.objects.get(pk=pk))
    see_to_next_run()
    return sent


def retry_left() -> int:
    """Try again what was left for the operator; returns how many messages."""
    count = Message.objects.left().update(attempts=0, next_attempt_at=clock.now())
    see_to_next_run()
    return count


def prune() -> int:
    """Forget messages delivered more than 90 days ago; returns how many. What was not delivered stays."""
    return Message.objects.filter(sent_at__lt=clock.now() - KEPT).delete()[0]


def _claim(pk: int) -> bool:
    """Take one message for this worker: of several workers exactly one sees a changed row."""
    now = clock.now()
    taken = Message.objects.due(now).filter(pk=pk).update(next_attempt_at=now + CLAIM)
    return taken == 1


def _send(message: Message) -> int:
    try:
        if not _mail(message).send():
            raise NothingSent
    except Exception as error:  # whatever one message raises, those behind it are sent
        _keep(message, error)
        return 0
    Message.objects.filter(pk=message.pk).update(
        attempts=message.attempts + 1, sent_at=clock.now(), last_error="", text="", html=""
    )
    return 1


def _mail(message: Message) -> EmailMultiAlternatives:
    """The same Message-ID on every try, so that a mail server recognises a message that it has already."""
    mail = EmailMultiAlternatives(message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.to])
    host = urlsplit(settings.SITE_URL).hostname
    mail.extra_headers["Message-ID"] = f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S}@{host}>"
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _keep(message: Message, error: Exception) -> None:
    """Set the next try. A server that does not answer counts towards the pause alone: that is tried without end."""
    name = type(error).__name__
    attempts = message.attempts + 1
    if _server_is_away(error):
        attempts = min(attempts, len(_PAUSES))
    pause = _PAUSES[min(attempts, len(_PAUSES)) - 1]
    later = clock.now() + timedelta(minutes=pause)
    if attempts >= _TRIES:
        later = NEVER
        log.error("message %s is left for the operator after %s tries (%s)", message.pk, attempts, name)
    else:
        log.warning("message %s not delivered (%s); next try in %s min", message.pk, name, pause)
    Message.objects.filter(pk=message.pk).update(attempts=attempts, next_attempt_at=later, last_error=name)


def _server_is_away(error: Exception) -> bool:
    """No connection, or one that is refused before any message: nothing is known about this message."""
    refused = isinstance(error, smtplib.SMTPException)
    return isinstance(error, _NO_SERVER) or (isinstance(error, OSError) and not refused)
