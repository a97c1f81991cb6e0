"""The pages of somebody invited from outside: that case, that part, and nothing else in the house."""

from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from pytest_django import Settings
from selectolax.lexbor import LexborHTMLParser

from directory.catalogue.models import Entry
from directory.moderation import actions
from directory.moderation.external import actions as external
from directory.moderation.external.models import Invitation
from directory.moderation.models import Case, Decision
from tests.cast import PASSWORD, Cast
from tests.moderation.external.team import (
    APPEAL,
    SECOND,
    accepted,
    appealed_to_nobody,
    days_later,
    invite,
    only,
    operator,
    outsider,
    token_of,
    waiting_for_second,
)
from tests.moderation.pages import asked_again, page, send, signed_in

OWN = {
    "case", "case_as_public", "case_declare", "case_approve_second", "case_return", "case_reject", "case_statement",
    "appeal", "appeal_decide",
}  # fmt: skip
"""Addresses of the team that somebody from outside may open too, for their own case."""
FOR_ALL = {"invited", "invited_by", "invitation_accept", "invitation_decline"}
"""Addresses of a person's own invitations: they show nobody else's."""


MADE_UP = {"int": 1, "uuid": uuid4(), "slug": "some-words", "string": "words", "path": "some/path"}


def address(name: str, **ids: Any) -> str:
    """The address with these ids, and with made-up ones of the right kind where none is given."""
    possibility, _pattern, _defaults, converters = get_resolver().reverse_dict.getlist(name)[0]
    kinds = {
        key: type(converters[key]).__name__.removesuffix("Converter").lower() for key in possibility[0][1]
    }
    return reverse(name, kwargs={key: ids.get(key, MADE_UP[kind]) for key, kind in kinds.items()})


def names(resolver: Any = None) -> set[str]:
    """Every address there is, by name, wherever its room hangs it in."""
    found: set[str] = set()
    for each in (resolver or get_resolver()).url_patterns:
        found |= names(each) if isinstance(each, URLResolver) else {str(each.name)}
    return found


def of_the_room() -> set[str]:
    """The names of all addresses that begin with `/moderation/`."""
    known = {name: get_resolver().reverse_dict.getlist(name) for name in names()}
    return {name for name, found in known.items() if found and found[0][0][0][0].startswith("moderation/")}


@pytest.fixture
def case(cast: Cast) -> Case:
    return waiting_for_second(cast)


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_other_address_of_the_room_is_closed(cast: Cast, case: Case, method: str) -> None:
    """With the ids of their own case in it too: what belongs to the team stays the team's."""
    invitation, reviewer = accepted(case, operator())
    client = asked_again(signed_in(reviewer))
    ids = {
        "case_id": case.pk, "listing_id": case.listing_id, "credential_id": cast.credentials[0].pk,
        "invitation_id": invitation.pk, "part": SECOND,
    }  # fmt: skip
    before = Decision.objects.count()

    others = sorted(of_the_room() - OWN - FOR_ALL)
    found = {name: getattr(client, method)(address(name, **ids)).status_code for name in others}

    assert len(found) > 40
    assert of_the_room() >= OWN | FOR_ALL
    assert set(found.values()) == {403}, {name: code for name, code in found.items() if code != 403}
    assert Decision.objects.count() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_of_another_case_is_closed(cast: Cast, case: Case, method: str) -> None:
    _invitation, reviewer = accepted(case, operator())
    only(cast, "ann", "senior")
    other = appealed_to_nobody(cast)
    client = asked_again(signed_in(reviewer))

    found = {
        name: getattr(client, method)(address(name, case_id=other.case_id, appeal_id=other.pk)).status_code
        for name in sorted(OWN)
    }

    assert set(found.values()) == {403}, found


def test_admin_and_the_rules_are_closed(cast: Cast, case: Case) -> None:
    _invitation, reviewer = accepted(case, operator())
    client = signed_in(reviewer)

    assert client.get("/admin/").status_code in (302, 403)
    assert client.get("/admin/directory/case/").status_code in (302, 403)
    assert client.get(reverse("rulesets")).status_code == 403


def test_whoever_the_invitation_was_not_for_opens_nothing(cast: Cast, case: Case) -> None:
    """An invitation that is sent and not accepted opens nothing, not even to the right person."""
    invite(case, operator())
    rosa = outsider()

    for name in sorted(OWN - {"appeal", "appeal_decide"}):
        assert signed_in(rosa).get(address(name, case_id=case.pk)).status_code == 403, name


def test_case_is_decided_from_outside_by_forms_alone(cast: Cast, case: Case) -> None:
    client, boss = asked_again(signed_in(outsider())), signed_in(operator())
    wish = {"email": "rosa@outside.example", "why_independent": "Retired, from Oslo.", "days": 14}
    asked = send(boss, "invite", case.pk, SECOND, **wish)
    token = token_of(Invitation.objects.get())

    opening = page(client, "invited_by", token)
    taken = send(client, "invitation_accept", token)
    before = page(client, "case", case.pk)
    send(client, "case_declare", case.pk, tie="no")
    file = page(client, "case", case.pk)
    done = send(client, "case_approve_second", case.pk, version=case.version)

    assert asked["Location"] == reverse("invite", args=[case.pk, SECOND])
    assert "Accept and open the case" in opening
    assert "Aldous" not in opening
    assert taken["Location"] == reverse("case", args=[case.pk])
    assert "Before the file opens" in before
    assert "Approve as the second person" in file
    assert "invited from outside to take the second look" in file
    assert done["Location"] == reverse("invited")
    assert Entry.objects.get().name == "Dr Mira Aldous"
    assert client.get(reverse("case", args=[case.pk])).status_code == 403


def test_appeal_is_decided_from_outside_by_forms_alone(cast: Cast) -> None:
    appeal = appealed_to_nobody(cast)
    _invitation, reviewer = accepted(appeal.case, operator(), part=APPEAL)
    client = asked_again(signed_in(reviewer))

    home = page(client, "invited")
    shown = page(client, "appeal", appeal.pk)
    words = {"reasons": ["incorrect"], "answer": "Read again.", "outcome": "overturn"}
    done = send(client, "appeal_decide", appeal.pk, version=appeal.version, **words)

    appeal.refresh_from_db()
    assert reverse("appeal", args=[appeal.pk]) in home
    assert "Send this decision" in shown
    assert "Invite somebody" not in shown
    assert done["Location"] == reverse("invited")
    assert appeal.status == "overturned"
    assert "Nothing is open to you now" in page(client, "invited")


def test_second_look_from_outside_asks_for_the_password_again(cast: Cast, case: Case) -> None:
    _invitation, reviewer = accepted(case, operator())
    client = signed_in(reviewer)

    asked = send(client, "case_approve_second", case.pk, version=case.version)
    before = Entry.objects.exists()
    client.post(asked["Location"], {"password": PASSWORD})

    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert not before
    assert Entry.objects.exists()


def test_rejection_from_outside_is_previewed_then_sent(cast: Cast, case: Case) -> None:
    _invitation, reviewer = accepted(case, operator())
    client = signed_in(reviewer)
    words = {"version": case.version, "reasons": ["incorrect"], "explanation": "The number is another's."}

    preview = send(client, "case_reject", case.pk, **words)
    done = send(client, "case_reject", case.pk, confirmed="yes", **words)

    case.refresh_from_db()
    assert "The number is another" in preview.content.decode()
    assert (preview.status_code, done["Location"]) == (200, reverse("invited"))
    assert case.status == Case.Status.REJECTED


def links(client: Client, name: str, *ids: Any) -> set[str]:
    """Every address on a page that leads into the moderators' side, by link or form."""
    tree = LexborHTMLParser(page(client, name, *ids))
    found = [node.attributes.get("href") or "" for node in tree.css("a[href]")]
    found += [node.attributes.get("action") or "" for node in tree.css("form[action]")]
    return {each.split("#")[0].split("?")[0] for each in found if each.startswith("/moderation/")}


def test_no_page_of_the_reviewer_leads_where_they_may_not_go(cast: Cast) -> None:
    """Another case of the same people, one with the same text, and a published listing are there to lead astray."""
    cast.publish(name="Dr Mira Aldous, first rooms")
    rejected = cast.ready(cast.submit())
    actions.reject(
        case=rejected, reasons=("incorrect",), explanation="", by=cast.ann, version=rejected.version
    )
    case = waiting_for_second(cast)
    _invitation, reviewer = accepted(case, operator())
    client = signed_in(reviewer)
    case.conflicts.filter(user=reviewer).delete()
    before = links(client, "case", case.pk)
    send(client, "case_declare", case.pk, tie="no")

    seen = before | links(client, "case", case.pk) | links(client, "invited")

    wrong = {each for each in seen if client.get(each).status_code == 403}
    assert len(seen) > 4
    assert wrong == set()
    assert str(rejected.pk) not in page(client, "case", case.pk)
    assert "first rooms" not in page(client, "case", case.pk)


def test_reviewer_of_an_appeal_is_led_nowhere_else_either(cast: Cast) -> None:
    appeal = appealed_to_nobody(cast)
    _invitation, reviewer = accepted(appeal.case, operator(), part=APPEAL)
    client = signed_in(reviewer)

    seen = links(client, "appeal", appeal.pk) | links(client, "case", appeal.case_id)

    assert {each for each in seen if client.get(each).status_code == 403} == set()


def test_private_notes_stay_with_the_team(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.add_note(case=case, text="SECRET-NOTE about a call", by=cast.ann)
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    only(cast, "ann")
    _invitation, reviewer = accepted(case, operator())

    text = page(signed_in(reviewer), "case", case.pk)

    assert "SECRET-NOTE" not in text
    assert "Private notes" not in text
    assert "SECRET-NOTE" in page(signed_in(cast.ann), "case", case.pk)


def test_second_look_offers_nothing_that_belongs_to_the_team(cast: Cast, case: Case) -> None:
    _invitation, reviewer = accepted(case, operator())

    text = page(signed_in(reviewer), "case", case.pk)

    for words in (
        "Take the case",
        "Record what you saw",
        "Add the note",
        "Request changes",
        "Queue",
        "Invite",
    ):
        assert words not in text, words


def test_reviewer_of_an_appeal_is_offered_no_second_look(cast: Cast) -> None:
    appeal = appealed_to_nobody(cast)
    _invitation, reviewer = accepted(appeal.case, operator(), part=APPEAL)

    text = page(signed_in(reviewer), "case", appeal.case_id)

    assert "Approve" not in text
    assert "on the page of the appeal, among your invitations" in text


@pytest.mark.parametrize("how", ["expired", "taken back"])
def test_what_was_typed_comes_back_when_the_invitation_ended_over_it(
    cast: Cast, case: Case, how: str
) -> None:
    invitation, reviewer = accepted(case, operator(), days=1)
    client = signed_in(reviewer)
    page(client, "case", case.pk)
    words = {"version": case.version, "reasons": ["incorrect"], "note": "A long thought, typed slowly."}
    if how == "taken back":
        external.take_back(invitation=invitation, by=operator())

    with days_later(2 if how == "expired" else 0):
        response = send(client, "case_return", case.pk, **words)

    text = response.content.decode()
    case.refresh_from_db()
    assert response.status_code == 403
    assert "Your invitation to this case is over" in text
    assert "A long thought, typed slowly." in text
    assert "Aldous" not in text
    assert reverse("invited") in text
    assert case.status == Case.Status.SECOND_REVIEW


def test_decision_that_came_first_is_not_told_to_who_is_out(cast: Cast, case: Case) -> None:
    """The page of a stale form lists what changed meanwhile: not to somebody whose access is over."""
    _invitation, reviewer = accepted(case, operator())
    only(cast, "ann", "ben")
    cast.second(case)

    response = send(signed_in(reviewer), "case_return", case.pk, version=1, note="Mine to keep.")

    text = response.content.decode()
    assert response.status_code == 403
    assert "Mine to keep." in text
    assert "Approved" not in text
    assert "Ben" not in text


def test_moderator_whose_role_ended_over_the_work_keeps_the_words(cast: Cast, case: Case) -> None:
    only(cast, "ann", "ben")
    client = signed_in(cast.ben)
    send(client, "case_declare", case.pk, tie="no")
    cast.ben.groups.clear()

    response = send(client, "case_return", case.pk, version=case.version, note="Typed before that.")

    assert response.status_code == 403
    assert "Typed before that." in response.content.decode()
    assert client.get(reverse("case", args=[case.pk])).status_code == 403


def test_second_factor_comes_before_the_case(cast: Cast, case: Case, settings: Settings) -> None:
    _invitation, reviewer = accepted(case, operator())
    settings.REQUIRE_STAFF_MFA = True
    client = signed_in(reviewer)

    without = client.get(reverse("case", args=[case.pk]))
    Authenticator.objects.create(user=reviewer, type=Authenticator.Type.TOTP, data={"secret": "x"})

    assert without["Location"] == reverse("mfa_index")
    assert client.get(reverse("case", args=[case.pk])).status_code == 200


def test_tie_declared_from_outside_closes_the_case_and_says_thank_you(cast: Cast, case: Case) -> None:
    _invitation, reviewer = accepted(case, operator())
    client = signed_in(reviewer)

    response = client.post(reverse("case_declare", args=[case.pk]), {"tie": "yes"}, follow=True)

    assert response.redirect_chain[-1][0] == reverse("invited")
    assert "Your tie is kept with the case." in response.content.decode()
    assert client.get(reverse("case", args=[case.pk])).status_code == 403


def test_page_of_invitations_asks_no_more_for_more(
    cast: Cast, case: Case, django_assert_max_num_queries: Any
) -> None:
    _invitation, reviewer = accepted(case, operator())
    for number in range(3):
        accepted(waiting_for_second(cast, name=f"Dr Mira Aldous {number}"), operator())
    client = signed_in(reviewer)

    with django_assert_max_num_queries(8):
        text = page(client, "invited")

    assert text.count("Open the case") == 4


def test_after_signing_in_the_reviewer_comes_to_their_invitations(cast: Cast, case: Case) -> None:
    invitation = invite(case, operator())
    rosa = signed_in(outsider())
    before = rosa.get(reverse("after_login"))["Location"]
    waiting = page(rosa, "invited")
    send(rosa, "invitation_accept", token_of(invitation))

    assert before == rosa.get(reverse("after_login"))["Location"] == reverse("invited")
    assert "An invitation waits for your answer" in waiting
    assert "An invitation waits for your answer" not in page(rosa, "invited")
    assert signed_in(cast.owner).get(reverse("after_login"))["Location"] == reverse("provider_home")


def test_log_says_that_somebody_from_outside_decided(cast: Cast, case: Case) -> None:
    """To the team by name, to the provider without one."""
    _invitation, reviewer = accepted(case, operator())
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=reviewer, version=case.version)

    assert "Rosa Lind (from outside)" in page(signed_in(cast.ann), "case", case.pk)
    told = page(signed_in(cast.owner), "provider_listing", case.listing_id)
    assert "a person from outside whom the directory asked" in told
    assert "Rosa" not in told
