"""What the worker runs."""

from django_tasks import task

from .activation import carry_on
from .models import RulesetActivation


@task()
def carry_on_later(activation_id: int) -> str:
    """Apply a ruleset to what is live, as far as it may; where it stands then. Run again, it changes nothing."""
    return carry_on(RulesetActivation.objects.get(pk=activation_id)).stage
