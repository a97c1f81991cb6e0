"""Post a message with the change it tells of; deliver what is due."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from directory import clock

from .models import CLAIM, Message

log = logging.getLogger(__name__)

_PAUSES = (1, 5, 15, 60, 240)
"""Minutes until the next try after the first, second … failure; the last one repeats."""


def post(*, key: str, to: str, subject: str, text: str, html: str = "") -> Message:
    """Keep a message for delivery. Belongs into the transaction of the change: rolled back together.

    Posting the same `key` again changes nothing and returns the first message.
    """
    from .tasks import deliver_due

    one_line = " ".join(subject.split())[:200]
    defaults = {
        "to": to, "subject": one_line, "text": text, "html": html,
        "created_at": clock.now(), "next_attempt_at": clock.now(),
    }  # fmt: skip
    with transaction.atomic():
        message, new = Message.objects.get_or_create(key=key, defaults=defaults)
        if new:
            deliver_due.enqueue()
    return message


def deliver(*, limit: int = 100) -> int:
    """Send what is due, at most `limit` messages; returns how many were sent. A failure is kept and tried later."""
    sent = 0
    for pk in list(Message.objects.due(clock.now()).order_by("pk").values_list("pk", flat=True)[:limit]):
        if _claim(pk):
            sent += _send(Message.objects.get(pk=pk))
    return sent


def _claim(pk: int) -> bool:
    """Take one message for this worker: of several workers exactly one sees a changed row."""
    now = clock.now()
    taken = Message.objects.due(now).filter(pk=pk).update(next_attempt_at=now + CLAIM)
    return taken == 1


def _send(message: Message) -> int:
    mail = EmailMultiAlternatives(message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.to])
    mail.extra_headers["Message-ID"] = f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S}@outbox>"
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    attempts = message.attempts + 1
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        pause = _PAUSES[min(attempts, len(_PAUSES)) - 1]
        Message.objects.filter(pk=message.pk).update(
            attempts=attempts,
            next_attempt_at=clock.now() + timedelta(minutes=pause),
            last_error=type(error).__name__,
        )
        log.warning(
            "message %s not delivered (%s); next try in %s min", message.pk, type(error).__name__, pause
        )
        return 0
    Message.objects.filter(pk=message.pk).update(attempts=attempts, sent_at=clock.now(), last_error="")
    return 1
