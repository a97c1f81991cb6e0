"""Decisions through the pages, as moderators make them: each once, by the right people, with what is known now."""

from datetime import timedelta

from django.urls import reverse

from directory import clock
from directory.catalogue.models import Entry
from directory.moderation import actions
from directory.moderation.models import Case, Decision
from directory.outbox.models import Message
from directory.submission import actions as submission
from tests.cast import Cast
from tests.moderation.pages import (
    PRP,
    declared,
    page,
    send,
    signed_in,
)


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
    assert "can appeal until 25 May 2027" in text
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
