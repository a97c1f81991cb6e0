"""What the worker runs, and that it runs again for as long as anything waits."""

from datetime import timedelta

from django.db.models import Q
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

from directory import clock

from .models import Message

SOONEST = timedelta(seconds=30)


@task()
def deliver_due() -> int:
    """Send what is due; returns how many messages were sent."""
    from .actions import deliver

    return deliver()


def see_to_next_run() -> None:
    """While a message waits, a run stands in the queue no later than its next try (and no sooner than in 30 s)."""
    upcoming = Message.objects.waiting().order_by("next_attempt_at").first()
    if upcoming is None:
        return
    wanted = max(upcoming.next_attempt_at, clock.now() + SOONEST)
    at_once = Q(run_after=get_date_max())  # the queue's way of writing "no time was given"
    queued = DBTaskResult.objects.filter(task_path=deliver_due.module_path, status=TaskResultStatus.READY)
    if not queued.filter(at_once | Q(run_after__lte=wanted)).exists():
        deliver_due.using(run_after=wanted).enqueue()
