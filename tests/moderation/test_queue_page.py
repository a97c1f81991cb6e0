"""The queue: everything that waits stands there, in order, with its reason, at a constant cost."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from directory import clock
from directory.moderation import actions, applicant
from directory.moderation.models import Case
from directory.moderation.publication import quarantine
from directory.submission import actions as submission
from tests.cast import Cast
from tests.moderation.pages import CELLS, PRP, appealed, declared, in_second_review, signed_in


def shown(client: Client, **query: str) -> str:
    response = client.get(reverse("queue"), query)
    assert response.status_code == 200
    return response.content.decode()


def rows(client: Client, **query: str) -> list[str]:
    """Ids of the cases shown, in order."""
    return [part.split('"')[0] for part in shown(client, **query).split('data-case="')[1:]]


def clocks(client: Client, **query: str) -> dict[str, str]:
    """What each case's target says, by its id."""
    page = LexborHTMLParser(shown(client, **query))
    return {
        str(row.attributes["data-case"]): " ".join(row.css("td")[1].text().split("here since")[0].split())
        for row in page.css("tr[data-case]")
    }


def test_case_waits_with_neutral_facts_before_the_declaration(cast: Cast) -> None:
    case = cast.submit()
    client = signed_in(cast.ann)

    before = shown(client)
    declared(case, cast.ann)
    after = shown(client)

    assert "Dr Mira Aldous" not in before
    assert "United Kingdom" in before
    assert "Headache specialist or neurologist" in before
    assert "Dr Mira Aldous" in after


def test_link_to_a_case_says_which_case(cast: Cast) -> None:
    cases = [cast.submit(), cast.submit(name="Dr Mira Aldous, second rooms")]
    page = LexborHTMLParser(shown(signed_in(cast.ann)))

    named = {" ".join(link.text().split()) for link in page.css("tr[data-case] th a")}

    assert named == {f"Headache specialist or neurologist {str(case.pk)[:8].upper()}" for case in cases}


def test_only_a_row_that_nobody_has_leaves_that_out_on_a_narrow_screen(cast: Cast) -> None:
    free, held = cast.submit(), declared(cast.submit(name="Dr Mira Aldous, second rooms"), cast.ben)
    actions.take(case=held, by=cast.ben)
    page = LexborHTMLParser(shown(signed_in(cast.ann)))

    left_out = [row.attributes["data-case"] for row in page.css("tr[data-case]:has(td.wide-only)")]

    assert left_out == [str(free.pk)]
    assert [cell.text() for cell in page.css("td.wide-only")] == ["nobody"]


def test_urgent_cases_come_before_older_ones(cast: Cast) -> None:
    plain = cast.submit()
    with clock.set_to(clock.now() + timedelta(days=1)):
        flagged = cast.submit(description=PRP)
        rejected = cast.submit(description=CELLS)
        applicant.ask_person(case=rejected, by=cast.owner, version=rejected.version)
        client = signed_in(cast.ann)

        assert rows(client) == [str(rejected.pk), str(flagged.pk), str(plain.pk)]
        text = shown(client)
    assert "The provider asked that a person looks." in text
    assert "The automatic reading found something that a person must judge." in text
    assert "By age only." in text


def test_nearest_clock_is_shown_in_words(cast: Cast) -> None:
    seen = declared(cast.submit(), cast.ann)
    unseen = cast.submit()
    client = signed_in(cast.ann)

    first = clocks(client)
    with clock.set_to(clock.now() + timedelta(days=3)):
        later = clocks(client)
    with clock.set_to(clock.now() + timedelta(days=16)):
        late = clocks(client)

    assert first == {
        str(seen.pk): "Decision: due Friday 4 December",
        str(unseen.pk): "First look: due Tuesday 24 November",
    }
    assert later[str(unseen.pk)] == "First look: late by 1 working day"
    assert late == {
        str(seen.pk): "Decision: late by 2 working days", str(unseen.pk): "First look: late by 10 working days",
    }  # fmt: skip


def test_tie_of_a_moderator_is_no_first_look(cast: Cast) -> None:
    case = cast.submit()
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=True)

    assert clocks(signed_in(cast.ann))[str(case.pk)].startswith("First look")


def test_late_case_comes_before_one_that_the_machine_asks_about(cast: Cast) -> None:
    plain = cast.submit()
    with clock.set_to(clock.now() + timedelta(days=4)):
        flagged = cast.submit(description=PRP)
        client = signed_in(cast.ann)

        assert rows(client) == [str(plain.pk), str(flagged.pk)]
        text = shown(client)
    assert "Priority 15: clock 15" in text
    assert "Priority 10: reason 10" in text


def test_answer_of_the_provider_starts_the_decision_anew(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.request_changes(case=case, requests={"name": "x"}, by=cast.ann, version=case.version)
    with clock.set_to(clock.now() + timedelta(days=12)):
        submission.revise(listing=case.listing, document=cast.content(summary="Other words."), by=cast.owner)

        assert clocks(signed_in(cast.ann)) == {str(case.pk): "Decision: due Friday 18 December"}


def test_second_persons_turn_does_not_start_the_clock_anew(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    with clock.set_to(clock.now() + timedelta(days=12)):
        actions.declare_conflict(case=case, by=cast.senior, has_conflict=True)
        actions.take(case=case, by=cast.ann)
        case.refresh_from_db()
        actions.approve(case=case, by=cast.ann, version=case.version)

        assert clocks(signed_in(cast.ben), tab="second") == {str(case.pk): "Decision: due today"}


def test_each_part_of_the_queue_shows_its_own(cast: Cast) -> None:
    second = in_second_review(cast)
    appeal = appealed(cast)
    held = cast.ready(cast.submit(), by=cast.ben)
    asked = cast.ready(cast.submit(), by=cast.senior)
    actions.request_changes(case=asked, requests={"name": "x"}, by=cast.senior, version=asked.version)
    client = signed_in(cast.ben)

    assert rows(client) == [str(held.pk)]
    assert rows(client, tab="mine") == [str(held.pk)]
    assert rows(client, tab="second") == [str(second.pk)]
    assert rows(client, tab="changes") == [str(asked.pk)]
    assert rows(client, tab="hidden") == []
    assert str(appeal.pk) in shown(client, tab="appeals")
    assert rows(signed_in(cast.ann), tab="mine") == [str(second.pk)]


def test_first_person_sees_that_somebody_else_is_needed(cast: Cast) -> None:
    in_second_review(cast)

    assert "needs somebody other than you" in shown(signed_in(cast.ann), tab="second")
    assert "needs somebody other than you" not in shown(signed_in(cast.ben), tab="second")


def test_who_works_on_a_case_is_seen_by_others_until_the_lease_ends(cast: Cast) -> None:
    cast.ready(cast.submit())
    ben = signed_in(cast.ben)

    during = shown(ben)
    with clock.set_to(clock.now() + timedelta(minutes=16)):
        after = shown(ben)

    assert "<span>Ann</span>" in during
    assert "<span>Ann</span>" not in after
    assert "nobody" in after


def test_hidden_listing_stands_there_until_it_is_removed_or_back(cast: Cast) -> None:
    listing = cast.publish()
    recheck = quarantine(listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version)
    case = cast.ready(recheck)
    client = signed_in(cast.ben)
    waiting = rows(client, tab="hidden")
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ann, version=case.version)

    assert waiting == rows(client, tab="hidden") == [str(case.pk)]
    assert "A published listing is hidden until this is decided." in shown(client, tab="hidden")


def test_nothing_to_do_says_so(cast: Cast) -> None:
    assert "Nothing here now" in shown(signed_in(cast.ann))
    assert "You hold no case" in shown(signed_in(cast.ann), tab="mine")


def test_queue_asks_the_database_no_more_for_more_cases(cast: Cast) -> None:
    client = signed_in(cast.ann)
    declared(cast.submit(), cast.ann)
    shown(client)
    with CaptureQueriesContext(
        connection,
    ) as few:
        shown(client)
    for _more in range(4):
        declared(cast.submit(), cast.ann)
    with CaptureQueriesContext(connection) as many:
        shown(client)

    assert Case.objects.count() == 5
    assert len(many) == len(few)
    assert len(many) <= 30
