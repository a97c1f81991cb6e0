"""The case page: what it shows beside the text, and what the lease holder records on it."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import clock
from directory.accreditation.models import Verification
from directory.catalogue.models import Entry
from directory.listings.models import Revision
from directory.moderation import actions, applicant
from directory.moderation.models import Case, Decision
from directory.submission import actions as submission
from tests.cast import Cast, neurologist, plain_content
from tests.moderation.pages import (
    CELLS,
    PRP,
    declared,
    page,
    send,
    signed_in,
)


def test_case_held_by_a_colleague_is_read_and_not_decided(cast: Cast) -> None:
    case = declared(cast.ready(cast.submit()), cast.ben)
    ben = signed_in(cast.ben)

    shown = page(ben, "case", case.pk)

    assert "Ann is working on this case" in shown
    assert "Approve and" not in shown
    for name in ("case_take", "case_approve"):
        assert send(ben, name, case.pk, version=case.version).status_code == 409
    assert Decision.objects.count() == 0


def test_dismissed_finding_makes_the_case_one_for_two_people(cast: Cast) -> None:
    cast.publish()
    case = cast.ready(cast.submit(description=PRP))
    finding = case.screenings.get().findings.filter(severity="review").first()
    assert finding is not None
    client = signed_in(cast.ann)

    empty = send(client, "case_dismiss", case.pk, finding.pk, version=case.version, reason="  ")
    for each in case.screenings.get().findings.exclude(severity="note"):
        send(
            client,
            "case_dismiss",
            case.pk,
            each.pk,
            version=case.version,
            reason="The page says they refuse it.",
        )

    case.refresh_from_db()
    shown = page(client, "case", case.pk)
    assert empty.status_code == 422
    assert "dismissed_finding" in case.risks
    assert "The page says they refuse it." in shown
    assert "Approve and send to a second person" in shown


def test_finding_on_declared_services_cannot_be_dismissed(cast: Cast) -> None:
    rejected = cast.submit(treatments=("assessment", "cell-based"))
    applicant.ask_person(case=rejected, by=cast.owner, version=rejected.version)
    case = cast.ready(rejected)
    finding = case.screenings.get().findings.get(field="treatments")
    client = signed_in(cast.ann)

    response = send(client, "case_dismiss", case.pk, finding.pk, version=case.version, reason="Please.")

    finding.refresh_from_db()
    assert response.status_code == 403
    assert "cannot be dismissed" in page(client, "case", case.pk)
    assert finding.dismissed_at is None


def test_finding_of_another_case_is_not_found(cast: Cast) -> None:
    other = cast.submit(description=CELLS)
    finding = other.screenings.get().findings.first()
    case = cast.ready(cast.submit())
    assert finding is not None

    response = send(
        signed_in(cast.ann), "case_dismiss", case.pk, finding.pk, version=case.version, reason="x"
    )

    assert response.status_code == 404


def look(client: Client, case: Case, cast: Cast, **data: Any) -> Any:
    sent = {"version": case.version, "seen": "", "method": "register", "where": "https://register.example/"}
    return send(client, "case_look", case.pk, cast.credentials[0].pk, **sent | data)


def test_look_at_a_register_sent_twice_is_kept_once(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ann)
    actions.take(case=case, by=cast.ann)
    client = signed_in(cast.ann)

    answers = [look(client, case, cast, result="not_found").status_code for _again in range(2)]

    assert answers == [302, 409]
    assert Verification.objects.count() == 1


def test_look_without_the_lease_is_refused_and_kept_to_copy(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ann)

    response = look(signed_in(cast.ann), case, cast, result="unknown", note="The site was down.")

    assert response.status_code == 409
    assert "The site was down." in response.content.decode()
    assert not Verification.objects.exists()


def test_confirmed_look_needs_a_scope_and_a_day_that_is_not_over(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ann)
    actions.take(case=case, by=cast.ann)
    client = signed_in(cast.ann)

    bare = look(client, case, cast, result="confirmed")
    over = look(client, case, cast, result="confirmed", scopes=["licence"], valid_until="2026-11-21")
    strange = look(client, case, cast, result="confirmed", scopes=["surgery"])

    assert "Tick what the entry showed." in bare.content.decode()
    assert "This day is over" in over.content.decode()
    assert [bare.status_code, over.status_code, strange.status_code] == [422, 422, 422]
    assert not Verification.objects.exists()


def test_check_of_a_live_listing_is_renewed_without_a_lease(cast: Cast) -> None:
    listing = cast.publish()
    case = listing.cases.get()
    newest = cast.credentials[0].verifications.latest("at")

    with clock.set_to(clock.now() + timedelta(days=30)):
        response = look(
            signed_in(cast.ann), case, cast, seen=str(newest.pk), result="confirmed",
            scopes=["licence", "neurology"], valid_until="2027-11-01",
        )  # fmt: skip

    assert response.status_code == 302
    assert Entry.objects.get().valid_until.isoformat() == "2027-11-01"


def test_credential_of_somebody_else_is_refused(cast: Cast) -> None:
    _provider, _site, others = neurologist(
        cast.stranger, name="Dr Else", country="GB", region="GB-LDS", town="Leeds"
    )
    case = declared(cast.submit(), cast.ann)
    actions.take(case=case, by=cast.ann)

    response = send(
        signed_in(cast.ann), "case_look", case.pk, others[0].pk, version=case.version, result="unknown"
    )

    assert response.status_code == 403


def test_release_gives_the_case_back(cast: Cast) -> None:
    case = cast.ready(cast.submit())

    send(signed_in(cast.ann), "case_release", case.pk)

    case.refresh_from_db()
    assert case.lease_by is None
    assert case.checklist["answers"]["text"]["yes"]


def test_release_of_a_colleagues_case_changes_nothing_and_says_so(cast: Cast) -> None:
    case = declared(cast.ready(cast.submit()), cast.ben)
    ben = signed_in(cast.ben)

    shown = ben.post(reverse("case_release", args=[case.pk]), follow=True).content.decode()

    case.refresh_from_db()
    assert case.lease_by == cast.ann
    assert "was not reserved for you" in shown
    assert "free for others" not in shown


def test_edit_is_shown_beside_what_is_published(cast: Cast) -> None:
    listing = cast.publish()
    case = submission.revise(
        listing=listing,
        document=cast.content(
            summary="Neurologist with a headache clinic for young people.", ages=("child",)
        ),
        by=cast.owner,
    )
    declared(case, cast.ben)

    shown = page(signed_in(cast.ben), "case", case.pk)

    assert "What would change for the public" in shown
    assert "<del>adults.</del>" in shown
    assert "<ins>young people.</ins>" in shown
    assert "<del>Adults</del>" in shown
    assert "<ins>Children and young people</ins>" in shown
    assert shown.count('<tr class="changed">') == 2


def test_findings_are_marked_in_the_text_with_their_number(cast: Cast) -> None:
    case = declared(cast.submit(description=CELLS), cast.ann)

    shown = page(signed_in(cast.ann), "case", case.pk)

    assert '<mark class="finding finding--block"' in shown
    assert 'href="#finding-1"' in shown
    assert 'id="finding-1"' in shown


def test_lookalike_of_a_rejected_text_is_shown(cast: Cast) -> None:
    rejected = cast.submit(treatments=("cell-based",))
    provider, site, _credentials = neurologist(
        cast.stranger, name="Dr Else", country="GB", region="GB-LDS", town="Leeds"
    )
    case = declared(
        submission.submit(provider=provider, document=plain_content(site), by=cast.stranger), cast.ann
    )

    shown = page(signed_in(cast.ann), "case", case.pk)

    assert "Much like a text that was rejected" in shown
    assert reverse("case", args=[rejected.pk]) in shown


def test_case_page_asks_the_database_no_more_for_more_entries(cast: Cast) -> None:
    case = cast.ready(
        cast.submit(description=PRP, website="https://aldous.example/", phone="+44 113 496 0000")
    )
    cast.submit(description=PRP, phone="0113 496 0000")
    actions.add_note(case=case, text="One.", by=cast.ann)
    client = signed_in(cast.ann)
    page(client, "case", case.pk)
    with CaptureQueriesContext(connection) as few:
        page(client, "case", case.pk)
    for _again in range(4):
        cast.verify()
        actions.add_note(case=case, text="One more.", by=cast.ann)
        cast.submit(description=PRP * 9, phone="(0113) 4960000", website="https://www.aldous.example/head")
    with CaptureQueriesContext(connection) as many:
        page(client, "case", case.pk)

    assert len(many) == len(few) <= 60


def test_case_whose_text_was_erased_opens_and_decides_nothing(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    Revision.objects.filter(pk=case.revision_id).update(content="")
    client = signed_in(cast.ann)

    text = page(client, "case", case.pk)
    answers = [
        send(client, name, case.pk, version=case.version).status_code
        for name in ("case_checklist", "case_approve")
    ]

    assert "The text of this version was erased." in text
    assert answers == [409, 409]
    assert Decision.objects.count() == 0


def test_finding_with_an_impossible_number_is_not_found(cast: Cast) -> None:
    case = cast.ready(cast.submit())

    response = send(signed_in(cast.ann), "case_dismiss", case.pk, 10**30, version=case.version, reason="x")

    assert response.status_code == 404


def test_text_with_control_characters_is_refused_with_a_sentence(cast: Cast) -> None:
    case = cast.ready(cast.submit())

    response = send(signed_in(cast.ann), "case_note", case.pk, text="before\x00after")

    assert response.status_code == 422
    assert "characters that cannot be printed" in response.content.decode()
    assert not case.notes.exists()
