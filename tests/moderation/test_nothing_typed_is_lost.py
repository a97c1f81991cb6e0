"""Whatever goes wrong between opening a form and sending it: nothing was decided, and the words come back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory import clock
from directory.moderation import actions, leases
from directory.moderation.models import Case, Decision
from tests.cast import Cast
from tests.moderation.pages import PRP, declared, in_second_review, page, send, signed_in

WORDS = "Words that took an hour."

FORMS: dict[str, dict[str, Any]] = {
    "case_changes": {"summary": WORDS},
    "case_reject": {"reasons": ["incorrect"], "explanation": WORDS},
    "case_checklist": {"yes_text": "on", "note_text": WORDS},
    "case_note": {"text": WORDS},
}
"""Forms of the case page with words in them."""
LEASED = ("case_changes", "case_reject", "case_checklist")


def words_are_on(response: Any) -> bool:
    return WORDS in response.content.decode()


@pytest.mark.parametrize("name", FORMS)
def test_signed_out_meanwhile_keeps_the_words_and_leads_back(cast: Cast, name: str) -> None:
    case = cast.ready(cast.submit())

    response = send(Client(), name, case.pk, version=case.version, **FORMS[name])

    assert response.status_code == 403
    assert words_are_on(response)
    text = response.content.decode()
    assert "You were signed out meanwhile" in text
    back = reverse("case", args=[case.pk])
    assert f'href="/accounts/login/?next={back.replace("/", "%2F")}"' in text
    assert "Aldous" not in text
    assert response["Cache-Control"] == "private, no-store"
    assert Decision.objects.count() == 0


def test_signed_out_without_words_is_asked_to_sign_in(cast: Cast) -> None:
    case = cast.ready(cast.submit())

    assert send(Client(), "case_approve", case.pk, version=case.version).status_code == 302


@pytest.mark.parametrize("name", LEASED)
def test_lease_that_ran_out_keeps_the_words(cast: Cast, name: str) -> None:
    case = cast.ready(cast.submit())

    with clock.set_to(clock.now() + timedelta(minutes=16)):
        response = send(signed_in(cast.ann), name, case.pk, version=case.version, **FORMS[name])

    assert response.status_code == 409
    assert words_are_on(response)
    assert "your time ran out" in response.content.decode()
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("name", LEASED)
def test_lease_taken_by_a_colleague_meanwhile_says_by_whom_and_keeps_the_words(cast: Cast, name: str) -> None:
    case = declared(cast.ready(cast.submit()), cast.ben)

    with clock.set_to(clock.now() + timedelta(minutes=16)):
        actions.take(case=case, by=cast.ben)
        response = send(signed_in(cast.ann), name, case.pk, version=case.version, **FORMS[name])

    assert response.status_code == 409
    assert words_are_on(response)
    assert "Ben is working on the case now." in response.content.decode()


@pytest.mark.parametrize("name", LEASED)
def test_stale_form_keeps_the_words_and_says_what_changed(cast: Cast, name: str) -> None:
    case = cast.ready(cast.submit())
    seen = case.version
    actions.request_changes(case=case, requests={"name": "Your own."}, by=cast.ann, version=seen)

    response = send(signed_in(cast.ann), name, case.pk, version=seen, **FORMS[name])

    assert response.status_code == 409
    assert words_are_on(response)
    assert "Changes requested, by Ann" in response.content.decode()


def test_stale_form_with_a_mistake_in_it_is_stale_first(cast: Cast) -> None:
    """Otherwise it would come back with the new version in it, as if its writer had seen the new file."""
    case = cast.ready(cast.submit())
    seen = case.version
    actions.request_changes(case=case, requests={"name": "Your own."}, by=cast.ann, version=seen)

    response = send(signed_in(cast.ann), "case_reject", case.pk, version=seen, explanation=WORDS)

    assert response.status_code == 409
    assert words_are_on(response)


def test_words_for_several_fields_come_back_with_their_names(cast: Cast) -> None:
    case = cast.ready(cast.submit())

    with clock.set_to(clock.now() + timedelta(minutes=16)):
        response = send(
            signed_in(cast.ann),
            "case_changes",
            case.pk,
            version=case.version,
            summary="Days?",
            website="Give it.",
        )

    assert "Summary: Days?" in response.content.decode()
    assert "Website: Give it." in response.content.decode()


def test_mistake_in_a_form_keeps_the_words_on_the_case_page(cast: Cast) -> None:
    case = cast.ready(cast.submit())

    response = send(signed_in(cast.ann), "case_reject", case.pk, version=case.version, explanation=WORDS)

    assert response.status_code == 422
    assert words_are_on(response)
    assert '<details id="reject" open>' in response.content.decode()


def test_second_person_whose_case_changed_keeps_the_note(cast: Cast) -> None:
    case = in_second_review(cast)
    seen = case.version
    actions.return_to_first(case=case, reasons=("incorrect",), note="", by=cast.ben, version=seen)

    response = send(
        signed_in(cast.ben), "case_return", case.pk, version=seen, reasons=["incorrect"], note=WORDS
    )

    assert response.status_code == 409
    assert words_are_on(response)


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("case_note", {"text": "A word."}, 302),
        ("case_note", {"text": ""}, 422),
        ("case_reject", {"explanation": "No reason yet."}, 422),
        ("case_reject", {"reasons": ["incorrect"], "explanation": "A preview."}, 200),
    ],
)
def test_everything_sent_from_the_page_renews_the_lease(
    cast: Cast, name: str, data: dict[str, Any], status: int
) -> None:
    case = cast.ready(cast.submit())

    with clock.set_to(clock.now() + timedelta(minutes=10)):
        response = send(signed_in(cast.ann), name, case.pk, version=case.version, **data)
        now = clock.now()

    case.refresh_from_db()
    assert response.status_code == status
    assert case.lease_until == now + timedelta(minutes=15)


def test_a_colleagues_note_renews_nothing(cast: Cast) -> None:
    case = declared(cast.ready(cast.submit()), cast.ben)
    until = case.lease_until

    with clock.set_to(clock.now() + timedelta(minutes=5)):
        send(signed_in(cast.ben), "case_note", case.pk, text="Mine.")

    case.refresh_from_db()
    assert (case.lease_by, case.lease_until) == (cast.ann, until)


def test_lease_that_ran_out_is_never_brought_back(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    until = case.lease_until

    with clock.set_to(clock.now() + timedelta(minutes=15)):
        assert leases.renew(case=case, by=cast.ann) is False

    assert Case.objects.get(pk=case.pk).lease_until == until


def test_reading_the_page_renews_nothing(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    until = case.lease_until

    with clock.set_to(clock.now() + timedelta(minutes=5)):
        shown = page(signed_in(cast.ann), "case", case.pk)

    assert "for 10 more minutes (until 09:15 UTC)" in shown
    assert Case.objects.get(pk=case.pk).lease_until == until


def test_colleague_reads_who_holds_the_case_and_until_when(cast: Cast) -> None:
    case = declared(cast.ready(cast.submit(description=PRP)), cast.ben)

    shown = page(signed_in(cast.ben), "case", case.pk)

    assert "Ann is working on this case, for 15 more minutes (until 09:15 UTC)." in shown
    assert "Dismiss as a false alarm" not in shown
