"""How an invitation ends by what happens to its case, in the transaction in which it happens."""

from directory import clock
from directory.accounts.models import User

from ..models import Case
from ..tables import Step
from .mail import tell_who_invited
from .models import Invitation

_ENDED_BY = {
    ("case", "withdraw"): Invitation.Part.SECOND,
    ("case", "return_to_first"): Invitation.Part.SECOND,
    ("case", "reject_second"): Invitation.Part.SECOND,
    ("publication", "publish"): Invitation.Part.SECOND,
    ("publication", "restore"): Invitation.Part.SECOND,
    ("appeal", "confirm"): Invitation.Part.APPEAL,
    ("appeal", "overturn"): Invitation.Part.APPEAL,
}
"""The step after which nobody is needed in a part. An approval ends it by publishing, the last thing it does."""


def end_with(step: Step, case: Case) -> None:
    """End the invitation whose part is played with this step, whoever took it."""
    part = _ENDED_BY.get((step.lifecycle, step.action))
    if part is not None:
        Invitation.objects.filter(case=case, part=part, ended_at=None).update(ended_at=clock.now())


def stand_down(case: Case, user: User) -> None:
    """End for good what the user accepted in this case, and tell who invited them: a tie was declared."""
    for invitation in Invitation.objects.filter(case=case, user=user, ended_at=None):
        invitation.ended_at = clock.now()
        invitation.save(update_fields=["ended_at"])
        tell_who_invited(invitation, "tied")
