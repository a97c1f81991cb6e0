"""The lease of a case: renewed by what its holder does, also where that changes nothing else."""

from directory import clock
from directory.accounts.models import User

from .models import LEASE, Case


def renew(*, case: Case, by: User) -> bool:
    """Fifteen minutes from now for the holder of an unexpired lease; True when `by` was the holder.

    One conditional write: a lease that ran out, or that somebody else took, is never brought back.
    """
    now = clock.now()
    held = Case.objects.filter(pk=case.pk, lease_by=by, lease_until__gt=now)
    return bool(held.update(lease_until=now + LEASE))
