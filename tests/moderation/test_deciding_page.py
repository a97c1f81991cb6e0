"""Decisions through the pages, as moderators make them: each once, by the right people, with what is known now."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from directory import clock
from directory.accreditation.models import Verification
from directory.catalogue.models import Entry
from directory.listings.models import Listing, Revision
from directory.moderation import actions
from directory.moderation.models import Case, Decision
from directory.outbox.models import Message
from directory.submission import actions as submission
from tests.cast import PASSWORD, Cast, neurologist, plain_content
from tests.moderation.pages import (
    CELLS,
    PRP,
    asked_again,
    declared,
    in_second_review,
    page,
    send,
    signed_in,
)


def work_through(client: Client, cast: Cast, case: Case) -> None:
    """Everything a moderator does before approving, by forms alone."""
    send(client, "case_declare", case.pk, tie="no")
    send(client, "case_take", case.pk)
    response = send(
        client, "case_look", case.pk, cast.credentials[0].pk, version=case.version, seen="", method="register",
        where="https://register.example/7000001", result="confirmed", scopes=["licence", "neurology"],
        valid_until="2027-06-30", note="Entry seen.",
    )  # fmt: skip
    assert response.status_code == 302
    answers = {"yes_authority": "on", "yes_text": "on", "note_authority": "Rang the practice."}
    send(client, "case_checklist", case.pk, version=case.version, **answers)


def test_moderators_publish_a_risky_case_by_forms_alone(cast: Cast) -> None:
    case = cast.submit()
    ann, ben = signed_in(cast.ann), asked_again(signed_in(cast.ben))
    work_through(ann, cast, case)
    before = page(ann, "case", case.pk)
    send(ann, "case_approve", case.pk, version=case.version)
    case.refresh_from_db()
    between = (case.status, Entry.objects.count())

    send(ben, "case_declare", case.pk, tie="no")
    send(ben, "case_approve_second", case.pk, version=case.version)

    case.refresh_from_db()
    assert "Approve and send to a second person" in before
    assert between == (Case.Status.SECOND_REVIEW, 0)
    assert case.status == Case.Status.APPROVED
    assert Entry.objects.get().name == "Dr Mira Aldous"


def test_moderator_publishes_alone_where_one_suffices(cast: Cast) -> None:
    first = cast.publish()
    revised = submission.revise(
        listing=first, document=cast.content(summary="Now also on Fridays."), by=cast.owner
    )
    case = cast.ready(revised)
    client = signed_in(cast.ann)

    before = page(client, "case", case.pk)
    response = send(client, "case_approve", case.pk, version=case.version)

    assert "Approving publishes this version at once." in before
    assert response["Location"] == reverse("queue")
    assert Entry.objects.get().summary == "Now also on Fridays."


def test_approval_sent_twice_publishes_once_and_says_so(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    client = signed_in(cast.ann)

    first = send(client, "case_approve", case.pk, version=case.version)
    second = send(client, "case_approve", case.pk, version=case.version)

    assert (first.status_code, second.status_code) == (302, 409)
    assert Decision.objects.filter(case_id=case.pk).count() == 1
    text = second.content.decode()
    assert "Approved by the first person, sent to a second, by Ann" in text


def test_stale_form_changes_nothing_and_keeps_what_was_typed(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    seen = case.version
    submission_version = case.revision_id
    actions.request_changes(case=case, requests={"name": "Your own name."}, by=cast.ann, version=seen)

    response = send(
        signed_in(cast.ann), "case_reject", case.pk,
        version=seen, reasons=["incorrect"], explanation="Long words that took an hour.",
    )  # fmt: skip

    case.refresh_from_db()
    text = response.content.decode()
    assert response.status_code == 409
    assert "Long words that took an hour." in text
    assert "Details are not right" in text
    assert "Changes requested, by Ann" in text
    assert (case.status, case.revision_id) == (Case.Status.CHANGES_REQUESTED, submission_version)


def test_form_without_a_readable_version_is_stale(cast: Cast) -> None:
    case = cast.ready(cast.submit())

    for version in ({}, {"version": "newest"}, {"version": "9" * 40}):
        assert send(signed_in(cast.ann), "case_approve", case.pk, **version).status_code == 409
    assert Decision.objects.count() == 0


def test_lease_that_ran_out_changes_nothing(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    client = signed_in(cast.ann)

    with clock.set_to(clock.now() + timedelta(minutes=16)):
        response = send(client, "case_approve", case.pk, version=case.version)
        shown = page(client, "case", case.pk)

    assert response.status_code == 409
    assert "your time ran out" in response.content.decode()
    assert "Take the case" in shown
    assert Decision.objects.count() == 0


def test_every_step_renews_the_lease(cast: Cast) -> None:
    case = cast.ready(cast.submit())

    with clock.set_to(clock.now() + timedelta(minutes=14)):
        send(
            signed_in(cast.ann),
            "case_checklist",
            case.pk,
            version=case.version,
            yes_authority="on",
            yes_text="on",
        )

    case.refresh_from_db()
    assert case.lease_until == clock.now() + timedelta(minutes=29)


def test_case_held_by_a_colleague_is_read_and_not_decided(cast: Cast) -> None:
    case = declared(cast.ready(cast.submit()), cast.ben)
    ben = signed_in(cast.ben)

    shown = page(ben, "case", case.pk)

    assert "Ann is working on this case" in shown
    assert "Approve and" not in shown
    for name in ("case_take", "case_approve"):
        assert send(ben, name, case.pk, version=case.version).status_code == 409
    assert Decision.objects.count() == 0


def test_first_person_is_refused_as_the_second(cast: Cast) -> None:
    case = in_second_review(cast)
    client = asked_again(signed_in(cast.ann))

    shown = page(client, "case", case.pk)
    response = send(client, "case_approve_second", case.pk, version=case.version)

    assert "The second look belongs to somebody else." in shown
    assert response.status_code == 403
    assert "You approved this first" in response.content.decode()
    assert not Entry.objects.exists()


def test_second_person_gives_the_password_again_before_it_publishes(cast: Cast) -> None:
    case = in_second_review(cast)
    client = signed_in(cast.ben)

    asked = send(client, "case_approve_second", case.pk, version=case.version)
    published_before = Entry.objects.exists()
    wrong = client.post(asked["Location"], {"password": "not this one"})
    still_unpublished = not Entry.objects.exists()
    client.post(asked["Location"], {"password": PASSWORD})

    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert wrong.status_code == 200
    assert not published_before
    assert still_unpublished
    assert Entry.objects.exists()


def test_second_person_sends_it_back_with_a_private_note(cast: Cast) -> None:
    case = in_second_review(cast)
    ben = signed_in(cast.ben)

    without = send(ben, "case_return", case.pk, version=case.version, note="No number.")
    send(ben, "case_return", case.pk, version=case.version, reasons=["accreditation"], note="No number.")

    case.refresh_from_db()
    assert without.status_code == 422
    assert "No number." in without.content.decode()
    assert (case.status, case.first_actor_id) == (Case.Status.OPEN, None)
    assert case.notes.get().text == "No number."


def test_case_says_when_nobody_could_take_the_second_look(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    for person in (cast.ben, cast.senior, cast.second_senior):
        person.is_active = False
        person.save()

    assert "waits until the operator invites an external reviewer" in page(
        signed_in(cast.ann), "case", case.pk
    )


def test_rejection_is_previewed_before_anything_happens(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    client = signed_in(cast.ann)

    preview = send(
        client,
        "case_reject",
        case.pk,
        version=case.version,
        reasons=["incorrect"],
        explanation="The town is wrong.",
    )

    text = preview.content.decode()
    assert preview.status_code == 200
    assert "Details in the listing do not agree with what we found at their source." in text
    assert "The town is wrong." in text
    assert "can appeal until 24 May 2027" in text
    assert Decision.objects.count() == 0


def test_rejection_tells_the_provider_the_reasons(cast: Cast) -> None:
    case = cast.ready(cast.submit())

    send(
        signed_in(cast.ann), "case_reject", case.pk, version=case.version, reasons=["incorrect"],
        explanation="The town is wrong.", confirmed="yes",
    )  # fmt: skip

    case.refresh_from_db()
    statement = case.statements.get()
    assert case.status == Case.Status.REJECTED
    assert (statement.reasons, statement.explanation) == (["incorrect"], "The town is wrong.")
    told = page(signed_in(cast.owner), "provider_statement", statement.decision_seq)
    assert "Details are not right" in told
    assert "The town is wrong." in told
    assert set(Message.objects.filter(key__contains="statement").values_list("to", flat=True)) == {
        cast.owner.email, cast.mate.email,
    }  # fmt: skip


def test_rejection_without_a_reason_keeps_the_explanation(cast: Cast) -> None:
    case = cast.ready(cast.submit())

    response = send(
        signed_in(cast.ann),
        "case_reject",
        case.pk,
        version=case.version,
        explanation="Words to keep.",
        confirmed="yes",
    )

    text = response.content.decode()
    assert response.status_code == 422
    assert "Choose at least one reason." in text
    assert "Words to keep." in text
    assert Decision.objects.count() == 0


def test_changes_are_asked_for_by_field(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    client = signed_in(cast.ann)

    nothing = send(client, "case_changes", case.pk, version=case.version)
    send(client, "case_changes", case.pk, version=case.version, summary="Name the days.", website="Give it.")

    case.refresh_from_db()
    assert nothing.status_code == 422
    assert case.status == Case.Status.CHANGES_REQUESTED
    assert dict(case.change_requests.values_list("field", "message")) == {
        "summary": "Name the days.", "website": "Give it.",
    }  # fmt: skip


def test_approval_is_not_offered_while_something_is_open(cast: Cast) -> None:
    case = declared(cast.submit(description=PRP), cast.ann)
    actions.take(case=case, by=cast.ann)

    shown = page(signed_in(cast.ann), "case", case.pk)

    assert "Not possible yet. Still open:" in shown
    assert "Finding 1 has no answer." in shown
    assert "Approve and" not in shown


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
    case = cast.ready(cast.submit(treatments=("assessment", "prp")))
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


def test_case_page_asks_the_database_no_more_for_more_entries(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = cast.ready(cast.submit(description=PRP * 20))
    for _again in range(5):
        cast.verify()
        actions.add_note(case=case, text="One more.", by=cast.ann)
    client = signed_in(cast.ann)
    client.get(reverse("queue"))

    with django_assert_max_num_queries(70):
        page(client, "case", case.pk)


def test_removed_listing_stays_removed_by_two_people(cast: Cast) -> None:
    listing = cast.publish()
    listing.refresh_from_db()
    ann, ben = signed_in(cast.ann), signed_in(cast.ben)
    hidden = send(ann, "listing_hide", listing.pk, version=listing.version, reasons=["safety_report"])
    recheck = listing.cases.get(kind=Case.Kind.RECHECK)
    declared(recheck, cast.ann, cast.ben)
    listing.refresh_from_db()

    alone = send(ann, "listing_remove", listing.pk, version=listing.version, reasons=["safety_report"])
    offered = page(ben, "case", recheck.pk)
    send(ben, "listing_remove", listing.pk, version=listing.version, reasons=["safety_report"])

    listing.refresh_from_db()
    assert hidden["Location"] == reverse("case", args=[recheck.pk])
    assert alone.status_code == 409
    assert "you are the second person" in offered
    assert listing.publication == Listing.Publication.DELISTED


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
    assert "Null characters are not allowed" in response.content.decode()
    assert not case.notes.exists()
