"""Appeals through the pages: decided by somebody uninvolved, with an answer, and never publishing anything."""

import re
from typing import Any

import pytest
from django.urls import reverse

from directory.catalogue.models import Entry
from directory.moderation import actions, applicant
from directory.moderation.models import Appeal, Case
from directory.outbox.models import Message
from tests.cast import PASSWORD, Cast
from tests.moderation.pages import CELLS, appealed, asked_again, declared, page, send, signed_in

WORDS = {"reasons": ["incorrect"], "answer": "We read it again: it warns against cells."}


def decide(client: Any, appeal: Appeal, **data: Any) -> Any:
    return send(client, "appeal_decide", appeal.pk, **{"version": appeal.version, **WORDS, **data})


def test_appeal_opens_after_the_declaration_on_its_case(cast: Cast) -> None:
    appeal = appealed(cast)
    client = signed_in(cast.senior)

    before = client.get(reverse("appeal", args=[appeal.pk]))
    declared(appeal.case, cast.senior)

    assert before["Location"] == reverse("case", args=[appeal.case_id]) + f"?appeal={appeal.pk}"
    text = page(client, "appeal", appeal.pk)
    assert "This sentence was misread, please look." in text
    assert "Offers an unapproved cell product" in text
    assert "Send this decision" in text


def test_declaration_leads_on_to_the_appeal_that_was_asked_for(cast: Cast) -> None:
    appeal = appealed(cast)
    client = signed_in(cast.senior)

    asked = client.get(reverse("appeal", args=[appeal.pk]), follow=True).content.decode()
    (address,) = re.findall(r'action="([^"]*declare[^"]*)"', asked)
    unclear = client.post(address, {})
    answered = client.post(address, {"tie": "no"})

    assert address in unclear.content.decode()
    assert answered["Location"] == reverse("appeal", args=[appeal.pk])


@pytest.mark.parametrize("named", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_declaration_leads_to_the_case_where_no_appeal_of_it_was_asked_for(cast: Cast, named: str) -> None:
    appeal = appealed(cast)

    address = reverse("case_declare", args=[appeal.case_id]) + f"?appeal={named}"
    answered = signed_in(cast.senior).post(address, {"tie": "no"})

    assert answered["Location"] == reverse("case", args=[appeal.case_id])


def test_case_says_that_its_appeal_is_open_and_leads_there(cast: Cast) -> None:
    appeal = appealed(cast)
    declared(appeal.case, cast.ann)

    text = (
        page(signed_in(cast.ann), "case", appeal.case_id)
        .split('role="status" data-lease>')[1]
        .split("</div>")[0]
    )

    assert "An appeal against this decision is open." in text
    assert reverse("appeal", args=[appeal.pk]) in text
    assert "There is nothing to decide now" not in text


def test_senior_confirms_and_the_provider_is_told(cast: Cast) -> None:
    appeal = appealed(cast)
    declared(appeal.case, cast.senior)

    decide(signed_in(cast.senior), appeal, outcome="confirm")

    appeal.refresh_from_db()
    assert (appeal.status, appeal.answer) == (Appeal.Status.CONFIRMED, WORDS["answer"])
    assert Message.objects.filter(key__contains="appeal_decided", to=cast.owner.email).exists()


def test_overturning_asks_for_the_password_then_opens_the_case_and_publishes_nothing(cast: Cast) -> None:
    appeal = appealed(cast)
    declared(appeal.case, cast.senior)
    client = signed_in(cast.senior)

    asked = decide(client, appeal, outcome="overturn")
    appeal.refresh_from_db()
    before = appeal.status
    client.post(asked["Location"], {"password": PASSWORD})

    appeal.refresh_from_db()
    case = Case.objects.get(pk=appeal.case_id)
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert before == Appeal.Status.OPEN
    assert (appeal.status, case.status) == (Appeal.Status.OVERTURNED, Case.Status.OPEN)
    assert not Entry.objects.exists()


def test_appeal_answered_twice_keeps_the_first_answer(cast: Cast) -> None:
    appeal = appealed(cast)
    declared(appeal.case, cast.senior, cast.second_senior)
    decide(signed_in(cast.senior), appeal, outcome="confirm")

    second = decide(
        asked_again(signed_in(cast.second_senior)), appeal, outcome="overturn", answer="Mine to keep."
    )

    appeal.refresh_from_db()
    assert second.status_code == 409
    assert "Mine to keep." in second.content.decode()
    assert "Appeal: decision confirmed, by Senior" in second.content.decode()
    assert appeal.status == Appeal.Status.CONFIRMED


def test_moderator_reads_an_appeal_and_cannot_decide_it(cast: Cast) -> None:
    appeal = appealed(cast)
    declared(appeal.case, cast.ben)
    client = signed_in(cast.ben)

    text = page(client, "appeal", appeal.pk)
    response = decide(client, appeal, outcome="confirm")

    assert "Send this decision" not in text
    assert "Senior, Second.Senior" in text
    assert response.status_code == 403


def test_senior_who_decided_the_case_cannot_decide_the_appeal(cast: Cast) -> None:
    case = cast.ready(cast.submit(), by=cast.senior)
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.senior, version=case.version)
    appeal = applicant.appeal(case=case, text="Please look again.", by=cast.owner)
    client = asked_again(signed_in(cast.senior))

    text = page(client, "appeal", appeal.pk)
    response = decide(client, appeal, outcome="overturn")

    assert "It can be: Second.Senior." in text
    assert response.status_code == 403


def test_appeal_says_when_nobody_uninvolved_is_there(cast: Cast) -> None:
    appeal = appealed(cast)
    declared(appeal.case, cast.ben)
    for senior in (cast.senior, cast.second_senior):
        actions.declare_conflict(case=appeal.case, by=senior, has_conflict=True)

    assert "Nobody here can decide this appeal" in page(signed_in(cast.ben), "appeal", appeal.pk)


def test_decision_without_an_answer_keeps_the_choice(cast: Cast) -> None:
    appeal = appealed(cast)
    declared(appeal.case, cast.senior)

    response = decide(signed_in(cast.senior), appeal, outcome="confirm", answer=" ")

    appeal.refresh_from_db()
    assert response.status_code == 422
    assert 'value="confirm"' in response.content.decode()
    assert appeal.status == Appeal.Status.OPEN


def test_case_won_on_appeal_moves_up_the_queue(cast: Cast) -> None:
    plain = cast.submit()
    appeal = appealed(cast)
    declared(appeal.case, cast.senior)

    decide(asked_again(signed_in(cast.senior)), appeal, outcome="overturn")

    text = signed_in(cast.ann).get(reverse("queue")).content.decode()
    assert text.index(str(appeal.case_id)) < text.index(str(plain.pk))
    assert "An appeal was won: the case is open again." in text
    assert CELLS not in text
