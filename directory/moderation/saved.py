"""What moderators keep for themselves and each other: named filters of the queue and replies for often-met reasons."""

from django.conf import settings
from django.db import models

from directory import clock


class SavedFilter(models.Model):
    """A filter of the queue under a name: the query of its address, nothing else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_name_once")]

    def __str__(self) -> str:
        return self.name


class SavedReply(models.Model):
    """Words to an applicant that the team uses again, for one reason code (`reasons.BY_CODE`)."""

    reason = models.CharField(max_length=30)
    title = models.CharField(max_length=80)
    text = models.TextField()
    by_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["reason", "title"]
        constraints = [models.UniqueConstraint(fields=["reason", "title"], name="saved_reply_title_once")]

    def __str__(self) -> str:
        return self.title
