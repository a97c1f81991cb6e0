"""Who may open what: every address of this room, for every person of the cast."""

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from directory.accreditation import actions as accreditation
from directory.moderation import actions, urls
from directory.moderation.models import Case, Decision
from tests.cast import Cast
from tests.moderation.pages import CELLS, appealed, declared, page, send, signed_in

urlpatterns = [pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]
"""Addresses of rooms within this room are tried in their own tests."""


@pytest.fixture
def ids(cast: Cast) -> dict[str, Any]:
    """An id for every kind of thing that an address names."""
    listing = cast.publish()
    appeal = appealed(cast)
    finding = appeal.case.screenings.get().findings.first()
    assert finding is not None
    return {
        "case_id": appeal.case_id,
        "appeal_id": appeal.pk,
        "listing_id": listing.pk,
        "finding_id": finding.pk,
        "credential_id": cast.credentials[0].pk,
        "seq": appeal.statement_of_reasons.decision_seq,
    }


def address(pattern: URLPattern, ids: dict[str, Any]) -> str:
    needed = pattern.pattern.converters
    return reverse(str(pattern.name), kwargs={name: ids[name] for name in needed})


def statuses(client: Client, ids: dict[str, Any], method: str) -> dict[str, int]:
    return {
        str(pattern.name): getattr(client, method)(address(pattern, ids)).status_code
        for pattern in urlpatterns
    }


@pytest.mark.parametrize("method", ["get", "post"])
def test_anonymous_people_are_asked_to_sign_in_everywhere(ids: dict[str, Any], method: str) -> None:
    client = Client()

    for pattern in urlpatterns:
        response = getattr(client, method)(address(pattern, ids))
        assert response.status_code == 302, pattern.name
        assert response["Location"].startswith("/accounts/login/"), pattern.name


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["owner", "mate", "stranger"])
def test_people_without_the_role_get_a_refusal_everywhere(
    cast: Cast, ids: dict[str, Any], who: str, method: str
) -> None:
    before = Decision.objects.count()

    found = statuses(signed_in(getattr(cast, who)), ids, method)

    assert set(found.values()) == {403}, found
    assert Decision.objects.count() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_moderator_of_the_same_organisation_opens_nothing_about_it(
    cast: Cast, ids: dict[str, Any], method: str
) -> None:
    accreditation.add_member(provider=cast.specialist, user=cast.ben, by=cast.owner)
    client = signed_in(cast.ben)

    found = statuses(client, ids, method)

    open_to_all = {"queue", "listings"}
    forms = (
        set() if method == "post" else {str(p.name) for p in urlpatterns if len(str(p.name).split("_")) > 1}
    )
    refused = {name: status for name, status in found.items() if name not in open_to_all | forms}
    assert set(refused.values()) == {403}, refused


def test_refusal_for_the_own_organisation_says_why(cast: Cast, ids: dict[str, Any]) -> None:
    accreditation.add_member(provider=cast.specialist, user=cast.ben, by=cast.owner)

    response = signed_in(cast.ben).get(reverse("case", args=[ids["case_id"]]))

    assert "your own organisation" in response.content.decode()


def test_moderator_who_declared_a_tie_opens_the_case_no_more(cast: Cast) -> None:
    case = cast.submit()
    client = signed_in(cast.ben)

    response = send(client, "case_declare", case.pk, tie="yes")

    assert response["Location"] == reverse("queue")
    refused = client.get(reverse("case", args=[case.pk]))
    assert refused.status_code == 403
    assert "You declared a conflict of interest" in refused.content.decode()
    assert send(client, "case_take", case.pk).status_code == 403


def test_address_of_a_form_opened_in_a_browser_leads_to_its_page(cast: Cast, ids: dict[str, Any]) -> None:
    response = signed_in(cast.ann).get(reverse("case_approve", args=[ids["case_id"]]))

    assert response["Location"] == reverse("case", args=[ids["case_id"]])


@pytest.mark.parametrize("name", ["case", "appeal", "listing"])
def test_unknown_id_is_not_found(cast: Cast, name: str) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"

    assert signed_in(cast.ann).get(reverse(name, args=[unknown])).status_code == 404


def test_listing_that_was_never_published_has_no_page_here(cast: Cast) -> None:
    case = cast.submit()

    assert signed_in(cast.ann).get(reverse("listing", args=[case.listing_id])).status_code == 404


def test_file_stays_closed_until_the_declaration(cast: Cast) -> None:
    case = cast.submit(name="Aldous Headache Rooms", description="A canary sings in the file.")
    client = signed_in(cast.ann)

    before = page(client, "case", case.pk)
    refused = send(client, "case_note", case.pk, text="hello")
    send(client, "case_declare", case.pk, tie="no")
    after = page(client, "case", case.pk)

    assert "canary" not in before
    assert "Aldous Headache Rooms" not in before
    assert "United Kingdom" in before
    assert refused.status_code == 403
    assert "canary" in after


def test_declaration_without_an_answer_asks_again(cast: Cast) -> None:
    case = cast.submit()

    response = send(signed_in(cast.ann), "case_declare", case.pk)

    assert response.status_code == 422
    assert "Say whether you have a tie" in response.content.decode()
    assert not case.conflicts.exists()


def test_tie_noticed_late_frees_the_case_and_closes_it(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    client = signed_in(cast.ann)

    send(client, "case_declare", case.pk, tie="yes")

    case.refresh_from_db()
    assert case.lease_by is None
    assert client.get(reverse("case", args=[case.pk])).status_code == 403
    assert "declared_conflict" in case.risks


def test_no_page_of_the_provider_shows_a_private_note(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.add_note(case=case, text="SECRET-NOTE about a phone call", by=cast.ann)
    send(
        signed_in(cast.ann), "case_look", case.pk, cast.credentials[0].pk,
        version=case.version, seen=str(cast.credentials[0].verifications.latest("at").pk),
        method="register", where="https://register.example/", result="unknown", note="SECRET-LOOK",
    )  # fmt: skip
    actions.request_changes(case=case, requests={"name": "Please."}, by=cast.ann, version=case.version)
    client = signed_in(cast.owner)

    for name, ids_ in (("provider_home", ()), ("provider_listing", (case.listing_id,))):
        assert "SECRET" not in client.get(reverse(name, args=ids_)).content.decode()
    assert "SECRET-LOOK" in page(signed_in(cast.ann), "case", case.pk)


def test_every_decider_sees_names_only_of_accounts_that_exist(cast: Cast) -> None:
    case = declared(cast.submit(description=CELLS), cast.ann)
    assert Decision.objects.filter(case_id=case.pk).exists()

    text = page(signed_in(cast.ann), "case", case.pk)

    assert "the system" in text
    assert Case.objects.get(pk=case.pk).automatic
