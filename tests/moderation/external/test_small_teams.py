"""Teams of one, two and three: a risky approval, an appeal, a tie. What waits says so, to everybody it concerns."""

from django.urls import reverse

from directory.accounts.models import User
from directory.accreditation import actions as accreditation
from directory.catalogue.models import Entry
from directory.moderation import actions, applicant
from directory.moderation.appeals import decide_appeal
from directory.moderation.external import alerts
from directory.moderation.models import Appeal, Case
from directory.outbox.models import Message
from tests.cast import Cast
from tests.moderation.external.team import (
    APPEAL,
    SECOND,
    accepted,
    appealed_to_nobody,
    days_later,
    invite,
    only,
    operator,
    waiting_for_second,
)
from tests.moderation.external.team import (
    alerts as told,
)
from tests.moderation.pages import declared, page, signed_in


def approved_by(cast: Cast, who: User) -> Case:
    case = cast.ready(cast.submit(), by=who)
    actions.approve(case=case, by=who, version=case.version)
    case.refresh_from_db()
    return case


def providers_page(cast: Cast, case: Case) -> str:
    return page(signed_in(cast.owner), "provider_listing", case.listing_id)


# A risky approval --------------------------------------------------------------------------------------------------


def test_one_person_risky_approval_waits_and_everybody_is_told(cast: Cast) -> None:
    case = waiting_for_second(cast)

    text = page(signed_in(cast.ann), "case", case.pk)

    assert "Nobody else here can take the second look" in text
    assert reverse("invite", args=[case.pk, SECOND]) not in text
    assert "the operator invites somebody, and was told" in text
    told_provider = providers_page(cast, case)
    assert "nobody else in our team can be that person" in told_provider
    assert "longer than usual" in told_provider
    assert told() == [f"nobody:{case.pk}:second"]
    message = Message.objects.get(key=told()[0])
    assert message.to == "operator@localhost"
    assert "Aldous" not in message.text + message.subject + message.html
    assert not Entry.objects.exists()


def test_one_person_and_somebody_from_outside_publish(cast: Cast) -> None:
    case = waiting_for_second(cast)
    _invitation, reviewer = accepted(case, operator())

    actions.approve_second(case=case, by=reviewer, version=case.version)

    assert Entry.objects.get().name == "Dr Mira Aldous"
    assert "longer than usual" not in providers_page(cast, case)


def test_two_people_decide_without_anybody_from_outside(cast: Cast) -> None:
    only(cast, "ann", "ben")
    case = approved_by(cast, cast.ann)

    text = page(signed_in(cast.ann), "case", case.pk)

    assert "It can be: Ben." in text
    assert reverse("invite", args=[case.pk, SECOND]) not in text
    assert told() == []
    assert "longer than usual" not in providers_page(cast, case)
    cast.second(case)
    assert Entry.objects.exists()


def test_two_people_of_whom_one_has_a_tie_are_one(cast: Cast) -> None:
    only(cast, "ann", "ben")
    case = approved_by(cast, cast.ann)

    actions.declare_conflict(case=case, by=cast.ben, has_conflict=True)

    assert told() == [f"nobody:{case.pk}:second"]
    assert "Nobody else here" in page(signed_in(cast.ann), "case", case.pk)
    assert invite(case, operator()).part == SECOND


def test_two_people_of_whom_one_works_for_the_provider_are_one(cast: Cast) -> None:
    only(cast, "ann", "ben")
    accreditation.add_member(provider=cast.specialist, user=cast.ben, by=cast.owner)

    case = approved_by(cast, cast.ann)

    assert told() == [f"nobody:{case.pk}:second"]


def test_three_people_of_whom_one_has_a_tie_decide_alone(cast: Cast) -> None:
    only(cast, "ann", "ben", "senior")
    case = approved_by(cast, cast.ann)

    actions.declare_conflict(case=case, by=cast.ben, has_conflict=True)
    cast.second(case, by=cast.senior)

    assert told() == []
    assert Entry.objects.exists()


def test_every_case_of_a_team_of_one_waits_where_two_always_decide(cast: Cast, settings: object) -> None:
    cast.publish()
    settings.FOUR_EYES = "always"  # type: ignore[attr-defined]
    only(cast, "ann")

    case = approved_by(cast, cast.ann)

    assert (case.status, case.risks) == (Case.Status.SECOND_REVIEW, ["always"])
    assert told() == [f"nobody:{case.pk}:second"]


# An appeal ---------------------------------------------------------------------------------------------------------


def test_one_senior_who_decided_cannot_judge_and_everybody_is_told(cast: Cast) -> None:
    appeal = appealed_to_nobody(cast)

    text = page(signed_in(cast.senior), "appeal", appeal.pk)

    assert "Nobody here can decide this appeal" in text
    assert "The operator, or a senior moderator who had no part in it" in text
    assert "Send this decision" not in text
    assert "from outside to answer yours" in providers_page(cast, appeal.case)
    assert told() == [f"nobody:{appeal.case_id}:appeal"]


def test_moderator_sees_that_nobody_can_judge_but_invites_nobody_for_an_appeal(cast: Cast) -> None:
    appeal = appealed_to_nobody(cast)
    only(cast, "senior", "ann")
    declared(appeal.case, cast.ann)

    text = page(signed_in(cast.ann), "appeal", appeal.pk)

    assert (
        "The operator, or a senior moderator who had no part in it and has no tie, can invite somebody."
        in text
    )
    assert reverse("invite", args=[appeal.case_id, APPEAL]) not in text


def test_two_seniors_of_whom_one_decided_need_nobody(cast: Cast) -> None:
    only(cast, "senior", "second_senior")
    case = cast.ready(cast.submit(), by=cast.senior)
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.senior, version=case.version)
    appeal = applicant.appeal(case=case, text="Please look.", by=cast.owner)
    declared(case, cast.second_senior)

    assert "It can be: Second.Senior." in page(signed_in(cast.senior), "appeal", appeal.pk)
    assert told() == []
    decide_appeal(
        appeal=appeal, overturn=False, reasons=("incorrect",), answer="Yes.", by=cast.second_senior, version=0
    )


def test_two_seniors_who_both_acted_need_somebody(cast: Cast) -> None:
    only(cast, "senior", "second_senior")
    case = approved_by(cast, cast.senior)
    declared(case, cast.second_senior)
    actions.reject(
        case=case, reasons=("incorrect",), explanation="", by=cast.second_senior, version=case.version
    )
    appeal = applicant.appeal(case=case, text="Please look.", by=cast.owner)

    assert told() == [f"nobody:{case.pk}:appeal"]
    _invitation, reviewer = accepted(case, operator(), part=APPEAL)
    decide_appeal(appeal=appeal, overturn=True, reasons=("incorrect",), answer="No.", by=reviewer, version=0)
    assert Appeal.objects.get().status == Appeal.Status.OVERTURNED


def test_three_of_whom_no_senior_is_left_need_somebody(cast: Cast) -> None:
    """Two moderators who had no part are not enough: an appeal is for a senior one."""
    appeal = appealed_to_nobody(cast)

    only(cast, "ann", "ben", "senior")

    assert alerts.see_to(appeal.case) == 1
    assert "Nobody here can decide" in page(signed_in(cast.senior), "appeal", appeal.pk)


# A tie -------------------------------------------------------------------------------------------------------------


def test_one_person_with_a_tie_leaves_nobody_and_the_page_says_so(cast: Cast) -> None:
    only(cast, "ann")
    case = cast.submit()
    client = signed_in(cast.ann)

    sent = client.post(reverse("case_declare", args=[case.pk]), {"tie": "yes"}, follow=True)
    shown = client.get(reverse("case", args=[case.pk]))

    assert "Nobody else in the team can decide on this case now" in sent.content.decode()
    assert shown.status_code == 403
    assert "Nobody else in the team can decide on this case now" in shown.content.decode()
    assert told() == [f"nobody:{case.pk}:first"]
    assert "one more moderator" in Message.objects.get(key=told()[0]).text
    assert "looking for somebody without one" in providers_page(cast, case).replace("\n", " ")


def test_one_person_who_works_for_the_provider_leaves_nobody_from_the_start(cast: Cast) -> None:
    only(cast, "ann")
    accreditation.add_member(provider=cast.specialist, user=cast.ann, by=cast.owner)

    case = cast.submit()

    assert told() == [f"nobody:{case.pk}:first"]
    refused = signed_in(cast.ann).get(reverse("case", args=[case.pk])).content.decode()
    assert "your own organisation" in refused
    assert "Nobody else in the team" in refused


def test_two_people_with_one_tie_leave_the_other(cast: Cast) -> None:
    only(cast, "ann", "ben")
    case = cast.submit()

    sent = signed_in(cast.ann).post(reverse("case_declare", args=[case.pk]), {"tie": "yes"}, follow=True)

    assert "Somebody else decides on this case." in sent.content.decode()
    assert told() == []


def test_three_people_with_two_ties_need_somebody_for_the_second_look(cast: Cast) -> None:
    only(cast, "ann", "ben", "senior")
    case = cast.submit()
    for tied in (cast.ben, cast.senior):
        actions.declare_conflict(case=case, by=tied, has_conflict=True)
    assert told() == []

    cast.ready(case)
    actions.approve(case=case, by=cast.ann, version=case.version)

    assert told() == [f"nobody:{case.pk}:second"]


def test_first_person_who_finds_a_tie_later_leaves_nobody_for_the_first_look(cast: Cast) -> None:
    case = waiting_for_second(cast)
    _invitation, reviewer = accepted(case, operator())
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=True)

    actions.return_to_first(
        case=case, reasons=("incorrect",), note="The first person has a tie.", by=reviewer,
        version=case.version,
    )  # fmt: skip

    assert told() == [f"nobody:{case.pk}:first", f"nobody:{case.pk}:second"]


# The operator ------------------------------------------------------------------------------------------------------


def test_operator_is_told_once_for_a_case_and_part(cast: Cast) -> None:
    case = waiting_for_second(cast)

    again = [alerts.see_to(case), alerts.see_to(case)]

    assert again == [1, 1]
    assert len(told()) == 1


def test_operator_hears_nothing_while_somebody_is_invited(cast: Cast) -> None:
    case = waiting_for_second(cast)
    invite(case, operator())
    Message.objects.filter(key__startswith="nobody:").delete()

    assert alerts.see_to(case) == 0
    with days_later(14):
        assert alerts.see_to(case) == 1


def test_colleague_who_leaves_is_noticed_by_the_next_day(cast: Cast) -> None:
    only(cast, "ann", "ben")
    case = approved_by(cast, cast.ann)
    assert alerts.see_to_all() == 0

    only(cast, "ann")

    assert alerts.see_to_all() == 1
    assert alerts.see_to_all() == 0
    assert told() == [f"nobody:{case.pk}:second"]


def test_daily_look_asks_little_where_the_team_is_large_enough(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    for number in range(4):
        cast.submit(name=f"Dr Mira Aldous {number}")

    with django_assert_max_num_queries(5):  # type: ignore[operator]
        assert alerts.see_to_all() == 0
