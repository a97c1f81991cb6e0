"""What the log was on a day, signed. The same line lies in a file and in somebody's mailbox outside."""

from django.db import models

from directory import clock


class Checkpoint(models.Model):
    """The end of the decision log at a moment: how many decisions, the last one's hash, and a signature over both.

    `signature` and `public_key` are Ed25519 (RFC 8032) in base64. Append-only.
    """

    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
    public_key = models.CharField(max_length=44)
    signature = models.CharField(max_length=88)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.seq} decisions on {self.at:%Y-%m-%d}"
