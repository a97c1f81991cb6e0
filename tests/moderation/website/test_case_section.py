"""The website on the case page: what was read, when, what was found there, and having it read again."""

from hashlib import sha256
from typing import Any

import pytest
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from directory import clock
from directory.moderation import actions
from directory.moderation.models import Case
from directory.moderation.rulesets.modes import Mode
from directory.moderation.rulesets.standing import set_mode
from directory.moderation.website.actions import finish
from directory.moderation.website.judging import Part, judge_pages
from directory.moderation.website.models import WebsitePage, WebsiteReading
from directory.moderation.website.reader import ReadPage
from directory.moderation.website.text import document
from tests.cast import Cast
from tests.moderation.pages import declared, page, send, signed_in

HOME = "https://aldous.example/"
OFFER = "<p>We are open on Mondays. We offer stem cell therapy for migraine, book today.</p>"
PLAIN = "<title>Start</title><p>I see adults with migraine in Leeds.</p>"


def read_page(path: str, markup: str, outcome: str = "read", detail: str = "") -> ReadPage:
    read = outcome == "read"
    return ReadPage(
        address=HOME + path,
        outcome=outcome,
        read_at=clock.now(),
        detail=detail,
        status=200 if read else None,
        size=len(markup),
        sha256=sha256(markup.encode()).hexdigest() if read else "",
        document=document(markup) if read else None,
    )


def read(case: Case, *pages: ReadPage, whole_site: bool = True) -> WebsiteReading:
    reading = case.revision.website_readings.get(finished_at=None)
    finished = finish(reading, judge_pages(pages, Part(listed=HOME, country="GB", whole_site=whole_site)))
    case.refresh_from_db()
    return finished


def section(cast: Cast, case: Case) -> str:
    """The section's words."""
    tree = LexborHTMLParser(page(signed_in(cast.ann), "case", case.pk))
    found = tree.css_first('section[aria-labelledby="website"]')
    assert found is not None
    return " ".join(found.text(separator=" ").split())


def test_listing_without_a_website_says_so(cast: Cast) -> None:
    assert "The listing names none." in section(cast, declared(cast.submit(), cast.ann))


def test_waiting_reading_says_since_when(cast: Cast) -> None:
    case = declared(cast.submit(website=HOME), cast.ann)
    assert "Waiting: asked for on 22 November 2026, 09:00 UTC." in section(cast, case)


def test_pages_are_shown_with_address_time_and_hash(cast: Cast) -> None:
    case = declared(cast.submit(website=HOME), cast.ann)
    read(case, read_page("", PLAIN), read_page("team", PLAIN.replace("Start", "Team")))

    shown = section(cast, case)

    assert "Read on 22 November 2026, 09:00 UTC: 2 pages." in shown
    assert "2 pages in which nothing was found" in shown
    assert sha256(PLAIN.encode()).hexdigest()[:12] in shown
    assert f"{HOME}team" in shown


def test_offer_is_marked_in_what_stands_around_it(cast: Cast) -> None:
    case = cast.ready(cast.submit(website=HOME))  # held by Ann: only gains the findings
    read(case, read_page("", PLAIN), read_page("prices", f"<title>Prices</title>{OFFER}"))

    html = page(signed_in(cast.ann), "case", case.pk)

    tree = LexborHTMLParser(html)
    marks = tree.css('section[aria-labelledby="website"] mark')
    assert marks
    assert all("Mondays" not in mark.text() for mark in marks)
    passage = tree.css_first('section[aria-labelledby="website"] .highlighted')
    assert passage is not None
    assert "We are open on Mondays." in passage.text()
    assert "Website, page /prices" in html


def test_page_of_another_department_is_named(cast: Cast) -> None:
    case = declared(cast.submit(website=HOME), cast.ann)
    read(case, read_page("knees", f"<title>Orthopaedics</title>{OFFER}"), whole_site=False)

    assert "department: Orthopaedics" in section(cast, case)


def test_what_could_not_be_read_says_why(cast: Cast) -> None:
    case = declared(cast.submit(website=HOME), cast.ann)
    read(case, read_page("", "", "unreachable", "timed out after 10 s"))

    shown = section(cast, case)
    assert "nothing could be read: no answer." in shown
    assert "timed out after 10 s" in shown


def test_reading_in_part_says_so(cast: Cast) -> None:
    case = declared(cast.submit(website=HOME), cast.ann)
    read(case, read_page("", PLAIN), read_page("prices", "", "robots"))

    shown = section(cast, case)
    assert "Read in part on 22 November 2026, 09:00 UTC: 1 page." in shown
    assert "the site asks programs not to read it" in shown


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x"])
def test_address_that_no_browser_should_follow_is_text(cast: Cast, address: str) -> None:
    case = declared(cast.submit(website=HOME), cast.ann)
    reading = read(case, read_page("", PLAIN))
    WebsitePage.objects.filter(reading=reading).update(address=address)

    html = page(signed_in(cast.ann), "case", case.pk)

    assert address in html
    assert f'href="{address}"' not in html


def test_what_was_read_after_the_decision_is_shown_apart(cast: Cast) -> None:
    case = cast.ready(cast.submit(website=HOME))
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ann, version=case.version)
    case.refresh_from_db()
    read(case, read_page("", PLAIN), read_page("prices", f"<title>Prices</title>{OFFER}"))
    case.screenings.last().findings.all().delete()  # type: ignore[union-attr]  # as if nobody had screened it again

    shown = section(cast, case)

    assert "Not among the findings of this case" in shown
    assert "We offer stem cell therapy" in shown


def test_title_with_markup_is_shown_as_words(cast: Cast) -> None:
    case = declared(cast.submit(website=HOME), cast.ann)
    reading = read(case, read_page("", PLAIN))
    WebsitePage.objects.filter(reading=reading).update(title="<script>alert(1)</script>")

    assert "<script>alert(1)" not in page(signed_in(cast.ann), "case", case.pk)


def test_reading_again_is_asked_once_for_two_clicks(cast: Cast) -> None:
    case = declared(cast.submit(website=HOME), cast.ann)
    read(case, read_page("", PLAIN))
    client = signed_in(cast.ann)

    answers = [send(client, "case_read_again", case.pk, version=case.version) for _click in range(2)]

    assert [each.status_code for each in answers] == [302, 302]
    assert answers[0]["Location"] == reverse("case", args=[case.pk]) + "#website"
    assert WebsiteReading.objects.filter(finished_at=None).count() == 1
    shown = section(cast, case)
    assert "It is being read again" in shown
    assert "Read the website again" not in shown


@pytest.mark.parametrize("data", [{}, {"version": "9"}])
def test_reading_again_from_a_stale_page_asks_for_nothing(cast: Cast, data: dict[str, Any]) -> None:
    case = declared(cast.submit(website=HOME), cast.ann)
    read(case, read_page("", PLAIN))

    assert send(signed_in(cast.ann), "case_read_again", case.pk, **data).status_code == 409
    assert not WebsiteReading.objects.filter(finished_at=None).exists()


def test_reading_again_without_a_declaration_or_a_role_is_refused(cast: Cast) -> None:
    case = cast.submit(website=HOME)
    read(case, read_page("", PLAIN))

    for somebody in (cast.ben, cast.owner):
        assert send(signed_in(somebody), "case_read_again", case.pk, version=case.version).status_code == 403
    assert not WebsiteReading.objects.filter(finished_at=None).exists()


def test_reading_again_where_no_website_is_named_says_so(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ann)
    shown = signed_in(cast.ann).post(
        reverse("case_read_again", args=[case.pk]), {"version": case.version}, follow=True
    )
    assert "This version names no website." in shown.content.decode()


def test_rule_that_only_asks_at_present_says_that_it_would_bar(cast: Cast) -> None:
    set_mode(rule="OFF-01", mode=Mode.REVIEW_ONLY, why="Too many false alarms.", by=cast.senior)
    case = declared(cast.submit(description="We offer stem cell therapy for migraine."), cast.ann)
    assert case.status == Case.Status.OPEN

    shown = page(signed_in(cast.ann), "case", case.pk)

    assert "counts for review only at present: by itself it would bar a listing" in shown
    assert reverse("ruleset_rule", args=["OFF-01"]) not in shown


def test_rule_on_trial_is_named_apart_and_only_once_people_have_decided(cast: Cast) -> None:
    """Its measure is what people decide without having heard it."""
    set_mode(rule="OFF-01", mode=Mode.SHADOW, why="New.", by=cast.senior)
    case = cast.ready(cast.submit(description="We offer stem cell therapy for migraine."))
    client = signed_in(cast.ann)

    assert "OFF-01" not in page(client, "case", case.pk)
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ann, version=case.version)
    shown = page(client, "case", case.pk)

    assert "rule on trial spoke and weighs nothing" in shown
    assert "OFF-01</li>" in shown.replace(": Description", "")
    assert not case.screenings.get().findings.filter(rule="OFF-01").exists()


def test_senior_reaches_the_rules_page_from_a_finding(cast: Cast) -> None:
    case = declared(cast.submit(description="We offer stem cell therapy for migraine."), cast.senior)
    assert reverse("ruleset_rule", args=["OFF-01"]) in page(signed_in(cast.senior), "case", case.pk)


def test_dismissed_finding_on_the_website_is_marked_lightly_with_who_and_why(cast: Cast) -> None:
    case = cast.ready(cast.submit(website=HOME))
    read(case, read_page("", PLAIN), read_page("prices", "", "robots"))
    finding = case.screenings.last().findings.get(rule="WEB-02")  # type: ignore[union-attr]
    actions.dismiss_finding(finding=finding, reason="Read by hand.", by=cast.ann, version=case.version)

    shown = page(signed_in(cast.ann), "case", case.pk)

    assert "Dismissed on 22 November 2026, Ann:" in shown
    assert "Read by hand." in shown
