"""Where the decision log ends: the one row that is locked before a decision is written."""

from django.db import models
from django.db.models import Q


class LogHead(models.Model):
    """The end of the decision log. One row; locked before a decision is written."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="log_has_one_head")]

    def __str__(self) -> str:
        return str(self.seq)
