"""A statement of reasons says all that it must, as things stood when it was given, and nothing it does not rest on."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory import clock
from directory.moderation import actions, applicant, publication
from directory.moderation.appeals import decide_appeal
from directory.moderation.cases import open_case
from directory.moderation.models import Appeal, Case, Decision, StatementOfReasons
from directory.moderation.stated import Words, answered, words_of
from directory.moderation.statements import evidence_for
from directory.submission import actions as submission
from tests.cast import Cast
from tests.moderation.pages import CELLS, PRP, declared, page, send, signed_in


def words(statement: StatementOfReasons) -> Words:
    return words_of(statement, Decision.objects.get(seq=statement.decision_seq))


def rejected(cast: Cast, case: Case, *reasons: str, explanation: str = "") -> StatementOfReasons:
    case.refresh_from_db()
    actions.reject(
        case=case,
        reasons=reasons or ("incorrect",),
        explanation=explanation,
        by=cast.ann,
        version=case.version,
    )
    return case.statements.get()


def test_automatic_rejection_says_what_where_how_long_how_noticed_and_what_automation_did(cast: Cast) -> None:
    found = words(cast.submit(description=CELLS).statements.get())

    assert found.about == "Dr Mira Aldous, version 1, sent on 22 November 2026"
    assert found.what == "The listing you sent is not published."
    assert "in every country and language" in found.where
    assert found.how_long == "Until you send a version that is accepted."
    assert "our own checks of what you sent" in found.noticed
    assert "found it and decided" in found.automation
    assert [reason.clause for reason in found.reasons] == ["Listing policy 2.1"]
    assert found.grounds


def test_passages_are_gathered_under_one_reason_and_place(cast: Cast) -> None:
    case = cast.submit(description=f"{CELLS} {CELLS.replace('infusions', 'many infusions')}")
    found = words(case.statements.get())

    reasons = [ground.reason for ground in found.grounds]
    assert len(reasons) == len(set(reasons))
    for ground in found.grounds:
        places = [passage.where for passage in ground.passages]
        assert len(places) == len(set(places))
        assert all(len(passage.texts) == len(set(passage.texts)) for passage in ground.passages)


def test_findings_that_are_no_ground_of_the_decision_are_not_named(cast: Cast) -> None:
    statement = rejected(
        cast, cast.ready(cast.submit(description=PRP)), "authority", explanation="Nobody knew."
    )

    assert statement.evidence == []
    assert not statement.detected_automatically
    assert words(statement).automation.startswith("None.")


def test_findings_that_amount_to_the_reason_are_named(cast: Cast) -> None:
    case = cast.submit(description=CELLS)
    assert {item["rule"][:3] for item in evidence_for(case, ["cell_product"])} == {"OFF"}
    assert evidence_for(case, ["authority"]) == []


@pytest.mark.parametrize("later", ["published meanwhile", "removed meanwhile"])
def test_words_stay_as_they_were_whatever_happens_to_the_listing(cast: Cast, later: str) -> None:
    """The version was rejected while another was public; what happens afterwards changes nothing in the statement."""
    listing = cast.publish()
    edit = cast.ready(
        submission.revise(listing=listing, document=cast.content(summary="Another."), by=cast.owner)
    )
    statement = rejected(cast, edit)
    before = words(statement)
    assert before.what == "The version you sent is not published. What is public now stays as it is."
    if later == "removed meanwhile":
        listing.refresh_from_db()
        publication.unpublish(listing=listing, by=cast.owner, version=listing.version)
    statement.refresh_from_db()
    assert words(statement) == before


def test_hiding_and_removing_say_for_how_long(cast: Cast) -> None:
    listing = cast.publish()
    publication.quarantine(listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version)
    hidden = words(listing.statements.first())  # type: ignore[arg-type]
    listing.refresh_from_db()
    publication.delist(listing=listing, reasons=("unsafe",), by=cast.ben, version=listing.version)
    removed = words(listing.statements.first())  # type: ignore[arg-type]

    assert (hidden.what, hidden.how_long) == (
        "Your listing is hidden from the public.", "Until a second look at it is finished.",
    )  # fmt: skip
    assert removed.what == "Your listing was removed."
    assert removed.how_long.startswith("For good.")
    assert [reason.title for reason in removed.reasons] == ["A safety report was confirmed"]


def test_recheck_that_fails_while_the_listing_is_public_does_not_say_that_it_is_hidden(cast: Cast) -> None:
    listing = cast.publish()
    assert listing.live_revision is not None
    recheck = open_case(listing=listing, revision=listing.live_revision, kind=Case.Kind.RECHECK)
    statement = rejected(cast, cast.ready(recheck))

    assert "It is still public" in words(statement).what
    assert "hidden" not in words(statement).what.partition(".")[0]


def test_recheck_that_fails_after_hiding_says_that_it_stays_hidden(cast: Cast) -> None:
    listing = cast.publish()
    recheck = publication.quarantine(
        listing=listing, reasons=("incorrect",), by=cast.ann, version=listing.version
    )
    cast.ready(recheck)
    recheck.refresh_from_db()
    actions.reject(case=recheck, reasons=("incorrect",), explanation="", by=cast.ann, version=recheck.version)

    assert words(recheck.statements.first()).what == "Your listing stays hidden after a second look."  # type: ignore[arg-type]


def test_page_names_the_version_the_reference_and_for_paper_its_own_address(cast: Cast) -> None:
    statement = cast.submit(description=CELLS).statements.get()

    shown = page(signed_in(cast.owner), "provider_statement", statement.decision_seq)

    assert "Dr Mira Aldous, version 1, sent on 22 November 2026" in shown
    assert f"reference {str(statement.case_id)[:8].upper()}" in shown
    assert f'<p class="print-only">The buttons for this are on the page behind your sign-in: http://127.0.0.1:8000/providers/statements/{statement.decision_seq}/' in shown  # fmt: skip  # noqa: E501


def test_moderator_reads_the_statement_as_the_provider_does(cast: Cast) -> None:
    case = declared(cast.submit(description=CELLS), cast.ann)
    statement = case.statements.get()

    shown = page(signed_in(cast.ann), "case_statement", case.pk, statement.decision_seq)

    for words_ in (
        "The listing you sent is not published.",
        "Listing policy 2.1",
        "The passages it rests on",
    ):
        assert words_ in shown
    assert reverse("case_statement", args=[case.pk, statement.decision_seq]) in page(
        signed_in(cast.ann), "case", case.pk
    )


def test_statement_of_another_case_is_not_found(cast: Cast) -> None:
    other = cast.submit(description=CELLS).statements.get()
    case = declared(cast.submit(), cast.ann)

    response = signed_in(cast.ann).get(reverse("case_statement", args=[case.pk, other.decision_seq]))

    assert response.status_code == 404


def test_statement_stays_closed_until_the_declaration(cast: Cast) -> None:
    case = cast.submit(description=CELLS)
    address = reverse("case_statement", args=[case.pk, case.statements.get().decision_seq])

    assert signed_in(cast.ann).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_preview_says_what_the_statement_will_say(cast: Cast) -> None:
    """Fails where the words before the decision are not those after it."""
    case = cast.ready(cast.submit(description=PRP))
    client = signed_in(cast.ann)
    data: dict[str, Any] = {
        "version": case.version,
        "reasons": ["cell_product"],
        "explanation": "The town is wrong.",
    }

    preview = send(client, "case_reject", case.pk, **data)
    send(client, "case_reject", case.pk, **data, confirmed="yes")

    statement = case.statements.get()
    assert preview.context["words"] == words(statement)
    assert "not taken yet" in preview.content.decode()


@pytest.mark.parametrize(
    ("overturn", "says"), [(True, "The decision does not stand."), (False, "cannot be appealed again")]
)
def test_answer_to_an_appeal_says_why_and_what_happens_now(cast: Cast, overturn: bool, says: str) -> None:
    case = cast.submit(description=CELLS)
    appeal = applicant.appeal(case=case, text="This was misread.", by=cast.owner)
    statement = case.statements.get()
    waiting = page(signed_in(cast.owner), "provider_statement", statement.decision_seq)
    assert "within 15 working days" in waiting
    actions.declare_conflict(case=case, by=cast.senior, has_conflict=False)
    decide_appeal(
        appeal=appeal, overturn=overturn, reasons=("cell_product",), answer="We read it again.", by=cast.senior,
        version=Appeal.objects.get(pk=appeal.pk).version,
    )  # fmt: skip

    shown = page(signed_in(cast.owner), "provider_statement", statement.decision_seq)

    assert [each.appeal.pk for each in answered(statement)] == [appeal.pk]
    for there in ("This was misread.", "We read it again.", "Offers an unapproved cell product", says):
        assert there in shown, there
    assert "Senior" not in shown


def test_print_of_an_old_statement_keeps_its_time_limit(cast: Cast) -> None:
    statement = cast.submit(description=CELLS).statements.get()
    with clock.set_to(clock.now() + timedelta(days=300)):
        shown = page(signed_in(cast.owner), "provider_statement", statement.decision_seq)
    assert "This decision cannot be appealed now" in shown
