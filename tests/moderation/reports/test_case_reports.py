"""Reports on the case page: what moderators see of them, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.moderation.reports.categories import CORRECTIONS, SAFETY, label
from directory.moderation.reports.shown import reports_of
from tests.cast import Cast
from tests.moderation.pages import declared, page, send, signed_in

from .stories import READER, approved, judged, recheck_of, taken, tapped, told


def test_moderator_sees_what_was_said_and_how_reliable_but_no_address(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER)
    approved(cast, recheck_of(listing), outcome="confirmed")
    told(listing, email=READER, text="Again. CANARY-WORDS")
    case = taken(recheck_of(listing), cast.ann)

    text = page(signed_in(cast.ann), "case", case.pk)

    assert "Somebody was harmed there, or nearly" in text
    assert "CANARY-WORDS" in text
    assert "Mostly right before: 1 of 1 confirmed." in text
    assert READER not in text
    assert 'value="not_for_us"' in text


def test_before_the_declaration_nothing_of_a_report_is_shown(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    text = page(signed_in(cast.ben), "case", recheck_of(listing).pk)
    assert "CANARY" not in text
    assert "data-report" not in text


def test_who_does_not_hold_the_case_sees_no_buttons(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    case = declared(recheck_of(listing), cast.ben)
    text = page(signed_in(cast.ben), "case", case.pk)
    assert "CANARY" in text
    assert reverse("case_report_judge", args=[case.pk, case.reports.get().pk]) not in text
    assert "Take the case to judge this report." in text


def test_waiting_and_unsafe_ones_come_first(cast: Cast) -> None:
    listing = cast.publish()
    first = tapped(listing)
    unsafe = told(listing)
    case = taken(recheck_of(listing), cast.ann)
    assert [each.id for each in reports_of(case).waiting] == [unsafe.pk, first.pk]
    judged(case, by=cast.ann)
    later = tapped(listing, "closed")
    shown = reports_of(case)
    assert [each.id for each in shown.waiting] == [later.pk]
    assert [(each.id, each.judged_by) for each in shown.judged] == [(unsafe.pk, "Ann"), (first.pk, "Ann")]
    assert len(shown) == 3


def test_page_says_that_a_report_is_still_open_instead_of_offering_to_approve(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    tapped(listing)
    case = cast.ready(recheck_of(listing))
    client, approve = signed_in(cast.ann), reverse("case_approve", args=[case.pk])
    before = page(client, "case", case.pk)
    assert "Judge the 2 reports of readers." in before
    assert approve not in before
    judged(case, by=cast.ann)
    after = page(client, "case", case.pk)
    assert approve in after
    assert "2 reports were judged" in after


def test_what_is_beside_the_file_counts_what_bars_the_decision(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    case = cast.ready(recheck_of(listing))
    client = signed_in(cast.ann)
    before = page(client, "case", case.pk)
    assert "1 point open" in before
    assert "nothing open" not in before
    judged(case, by=cast.ann)
    assert "nothing open" in page(client, "case", case.pk)


def test_rejecting_is_not_offered_while_a_report_waits(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    case = cast.ready(recheck_of(listing))
    client = signed_in(cast.ann)
    reject = f'action="{reverse("case_reject", args=[case.pk])}"'
    before = page(client, "case", case.pk)
    assert reject not in before
    assert before.count("Judge the report of a reader.") == 2
    judged(case, by=cast.ann)
    assert reject in page(client, "case", case.pk)


def test_report_that_came_meanwhile_stops_a_rejection_before_its_preview(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    case = taken(recheck_of(listing), cast.ann)
    words = {"version": case.version, "reasons": ["incorrect"], "explanation": "An hour of work."}
    client = signed_in(cast.ann)
    refused = send(client, "case_reject", case.pk, **words)
    assert refused.status_code == 409
    text = refused.content.decode()
    assert "A reader&#x27;s report waits for your judgement." in text
    assert "An hour of work." in text
    judged(case, by=cast.ann)
    assert "What the provider will read" in send(client, "case_reject", case.pk, **words).content.decode()


def test_judged_report_does_not_speak_for_itself(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER)
    tapped(listing)
    case = taken(recheck_of(listing), cast.ann)
    judged(case, by=cast.ann)
    words = [each.reliable for each in reports_of(case).judged]
    assert words == [
        "Unknown: no earlier report of this person was judged.",
        "Unknown: no e-mail address was left.",
    ]


def test_case_without_reports_has_no_such_section(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ann)
    assert 'id="reports"' not in page(signed_in(cast.ann), "case", case.pk)


def test_cost_does_not_grow_with_the_reports(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, email=READER)
    case = recheck_of(listing)
    with CaptureQueriesContext(
        connection,
    ) as one:
        reports_of(case)
    for number in range(20):
        told(listing, email=f"reader{number}@home.example")
    with CaptureQueriesContext(connection) as many:
        assert len(reports_of(case)) == 21
    assert len(one) == len(many) <= 3


@pytest.mark.parametrize("kind", ["safety", "correction", "gone"])
def test_category_that_is_no_longer_offered_is_still_shown(kind: str) -> None:
    assert label(kind, "from-before") == "from-before"
    assert label(kind, "") == "not said"


def test_categories_fit_into_their_column() -> None:
    assert max(map(len, (*SAFETY, *CORRECTIONS))) <= 30
    assert not set(SAFETY) & set(CORRECTIONS)


def test_markup_in_a_report_is_shown_as_text(cast: Cast) -> None:
    listing = cast.publish()
    told(listing, text="<script>alert(1)</script>\n<b>bold</b>")
    text = page(signed_in(cast.ann), "case", taken(recheck_of(listing), cast.ann).pk)
    assert "<script>alert" not in text
    assert "<b>bold" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>&lt;b&gt;bold" in text
