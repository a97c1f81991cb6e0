"""Mail waiting to be sent. A row is written with the change it tells of, in the same transaction."""

from datetime import datetime, timedelta

from django.db import models

from directory import clock

CLAIM = timedelta(minutes=5)


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> "MessageQuerySet":
        """Unsent, not claimed by a worker, and its next try is due."""
        return self.filter(sent_at=None, next_attempt_at__lte=now)


class Message(models.Model):
    """One e-mail. `key` says what it is about: the same key is never posted twice."""

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
