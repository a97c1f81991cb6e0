"""A case that is stranded again is told again, to somebody who reads it."""

from django.urls import reverse

from directory.moderation.external import alerts
from directory.outbox.models import Message
from tests.cast import Cast
from tests.moderation.external.team import SECOND, days_later, invite, operator, waiting_for_second
from tests.moderation.external.team import alerts as told


def test_invitation_that_ran_out_strands_the_case_anew(cast: Cast) -> None:
    case = waiting_for_second(cast)
    invite(case, operator())

    with days_later(20):
        counts = alerts.end_expired(), alerts.see_to_all(), alerts.see_to_all()

    assert counts == (1, 1, 0)
    assert told() == [f"nobody:{case.pk}:second", f"nobody:{case.pk}:second:1"]


def test_end_is_told_to_the_operator_where_the_inviter_is_gone(cast: Cast) -> None:
    case = waiting_for_second(cast)
    invitation = invite(case, operator())
    boss = operator()
    boss.is_active = False
    boss.save()

    with days_later(20):
        alerts.end_expired()

    message = Message.objects.get(key=f"invitation-ended:{invitation.pk}")
    assert message.to == "operator@localhost"
    assert reverse("invite", args=[case.pk, SECOND]) in message.text
