"""What the worker runs."""

from datetime import timedelta

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from directory import clock

from . import actions
from .models import Message


@task()
def deliver_due() -> int:
    """Send what is due. While something is still waiting, exactly one later run is queued."""
    sent = actions.deliver()
    upcoming = Message.objects.filter(sent_at=None).order_by("next_attempt_at").first()
    if upcoming is not None and not _waiting():
        deliver_due.using(
            run_after=max(upcoming.next_attempt_at, clock.now() + timedelta(seconds=30))
        ).enqueue()
    return sent


def _waiting() -> bool:
    """Whether a later run stands in the queue already."""
    return DBTaskResult.objects.filter(
        task_path=deliver_due.module_path, status=TaskResultStatus.READY
    ).exists()
