"""Telling people, and the operator once, that a case waits for somebody whom the team does not have."""

from django.db import transaction

from directory import clock
from directory.outbox.models import Message

from ..locks import lock_case
from ..models import Case
from .mail import tell_operator, tell_who_invited
from .models import Invitation
from .waiting import perhaps_stranded, stranded_parts


def see_to(case: Case) -> int:
    """Alert the operator to each part of the case that nobody can take; belongs into the transaction of the change.

    Once for a case and part, and not while somebody is invited. Returns how many parts need somebody.
    """
    stranded = stranded_parts(case)
    invited = Invitation.objects.open(clock.now()).filter(case=case, part__in=stranded)
    left = set(stranded) - set(invited.values_list("part", flat=True)) if stranded else set()
    for part in sorted(left):
        tell_operator(case, part)
    return len(left)


def see_to_all() -> int:
    """Look at every case once more: people leave and ties are declared elsewhere. Returns how many new alerts."""
    before = Message.objects.filter(key__startswith="nobody:").count()
    for case in perhaps_stranded():
        see_to(case)
    return Message.objects.filter(key__startswith="nobody:").count() - before


def end_expired() -> int:
    """Close invitations that ran out and tell who wrote them. Access ended with the time, not with this."""
    past = Invitation.objects.filter(ended_at=None, expires_at__lte=clock.now())
    return sum(_end(invitation) for invitation in past.select_related("case").order_by("pk"))


@transaction.atomic
def _end(invitation: Invitation) -> int:
    lock_case(invitation.case_id)
    waiting = Invitation.objects.filter(pk=invitation.pk, ended_at=None)
    ended = waiting.update(ended_at=invitation.expires_at)
    if ended:
        tell_who_invited(invitation, "expired")
    return ended
