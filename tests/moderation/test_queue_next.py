"""One step on: the most urgent case that this person may take, opened and not reserved."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import clock
from directory.accounts.models import User
from directory.accreditation import actions as accreditation
from directory.accreditation.models import Provider
from directory.moderation import actions
from directory.moderation.errors import NotAllowed
from directory.moderation.models import Case
from directory.moderation.next_case import next_case
from directory.moderation.people import permit
from directory.moderation.tables import Actor
from tests.cast import Cast
from tests.moderation.pages import PRP, asked_again, declared, in_second_review, send, signed_in
from tests.moderation.queue_many import many


def test_most_urgent_case_comes_next(cast: Cast) -> None:
    cast.submit()
    flagged = cast.submit(description=PRP)

    assert next_case(user=cast.ann) == flagged


def test_case_behind_the_open_one_comes_next_and_the_end_is_told(cast: Cast) -> None:
    first, second, third = cast.submit(description=PRP), cast.submit(), cast.submit()
    client = signed_in(cast.ann)
    seen = []
    where = reverse("next_case")
    for _step in range(3):
        response = client.get(where)
        seen.append(response["Location"].rstrip("/").split("/")[-1])
        where = f"{reverse('next_case')}?after={seen[-1]}"

    assert set(seen) == {str(first.pk), str(second.pk), str(third.pk)}
    assert seen[0] == str(first.pk)
    assert "begins again at the top" in client.get(where, follow=True).content.decode()


def test_next_case_walks_the_whole_queue_in_its_order(cast: Cast) -> None:
    mine = [case.pk for case in many(cast, 40, status="open")]
    order, here = [], next_case(user=cast.ann)
    while here is not None:
        order.append(here.pk)
        here = next_case(user=cast.ann, after=here.pk)

    assert len(order) == len(set(order)) == len(mine)
    page = signed_in(cast.ann).get(reverse("queue")).content.decode()
    assert [part.split('"')[0] for part in page.split('data-case="')[1:]] == [str(pk) for pk in order[:25]]


def test_case_held_by_a_colleague_is_passed_over_until_the_lease_ends(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ben)
    actions.take(case=case, by=cast.ben)

    assert next_case(user=cast.ann) is None
    assert next_case(user=cast.ben) == case
    with clock.set_to(clock.now() + timedelta(minutes=16)):
        assert next_case(user=cast.ann) == case


def test_second_look_is_offered_to_everybody_but_the_first_person(cast: Cast) -> None:
    case = in_second_review(cast)

    assert next_case(user=cast.ann) is None
    assert next_case(user=cast.ben) == case


def test_declared_tie_keeps_every_case_of_the_provider_away(cast: Cast) -> None:
    tied, other = cast.submit(), cast.submit()
    actions.declare_conflict(case=tied, by=cast.ann, has_conflict=True)

    assert next_case(user=cast.ann) is None
    assert next_case(user=cast.ben) in (tied, other)


@pytest.mark.parametrize("house", ["own", "where the specialist works", "who works with the specialist"])
def test_case_of_ones_own_house_is_never_offered(cast: Cast, house: str) -> None:
    case = cast.submit()
    if house == "own":
        accreditation.add_member(provider=cast.specialist, user=cast.ann, by=cast.owner)
    elif house == "where the specialist works":
        clinic = provider_of(cast.ann, "organisation")
        site = accreditation.add_site(
            provider=clinic, name="Fenwick", town="Leeds", region="GB-LDS", street="2 Mill Row", by=cast.ann
        )
        accreditation.propose_affiliation(practitioner=cast.specialist, site=site, by=cast.ann)
    else:
        accreditation.propose_affiliation(
            practitioner=provider_of(cast.ann, "person"), site=cast.site, by=cast.owner
        )

    with pytest.raises(NotAllowed):
        permit(case, cast.ann, Actor.MODERATOR)
    assert next_case(user=cast.ann) is None
    assert next_case(user=cast.ben) == case


def provider_of(user: User, kind: str) -> Provider:
    return accreditation.register_provider(name="Fenwick", kind=kind, country="GB", by=user)


def test_what_waits_for_the_provider_or_is_decided_is_not_offered(cast: Cast) -> None:
    cast.publish()
    asked = cast.ready(cast.submit())
    actions.request_changes(case=asked, requests={"name": "x"}, by=cast.ann, version=asked.version)

    assert next_case(user=cast.ben) is None


def test_opening_the_next_case_reserves_nothing(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ann)

    signed_in(cast.ann).get(reverse("next_case"), follow=True)

    case.refresh_from_db()
    assert case.lease_by is None


@pytest.mark.parametrize("after", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_what_cannot_be_read_begins_at_the_top(cast: Cast, after: str) -> None:
    case = cast.submit()

    response = signed_in(cast.ann).get(reverse("next_case"), {"after": after})

    assert response["Location"] == reverse("case", args=[case.pk])


def test_nothing_left_is_said(cast: Cast) -> None:
    page = signed_in(cast.ann).get(reverse("next_case"), follow=True).content.decode()

    assert "Nothing is left that you could take" in page
    assert "Next case</a>" not in page


def test_after_a_decision_the_next_case_is_one_link_away(cast: Cast) -> None:
    case, other = cast.ready(cast.submit()), cast.submit()
    client = asked_again(signed_in(cast.ann))

    response = send(client, "case_approve", case.pk, version=case.version)
    page = client.get(response["Location"]).content.decode()

    assert "Approved" in page
    assert "Next case</a>" in page
    assert str(other.pk)[:8].upper() in page.split("Next case</a>")[1].split("</p>")[0]
    assert client.get(reverse("next_case"))["Location"] == reverse("case", args=[other.pk])


def test_name_in_the_link_to_the_next_case_waits_for_the_declaration(cast: Cast) -> None:
    case = cast.submit()
    client = signed_in(cast.ann)

    before = client.get(reverse("queue")).content.decode()
    declared(case, cast.ann)

    assert "Dr Mira Aldous" not in before
    assert "Dr Mira Aldous" in client.get(reverse("queue")).content.decode().split("Next case</a>")[1]


def test_next_case_is_found_in_as_many_queries_however_much_waits(cast: Cast) -> None:
    asked = []
    for more in (3, 50):
        case = many(cast, more, status="open")[0]
        with CaptureQueriesContext(connection) as queries:
            next_case(user=cast.ann, after=case.pk)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 6


def test_providers_and_strangers_are_shut_out(cast: Cast) -> None:
    assert signed_in(cast.owner).get(reverse("next_case")).status_code == 403
    assert Case.objects.count() == 0
