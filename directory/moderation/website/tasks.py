"""What the worker runs."""

from django_tasks import task

from . import actions


@task(priority=-10)
def read_website(reading_id: int) -> str:
    """Carry out one reading; the outcome. Run again, it changes nothing."""
    return actions.carry_out(reading_id)
