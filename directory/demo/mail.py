"""The story's mail is history: it counts as delivered on the day it was written, so that nobody is sent it today."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import F, Max, QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from directory.outbox.models import Message
from directory.outbox.tasks import deliver_due


@contextmanager
def counted_as_delivered() -> Iterator[None]:
    """What is posted within the block is kept as sent, and the deliveries it asked for are not run.

    Needs a transaction: no worker may see the messages before.
    """
    last = Message.objects.aggregate(last=Max("pk"))["last"] or 0
    asked = set(_deliveries().values_list("pk", flat=True))
    yield
    Message.objects.filter(pk__gt=last).update(sent_at=F("created_at"), attempts=1)
    _deliveries().exclude(pk__in=asked).delete()


def _deliveries() -> QuerySet[DBTaskResult[..., int]]:
    return DBTaskResult.objects.filter(task_path=deliver_due.module_path, status=TaskResultStatus.READY)
