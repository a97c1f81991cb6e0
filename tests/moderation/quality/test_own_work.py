"""A second look is by somebody whose work the decision does not rest on; and few people's dismissals stay theirs."""

import pytest
from django.test import Client

from directory.accreditation.models import Register
from directory.moderation import actions
from directory.moderation.errors import NotAllowed
from directory.moderation.models import Case, ScreeningFinding
from directory.moderation.quality.actions import look
from directory.moderation.quality.models import SecondLook
from directory.moderation.quality.waiting import acted_on, looks, rows_of
from tests.cast import Cast
from tests.moderation.pages import PRP, page, signed_in
from tests.moderation.reports.stories import judged, recheck_of, taken, told

from .world import approved_alone, drawn_for

pytestmark = pytest.mark.usefixtures("lot_falls")


def checked_by_senior_approved_by_ann(cast: Cast) -> Case:
    """The senior verified and answered every question; Ann only presses the button."""
    Register.objects.filter(relied_on_since=None).update(relied_on_since="2020-01-01T00:00Z")
    case = cast.ready(cast.submit(), by=cast.senior)
    actions.release(case=case, by=cast.senior)
    taken(case, cast.ann)
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    assert case.status == Case.Status.APPROVED
    return case


def test_who_did_the_checks_takes_no_second_look(cast: Cast) -> None:
    case = checked_by_senior_approved_by_ann(cast)

    (row,) = rows_of(looks(), cast.senior)
    with pytest.raises(NotAllowed, match="had a part"):
        look(second_look=drawn_for(case), agrees=True, note="", by=cast.senior)

    assert "had a part" in row.why_not
    assert not rows_of(looks(), cast.ben)[0].why_not
    assert SecondLook.objects.get().agrees is None


def test_who_judged_a_report_about_the_listing_had_a_hand_in_it(cast: Cast) -> None:
    case = approved_alone(cast)
    told(case.listing)
    judged(taken(recheck_of(case.listing), cast.senior), by=cast.senior)

    assert cast.senior.pk in acted_on([case.pk])[case.pk]
    assert cast.ben.pk not in acted_on([case.pk])[case.pk]


def test_dismissals_of_one_person_are_left_out(cast: Cast) -> None:
    case = cast.ready(cast.submit(description=PRP))
    finding = ScreeningFinding.objects.filter(run__case=case, dismissible=True)[0]
    actions.dismiss_finding(finding=finding, reason="Not here.", by=cast.ann, version=case.version)
    case.refresh_from_db()
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ann, version=case.version)

    text = numbers_page(signed_in(cast.senior))

    assert finding.rule in text
    assert "Fewer than three people dismissed findings" in text
    assert "Dismissed as a false alarm" not in text


def numbers_page(client: Client) -> str:
    return page(client, "quality_numbers")
