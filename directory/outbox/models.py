"""Mail waiting to be sent. A row is written with the change it tells of, in the same transaction."""

from datetime import UTC, datetime, timedelta

from django.db import models

from directory import clock

CLAIM = timedelta(minutes=5)
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""`next_attempt_at` of a message that is left for the operator."""


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> "MessageQuerySet":
        """Unsent, and a worker will try it, now or later."""
        return self.filter(sent_at=None, next_attempt_at__lt=NEVER)

    def due(self, now: datetime) -> "MessageQuerySet":
        """Unsent, not claimed by a worker, and its next try is due."""
        return self.waiting().filter(next_attempt_at__lte=now)

    def left(self) -> "MessageQuerySet":
        """Unsent, and no longer tried: an operator looks at it (`actions.retry_left`)."""
        return self.filter(sent_at=None, next_attempt_at=NEVER)


class Message(models.Model):
    """One e-mail. `key` says what it is about: the same key is never posted twice.

    `text` and `html` are emptied once it is delivered: they may hold a link that opens an account.
    """

    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    next_attempt_at = models.DateTimeField(default=clock.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    def __str__(self) -> str:
        return self.key
