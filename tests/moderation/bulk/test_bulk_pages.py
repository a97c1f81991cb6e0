"""The preview, the declaration for all, the run and its result, as a moderator meets them."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.accreditation import actions as accreditation
from directory.catalogue.models import Entry
from directory.moderation import actions, applicant
from directory.moderation.models import Case, ConflictDeclaration, Decision
from directory.moderation.publication import quarantine
from tests.cast import PASSWORD, Cast
from tests.moderation.pages import PRP, asked_again, declared, in_second_review, signed_in

from .world import SENT, as_sent, live, previewed, row, run, waiting


def statuses() -> list[str]:
    return sorted(Case.objects.values_list("status", flat=True))


def test_preview_says_what_will_happen_to_each(cast: Cast) -> None:
    open_case, held, gone = waiting(cast, 3)
    cast.ready(held, by=cast.ben)
    applicant.withdraw_case(case=gone, by=cast.owner, version=gone.version)
    unknown = uuid4()

    text = previewed(signed_in(cast.ann), "reject", open_case.pk, held.pk, gone.pk, unknown)

    assert "The version is rejected. It is not public." in row(text, open_case.pk)
    assert "Ben is working on it now." in row(text, held.pk)
    assert "Withdrawn on 22 November 2026." in row(text, gone.pk)
    assert "There is nothing with this number." in row(text, unknown)
    assert text.count('name="item"') == 1
    assert f'value="{open_case.pk}:{open_case.version}"' in text
    assert "One can be decided." in text


def test_names_and_findings_are_shown_only_after_the_declaration(cast: Cast) -> None:
    case = cast.submit(name="Zq Canary Rooms", description=PRP)
    client = signed_in(cast.ann)

    before = previewed(client, "reject", case.pk)
    sent = client.post(
        reverse("bulk_declare", args=["reject"]), {"id": [case.pk], "shown": [case.pk], "none": "on"}
    )
    after = client.get(sent["Location"]).content.decode()

    assert "Aldous" not in row(before, case.pk)
    assert "platelet" not in before
    assert "You have not said yet whether you have a tie" in row(before, case.pk)
    assert "<li>Dr Mira Aldous" in before.split("Show the names")[1]
    assert 'name="item"' not in before
    assert "Dr Mira Aldous" in row(after, case.pk)
    assert "platelet" in row(after, case.pk)
    assert 'name="item"' in after


def test_declaration_without_the_tick_is_asked_for_again(cast: Cast) -> None:
    case = cast.submit()

    sent = signed_in(cast.ann).post(
        reverse("bulk_declare", args=["reject"]), {"id": [case.pk], "shown": [case.pk]}
    )

    assert sent.status_code == 422
    assert "Tick this only if it is so." in sent.content.decode()
    assert not ConflictDeclaration.objects.exists()


def test_declaration_is_kept_only_for_names_that_were_shown(cast: Cast) -> None:
    shown, slipped_in = cast.submit(name="A"), cast.submit(name="B")
    accreditation.add_member(provider=cast.specialist, user=cast.senior, by=cast.owner)
    address = reverse("bulk_declare", args=["reject"])

    signed_in(cast.ann).post(address, {"id": [shown.pk, slipped_in.pk], "shown": [shown.pk], "none": "on"})
    signed_in(cast.ben).post(address, {"id": [shown.pk], "shown": [shown.pk, slipped_in.pk], "none": "on"})
    signed_in(cast.senior).post(address, {"id": [shown.pk], "shown": [shown.pk], "none": "on"})

    said = set(ConflictDeclaration.objects.values_list("user_id", "case_id"))
    assert said == {(cast.ann.pk, shown.pk), (cast.ben.pk, shown.pk)}


def test_run_asks_for_the_password_and_then_does_it_all(cast: Cast) -> None:
    cases = waiting(cast, 3)
    client = Client()
    client.post("/accounts/login/", {"login": cast.ann.email, "password": PASSWORD})
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()

    asked = client.post(reverse("bulk_run", args=["reject"]), {"item": as_sent(*cases), **SENT})
    before = statuses()
    resumed = client.post(asked["Location"], {"password": PASSWORD}, follow=True)

    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert before == ["open", "open", "open"]
    assert "Done: 3. Not done: 0." in resumed.content.decode()
    assert statuses() == ["rejected", "rejected", "rejected"]


def test_result_lists_what_was_done_and_what_was_not(cast: Cast) -> None:
    good, changed = waiting(cast, 2)
    sent = as_sent(good, changed)
    applicant.withdraw_case(case=changed, by=cast.owner, version=changed.version)
    client = asked_again(signed_in(cast.ann))

    text = run(client, "reject", sent).content.decode()

    assert "Done: 1. Not done: 1." in text
    assert (
        "Nothing was done in this visit" in client.get(reverse("bulk_done", args=["hide"])).content.decode()
    )
    assert f'data-done="{good.pk}"' in text
    assert "Somebody else changed this" in text.split(f'data-undone="{changed.pk}"')[1]
    assert "Aldous" not in text


def test_sending_the_form_twice_changes_nothing_more(cast: Cast) -> None:
    sent = as_sent(*waiting(cast, 2))
    client = asked_again(signed_in(cast.ann))
    run(client, "reject", sent)
    before = Decision.objects.count()

    text = run(client, "reject", sent).content.decode()

    assert text.count("Done already; nothing was done twice.") == 2
    assert Decision.objects.count() == before


def test_preview_opened_again_shows_what_is_left(cast: Cast) -> None:
    first, second = waiting(cast, 2)
    client = asked_again(signed_in(cast.ann))
    run(client, "reject", as_sent(first))

    text = previewed(client, "reject", first.pk, second.pk)

    assert "Rejected already, on 22 November 2026." in row(text, first.pk)
    assert text.count('name="item"') == 1


def test_form_without_a_reason_comes_back_with_what_was_typed(cast: Cast) -> None:
    cases = waiting(cast, 2)
    client = asked_again(signed_in(cast.ann))

    response = run(client, "reject", as_sent(*cases), reasons=[], explanation="A thought of some length.")

    text = response.content.decode()
    assert response.status_code == 422
    assert "Choose at least one reason." in text
    assert "A thought of some length." in text
    assert text.count('name="item"') == 2
    assert statuses() == ["open", "open"]


@pytest.mark.parametrize(
    "sent",
    [
        [],
        ["x"],
        ["00000000-0000-4000-8000-000000000000:²"],
        ["\x00:0"],
        ["x" * 5000],
        [f"{uuid4()}:0"] * 2 + ["{}:1"],
    ],
)
def test_hostile_items_do_nothing(cast: Cast, sent: list[str]) -> None:
    (case,) = waiting(cast, 1)
    client = asked_again(signed_in(cast.ann))

    response = run(client, "reject", [*as_sent(case), *sent] if sent else [])

    assert response.status_code == 422
    assert statuses() == ["open"]


def test_more_than_fifty_are_refused(cast: Cast) -> None:
    (case,) = waiting(cast, 1)
    client = asked_again(signed_in(cast.ann))
    many = [f"{uuid4()}:0" for _each in range(50)]

    response = run(client, "reject", [*as_sent(case), *many])
    text = previewed(client, "reject", *(each.partition(":")[0] for each in many), case.pk)

    assert response.status_code == 422
    assert "Choose at most 50 at a time. 51 were chosen" in response.content.decode()
    assert "Choose at most 50 at a time." in text
    assert "data-row" not in text
    assert statuses() == ["open"]


@pytest.mark.parametrize("name", ["bulk", "bulk_declare", "bulk_run", "bulk_done"])
def test_pages_are_for_moderators_and_for_two_kinds_of_work(cast: Cast, name: str) -> None:
    address = reverse(name, args=["reject"])

    for person in (cast.owner, cast.stranger):
        assert signed_in(person).get(address).status_code == 403
        assert signed_in(person).post(address).status_code == 403
    assert Client().get(address)["Location"].startswith("/accounts/login/")
    unknown = signed_in(cast.ann).post(reverse(name, args=["approve"]), {"none": "on"})
    assert unknown.status_code == 404


def test_nothing_chosen_says_how(cast: Cast) -> None:
    text = previewed(signed_in(cast.ann), "reject")

    assert "Nothing is chosen" in text
    assert "tick the boxes" in text


def test_form_addresses_opened_in_a_browser_lead_to_the_preview(cast: Cast) -> None:
    for name in ("bulk_declare", "bulk_run"):
        sent = signed_in(cast.ann).get(reverse(name, args=["hide"]))
        assert sent["Location"] == reverse("bulk", args=["hide"])


def test_result_of_nobodys_run_is_empty(cast: Cast) -> None:
    text = signed_in(cast.ann).get(reverse("bulk_done", args=["reject"])).content.decode()

    assert "Nothing was done in this visit" in text


def test_several_listings_are_hidden(cast: Cast) -> None:
    first, second, hidden = live(cast, 3)
    client = asked_again(signed_in(cast.ann))
    quarantine(listing=hidden, reasons=("safety_report",), by=cast.ben, version=hidden.version)
    text = previewed(client, "hide", first.pk, second.pk, hidden.pk)

    told = run(client, "hide", as_sent(first, second), reasons=["safety_report"]).content.decode()

    assert "It is hidden at once" in row(text, first.pk)
    assert "It is hidden already." in row(text, hidden.pk)
    assert text.count('name="item"') == 2
    assert "Done: 2. Not done: 0." in told
    assert not Entry.objects.exists()


def test_hiding_asks_for_the_declaration_too(cast: Cast) -> None:
    (listing,) = live(cast, 1)
    client = asked_again(signed_in(cast.second_senior))
    text = previewed(client, "hide", listing.pk)

    client.post(
        reverse("bulk_declare", args=["hide"]), {"id": [listing.pk], "shown": [listing.pk], "none": "on"}
    )
    after = previewed(client, "hide", listing.pk)

    assert 'name="item"' not in text
    assert 'name="item"' in after


def test_first_person_cannot_choose_what_waits_for_a_second(cast: Cast) -> None:
    case = in_second_review(cast)

    assert "You approved this first." in row(previewed(signed_in(cast.ann), "reject", case.pk), case.pk)
    assert "as the second person" in row(previewed(signed_in(cast.ben), "reject", case.pk), case.pk)


def test_own_house_sees_no_name_even_after_a_declaration(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ben)
    accreditation.add_member(provider=cast.specialist, user=cast.ben, by=cast.owner)

    text = previewed(signed_in(cast.ben), "reject", case.pk)

    assert "Aldous" not in text
    assert "your own organisation" in row(text, case.pk)


def test_tie_declared_between_preview_and_sending_is_refused(cast: Cast) -> None:
    (case,) = waiting(cast, 1)
    sent = as_sent(case)
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=True)

    text = run(asked_again(signed_in(cast.ann)), "reject", sent).content.decode()

    assert "You declared a conflict of interest" in text
    assert statuses() == ["open"]


def test_explanation_refuses_a_patients_number(cast: Cast) -> None:
    (case,) = waiting(cast, 1)

    response = run(
        asked_again(signed_in(cast.ann)), "reject", as_sent(case), explanation="NHS number 943 476 5919"
    )

    assert response.status_code == 422
    assert statuses() == ["open"]


@pytest.mark.parametrize("what", ["reject", "hide"])
def test_preview_asks_the_database_no_more_for_more(cast: Cast, what: str) -> None:
    client = signed_in(cast.ann)
    if what == "hide":
        chosen = [each.pk for each in live(cast, 5)]
    else:
        flagged = (cast.submit(name=f"Rooms {number}", description=PRP) for number in range(5))
        chosen = [declared(case, cast.ann).pk for case in flagged]
    previewed(client, what, chosen[0])
    with CaptureQueriesContext(connection) as few:
        previewed(client, what, chosen[0])
    with CaptureQueriesContext(connection) as many:
        previewed(client, what, *chosen)

    assert len(many) == len(few)
    assert len(many) <= 20
