"""Who judged a reader's report or took a second look had a hand in it: somebody else answers the appeal."""

from functools import partial

import pytest

from directory.moderation import actions, applicant
from directory.moderation.appeals import decide_appeal
from directory.moderation.errors import NotAllowed
from directory.moderation.models import Appeal, Case, Decision
from directory.moderation.people import may_judge_appeal
from directory.moderation.quality.actions import look
from directory.moderation.quality.models import SecondLook
from tests.cast import Cast

from .pages import CELLS, declared
from .reports.stories import judged, recheck_of, taken, told


def appeal_after_report(cast: Cast) -> Appeal:
    """The senior judges a report, Ann rejects the recheck, the provider appeals."""
    listing = cast.publish()
    told(listing)
    case = taken(recheck_of(listing), cast.senior)
    judged(case, by=cast.senior)
    actions.release(case=case, by=cast.senior)
    taken(case, cast.ann)
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ann, version=case.version)
    return applicant.appeal(case=case, text="It is all correct.", by=cast.owner)


def appeal_after_look(cast: Cast) -> Appeal:
    """The senior agrees with an automatic rejection, and the provider appeals against it."""
    case = cast.submit(description=CELLS)
    seq = Decision.objects.get(action="reject_automatically").seq
    drawn, _ = SecondLook.objects.get_or_create(
        decision_seq=seq, defaults={"case": case, "occasion": "automatic"}
    )
    declared(case, cast.senior)
    look(second_look=drawn, agrees=True, note="", by=cast.senior)
    return applicant.appeal(case=case, text="It was misread.", by=cast.owner)


def _only_the_uninvolved(cast: Cast, appeal: Appeal) -> None:
    case = Case.objects.get(pk=appeal.case_id)
    answer = partial(
        decide_appeal,
        appeal=appeal,
        overturn=False,
        reasons=("incorrect",),
        answer="No.",
        version=appeal.version,
    )
    assert not may_judge_appeal(case, cast.senior)
    with pytest.raises(NotAllowed, match="has not acted"):
        answer(by=cast.senior)
    assert answer(by=cast.second_senior).actor_id == cast.second_senior.pk


def test_who_judged_a_report_does_not_answer_the_appeal(cast: Cast) -> None:
    _only_the_uninvolved(cast, appeal_after_report(cast))


def test_who_took_the_second_look_does_not_answer_the_appeal(cast: Cast) -> None:
    _only_the_uninvolved(cast, appeal_after_look(cast))
