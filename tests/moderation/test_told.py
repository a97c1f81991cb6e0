"""What the provider was told stands beside what only moderators read, and neither holds anything of the other."""

from datetime import timedelta

from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from directory import clock
from directory.moderation import actions, applicant
from directory.moderation.appeals import decide_appeal
from directory.moderation.models import Appeal, Case, Decision
from directory.moderation.views.told import Told, told
from directory.outbox.models import NEVER, Message
from directory.submission import actions as submission
from tests.cast import Cast
from tests.moderation.pages import CELLS, declared, page, signed_in

SECRET = "SECRET-NOTE about a phone call"


def of(case: Case) -> list[Told]:
    decisions = list(Decision.objects.filter(case_id=case.pk).order_by("seq"))
    return told(case, decisions, list(case.statements.all()), list(case.appeals.all()))


def test_nothing_told_says_so(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ann)
    assert of(case) == []
    assert "Nothing so far." in page(signed_in(cast.ann), "case", case.pk)


def test_request_for_changes_is_told_field_by_field(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.request_changes(
        case=case,
        requests={"summary": "Name the days.", "website": "Give it."},
        by=cast.ann,
        version=case.version,
    )

    (found,) = of(case)

    assert found.title == "Asked for changes"
    assert [(line.label, line.text) for line in found.lines] == [
        ("Summary", "Name the days."), ("Website", "Give it."),
    ]  # fmt: skip
    assert found.mail == "E-mail is waiting to be sent."


def test_two_requests_for_changes_stand_apart(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.request_changes(case=case, requests={"summary": "First."}, by=cast.ann, version=case.version)
    case.refresh_from_db()
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        submission.revise(listing=case.listing, document=cast.content(summary="Other."), by=cast.owner)
        case.refresh_from_db()
        actions.take(case=case, by=cast.ann)
        case.refresh_from_db()
        actions.request_changes(case=case, requests={"summary": "Second."}, by=cast.ann, version=case.version)

    assert [[line.text for line in each.lines] for each in of(case)] == [["First."], ["Second."]]


def test_statement_and_answer_to_an_appeal_are_told_in_their_order(cast: Cast) -> None:
    case = cast.submit(description=CELLS)
    appeal = applicant.appeal(case=case, text="Please look.", by=cast.owner)
    actions.declare_conflict(case=case, by=cast.senior, has_conflict=False)
    version = Appeal.objects.get(pk=appeal.pk).version
    decide_appeal(
        appeal=appeal,
        overturn=False,
        reasons=("cell_product",),
        answer="We read it.",
        by=cast.senior,
        version=version,
    )

    found = of(case)

    assert found[0].title == "Statement of reasons"
    assert found[0].statement == case.statements.get()
    assert found[-1].title == "Answer to the appeal"
    assert found[-1].lines[0].text == "We read it."
    assert any("We have your appeal" in each.title for each in found)


def test_mail_is_told_with_what_became_of_it(cast: Cast) -> None:
    case = cast.submit(description=CELLS)
    mails = Message.objects.filter(key__contains=":statement:")
    assert mails.count() == 2
    mails.update(sent_at=clock.now())
    assert of(case)[0].mail == "E-mail sent to 2 people."
    mails.filter(to=cast.mate.email).update(sent_at=None, next_attempt_at=NEVER)
    assert of(case)[0].mail == "E-mail could not be delivered to 1 of 2 people; an operator looks at it."


def test_mail_to_others_than_the_provider_is_not_told(cast: Cast) -> None:
    case = cast.submit(description=CELLS)
    seq = case.statements.get().decision_seq
    Message.objects.create(
        key=f"{seq}:report_outcome:1", to="reader@example.org", subject="What we found", text="x"
    )

    Message.objects.filter(key__contains=":statement:").update(sent_at=clock.now())

    (found,) = of(case)
    assert (found.title, found.mail) == ("Statement of reasons", "E-mail sent to 2 people.")


def test_mail_of_another_decision_with_the_same_beginning_is_not_told(cast: Cast) -> None:
    case = cast.submit(description=CELLS)
    seq = case.statements.get().decision_seq
    Message.objects.create(key=f"{seq}1:published:1", to="a@example.org", subject="Other case", text="x")

    assert "Other case" not in [each.title for each in of(case)]


def test_private_notes_and_public_words_stand_apart(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.add_note(case=case, text=SECRET, by=cast.ann)
    actions.request_changes(
        case=case, requests={"summary": "Name the days."}, by=cast.ann, version=case.version
    )

    tree = LexborHTMLParser(page(signed_in(cast.ann), "case", case.pk))
    public = tree.css_first('section[aria-labelledby="told"]')
    private = tree.css_first('section[aria-labelledby="notes"]')

    assert public is not None
    assert private is not None
    assert "Name the days." in public.text()
    assert SECRET not in public.text()
    assert SECRET in private.text()
    assert "Name the days." not in private.text()
    assert "panel--private" in (private.attributes["class"] or "")
    assert cast.owner.email not in public.text()


def test_provider_sees_no_note_on_any_page_about_the_decision(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.add_note(case=case, text=SECRET, by=cast.ann)
    actions.reject(
        case=case, reasons=("incorrect",), explanation="The town.", by=cast.ann, version=case.version
    )
    client = signed_in(cast.owner)

    for name, ids in (
        ("provider_listing", (case.listing_id,)),
        ("provider_statement", (case.statements.get().decision_seq,)),
    ):
        assert SECRET not in client.get(reverse(name, args=ids)).content.decode()
    assert not Message.objects.filter(text__contains="SECRET").exists()
