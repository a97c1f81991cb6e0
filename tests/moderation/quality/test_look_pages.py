"""The list of looks, one look after the declaration, and its answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import clock
from directory.accounts.models import User
from directory.accreditation import actions as accreditation
from directory.catalogue.models import Entry
from directory.listings.models import Revision
from directory.moderation import actions, applicant
from directory.moderation.models import Case, Decision, ScreeningFinding
from directory.moderation.publication import unpublish
from directory.outbox.models import Message
from tests.cast import Cast
from tests.moderation.pages import declared, page, send, signed_in

from .world import approved_alone, drawn_for, looked, rejected_automatically

pytestmark = pytest.mark.usefixtures("lot_falls")


def test_list_names_nobody_and_links_what_can_be_taken(cast: Cast) -> None:
    case = approved_alone(cast)
    address = reverse("second_look", args=[drawn_for(case).decision_seq])

    bens, anns = page(signed_in(cast.ben), "second_looks"), page(signed_in(cast.ann), "second_looks")

    assert address in bens
    assert "You can" in bens
    assert address not in anns
    assert "You had a part in this decision" in anns
    assert "Aldous" not in bens
    assert "Approval by one person" in bens


def test_nothing_to_look_at_says_so(cast: Cast) -> None:
    assert "No look waits" in page(signed_in(cast.ben), "second_looks")


def test_team_of_one_reads_that_nobody_can_look(cast: Cast) -> None:
    approved_alone(cast)
    User.objects.filter(pk__in=[cast.ben.pk, cast.senior.pk, cast.second_senior.pk]).update(is_active=False)

    assert "Nobody in the team" in page(signed_in(cast.ann), "second_looks")


def test_file_opens_after_the_declaration(cast: Cast) -> None:
    case = approved_alone(cast, description="A canary sings in the file.")
    client, seq = signed_in(cast.ben), drawn_for(case).decision_seq

    before = page(client, "second_look", seq)
    refused = send(client, "second_look_answer", seq, answer="agree")
    unsaid = send(client, "second_look_declare", seq)
    sent = send(client, "second_look_declare", seq, tie="no")
    after = page(client, "second_look", seq)

    assert "canary" not in before
    assert refused.status_code == 403
    assert unsaid.status_code == 422
    assert sent["Location"] == reverse("second_look", args=[seq])
    assert "canary" in after
    assert "Decided on 22 November 2026, 09:00 UTC by Ann." in after
    assert "General Medical Council" in after
    assert "Did you read every text of the listing" in after


def test_declared_tie_closes_the_look(cast: Cast) -> None:
    client, seq = signed_in(cast.ben), drawn_for(approved_alone(cast)).decision_seq

    sent = send(client, "second_look_declare", seq, tie="yes")

    assert sent["Location"] == reverse("second_looks")
    assert client.get(reverse("second_look", args=[seq])).status_code == 403
    assert "You declared a tie" in page(client, "second_looks")


def test_who_decided_opens_the_look_only_after_it_was_taken(cast: Cast) -> None:
    case = approved_alone(cast)
    client, seq = signed_in(cast.ann), drawn_for(case).decision_seq

    before = client.get(reverse("second_look", args=[seq]))
    looked(case, cast.ben, agrees=False, note="The website says otherwise.")
    after = page(client, "second_look", seq)

    assert before.status_code == 403
    assert "You had a part in this decision" in before.content.decode()
    assert "The website says otherwise." in after
    assert "Keep my answer" not in after


def test_agreeing_leads_back_to_the_list(cast: Cast) -> None:
    case = declared(approved_alone(cast), cast.ben)
    seq = drawn_for(case).decision_seq

    sent = send(signed_in(cast.ben), "second_look_answer", seq, answer="agree", note="")

    assert sent["Location"] == reverse("second_looks")
    assert drawn_for(case).agrees


def test_disagreeing_with_an_approval_leads_to_where_it_can_be_hidden(cast: Cast) -> None:
    case = declared(approved_alone(cast), cast.ben)
    client, seq = signed_in(cast.ben), drawn_for(case).decision_seq

    sent = send(client, "second_look_answer", seq, answer="disagree", note="No headache care there.")
    told = page(client, "second_look", seq)

    assert sent["Location"] == reverse("second_look", args=[seq])
    assert reverse("listing", args=[case.listing_id]) in told
    assert "The senior moderators were told" in told
    assert f'data-disagreement="{seq}"' in page(client, "second_looks")


def test_after_the_listing_went_there_is_nothing_to_hide(cast: Cast) -> None:
    case = approved_alone(cast)
    looked(case, cast.ben, agrees=False, note="Hm.")
    listing = case.listing
    listing.refresh_from_db()
    unpublish(listing=listing, by=cast.owner, version=listing.version)

    told = page(signed_in(cast.ben), "second_look", drawn_for(case).decision_seq)

    assert "nothing to hide" in told


def test_disagreeing_with_a_rejection_says_what_the_provider_can_do(cast: Cast) -> None:
    case = rejected_automatically(cast)
    looked(case, cast.ben, agrees=False, note="It declines them.")
    client, seq = signed_in(cast.ben), drawn_for(case).decision_seq

    before = page(client, "second_look", seq)
    case.refresh_from_db()
    applicant.ask_person(case=case, by=cast.owner, version=case.version)
    after = page(client, "second_look", seq)

    assert "only when its provider asks for a person or wins an appeal" in before
    assert "The provider has asked that a person looks" in after


def test_disagreement_without_a_note_comes_back_with_what_was_chosen(cast: Cast) -> None:
    case = declared(approved_alone(cast), cast.ben)

    sent = send(signed_in(cast.ben), "second_look_answer", drawn_for(case).decision_seq, answer="disagree")

    assert sent.status_code == 422
    assert "Say what you see differently." in sent.content.decode()
    assert drawn_for(case).agrees is None


def test_too_late_answer_is_refused_and_kept_to_copy(cast: Cast) -> None:
    case = declared(approved_alone(cast), cast.senior)
    client, seq = signed_in(cast.senior), drawn_for(case).decision_seq
    looked(case, cast.ben)

    sent = send(client, "second_look_answer", seq, answer="disagree", note="A long thought of mine.")

    assert sent.status_code == 409
    assert "A long thought of mine." in sent.content.decode()
    assert drawn_for(case).by == cast.ben


def test_case_is_shown_as_it_was_decided_whatever_came_after(cast: Cast) -> None:
    """The provider asked for a person, the finding was dismissed, a changed version came: the look shows none of it."""
    case = rejected_automatically(cast)
    seq = drawn_for(case).decision_seq
    with clock.set_to(clock.now() + timedelta(days=1)):
        applicant.ask_person(case=case, by=cast.owner, version=case.version)
        case = cast.ready(Case.objects.get(pk=case.pk))
        finding = ScreeningFinding.objects.filter(run__case=case, severity="block").first()
        assert finding is not None
        actions.dismiss_finding(finding=finding, reason="They warn of it.", by=cast.ann, version=case.version)
        declared(case, cast.ben)

        told = page(signed_in(cast.ben), "second_look", seq)

    assert "mesenchymal" in told
    assert "bars a listing" in told
    assert ">dismissed</span>" not in told
    assert "None: nobody had looked anything up when this was decided." in told
    assert "Decided on 22 November 2026, 09:00 UTC by the system." in told
    assert "Checklist as answered" not in told


@pytest.mark.parametrize("seq", [99999, 10**30])
def test_unknown_look_is_not_found(cast: Cast, seq: int) -> None:
    assert signed_in(cast.ben).get(reverse("second_look", args=[seq])).status_code == 404


@pytest.mark.parametrize("name", ["second_looks", "second_look", "second_look_declare", "second_look_answer"])
def test_pages_are_for_moderators_without_a_tie(cast: Cast, name: str) -> None:
    case = approved_alone(cast)
    ids = [] if name == "second_looks" else [drawn_for(case).decision_seq]
    accreditation.add_member(provider=cast.specialist, user=cast.ben, by=cast.owner)
    method = "post" if name in ("second_look_declare", "second_look_answer") else "get"

    for person in (cast.owner, cast.stranger, *([] if name == "second_looks" else [cast.ben])):
        response = getattr(signed_in(person), method)(reverse(name, args=ids))
        assert response.status_code == 403, person


def test_address_of_a_form_opened_in_a_browser_leads_to_the_look(cast: Cast) -> None:
    seq = drawn_for(approved_alone(cast)).decision_seq

    for name in ("second_look_declare", "second_look_answer"):
        sent = signed_in(cast.ben).get(reverse(name, args=[seq]))
        assert sent["Location"] == reverse("second_look", args=[seq])


def test_list_asks_the_database_no_more_for_more_looks(cast: Cast) -> None:
    client = signed_in(cast.ben)
    rejected_automatically(cast)
    looked(rejected_automatically(cast, name="First rooms"), cast.senior, agrees=False, note="No.")
    page(client, "second_looks")
    with CaptureQueriesContext(connection) as few:
        page(client, "second_looks")
    for number in range(4):
        looked(rejected_automatically(cast, name=f"Rooms {number}"), cast.senior, agrees=False, note="No.")
        rejected_automatically(cast, name=f"Other rooms {number}")
    with CaptureQueriesContext(connection) as many:
        page(client, "second_looks")

    assert len(many) == len(few)
    assert len(many) <= 33


def test_erased_text_leaves_the_decision_readable(cast: Cast) -> None:
    case = declared(rejected_automatically(cast), cast.ben)
    Revision.objects.filter(pk=case.revision_id).update(content="")

    told = page(signed_in(cast.ben), "second_look", drawn_for(case).decision_seq)

    assert "The text of this version was erased." in told
    assert "Decided on 22 November 2026" in told
    assert "Keep my answer" in told


def test_note_of_a_look_stays_among_moderators(cast: Cast) -> None:
    case = approved_alone(cast)
    looked(case, cast.ben, agrees=False, note="zqnote about this clinic")
    owner = signed_in(cast.owner)
    entry = Entry.objects.get()

    pages = [
        owner.get(reverse("provider_home")),
        owner.get(reverse("provider_listing", args=[case.listing_id])),
        owner.get(reverse("clinic", args=[entry.slug])),
        owner.get(reverse("transparency")),
    ]

    assert [each.status_code for each in pages] == [200] * 4
    assert not any("zqnote" in each.content.decode() for each in pages)
    assert not Message.objects.filter(text__contains="zqnote").exists()
    assert not Message.objects.filter(html__contains="zqnote").exists()
    for decision in Decision.objects.all():
        assert "zqnote" not in str(vars(decision))
