"""Nobody chooses who looks at their own work; a team of one is helped by its operator."""

import pytest
from django.urls import reverse

from directory.moderation.errors import NotAllowed
from directory.moderation.external import actions as external
from directory.moderation.external.models import Invitation
from tests.cast import Cast
from tests.moderation.external.team import (
    APPEAL,
    SECOND,
    accepted,
    appealed_to_nobody,
    invite,
    operator,
    waiting_for_second,
)
from tests.moderation.pages import page, signed_in


def test_first_person_does_not_choose_the_second(cast: Cast) -> None:
    case = waiting_for_second(cast)

    with pytest.raises(NotAllowed, match="The operator invites"):
        invite(case, cast.ann)

    assert not Invitation.objects.exists()
    assert invite(case, operator()).part == SECOND


def test_who_rejected_does_not_choose_the_judge(cast: Cast) -> None:
    appeal = appealed_to_nobody(cast)

    with pytest.raises(NotAllowed, match="The operator invites"):
        invite(appeal.case, cast.senior, part=APPEAL)

    assert invite(appeal.case, operator(), part=APPEAL).part == APPEAL


@pytest.mark.parametrize("part", [SECOND, APPEAL])
def test_being_superuser_as_well_changes_nothing(cast: Cast, part: str) -> None:
    """A moderator who is the operator too stays the one who decided."""
    case = waiting_for_second(cast) if part == SECOND else appealed_to_nobody(cast).case
    who = cast.ann if part == SECOND else cast.senior
    who.is_superuser = True
    who.save()

    with pytest.raises(NotAllowed, match="had a part in this yourself"):
        invite(case, who, part=part)


def test_first_person_does_not_send_the_second_away(cast: Cast) -> None:
    case = waiting_for_second(cast)
    invitation, _reviewer = accepted(case, operator())

    with pytest.raises(NotAllowed, match="The operator invites"):
        external.take_back(invitation=invitation, by=cast.ann)

    invitation.refresh_from_db()
    assert invitation.ended_at is None


def test_pages_say_who_invites(cast: Cast) -> None:
    case = waiting_for_second(cast)
    client = signed_in(cast.ann)

    text = page(client, "case", case.pk)
    refused = client.get(reverse("invite", args=[case.pk, SECOND]))

    assert "the operator invites somebody, and was told" in text
    assert reverse("invite", args=[case.pk, SECOND]) not in text
    assert refused.status_code == 403
    assert "The operator invites" in refused.content.decode()
