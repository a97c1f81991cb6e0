"""Every view of the queue is an address; what an address says that cannot be read is named, and shows nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from directory import clock
from directory.moderation import actions, applicant
from directory.moderation.models import Case
from directory.moderation.publication import quarantine
from directory.moderation.queue_filter import TABS, Wanted, understand
from directory.moderation.reports.models import PublicReport
from tests.cast import Cast
from tests.moderation.pages import CELLS, PRP, declared, signed_in
from tests.moderation.queue_many import many, many_appeals, many_endings


def shown(client: Client, query: str) -> str:
    response = client.get(f"{reverse('queue')}?{query}")
    assert response.status_code == 200
    return response.content.decode()


def rows(client: Client, query: str) -> set[str]:
    return {part.split('"')[0] for part in shown(client, query).split('data-case="')[1:]}


def report(case: Case, kind: str) -> PublicReport:
    return PublicReport.objects.create(
        listing=case.listing, case=case, kind=kind, category="other", revision_sha256=case.revision.sha256
    )


def test_everything_that_can_be_asked_is_understood(db: None) -> None:
    asked = understand(
        QueryDict(
            "tab=second&kind=clinic&kind=practice&country=GB&why=unsafe&risk=recheck&held=me&due=late&order=oldest"
            "&page=3&utm_source=mail"
        )
    )

    assert asked.problems == ()
    assert asked.parameters.page == 3
    assert asked.wanted == Wanted(
        tab="second", kind=("clinic", "practice"), country="GB", why=("unsafe",), risk=("recheck",), held="me",
        due="late", order="oldest",
    )  # fmt: skip


def test_nothing_asked_is_the_waiting_part(db: None) -> None:
    assert understand(QueryDict("tab=&why=&page=")).wanted == Wanted()


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("tab=everything", "There is no such part of the queue: everything."),
        ("page=last", "page: “last” is not the number of a page."),
        ("page=²", "page: “²” is not the number of a page."),
        ("page=0", "page: “0” is not the number of a page."),
        ("page=1&page=2", "“page” is given 2 times. Give it once."),
        ("page=2", "page: there is no page 2; there is only 1."),
        ("page=99999999999999999999", "is not the number of a page."),
        ("sort=name", "There is no filter called “sort” in this part."),
        ("tab=appeals&held=me", "There is no filter called “held” in this part."),
        ("tab=appeals&why=recheck", "There is no filter called “why” in this part."),
        ("tab=expiring&due=late", "There is no filter called “due” in this part."),
        ("tab=waiting&tab=second", "“tab” is given 2 times. Give it once."),
        ("due=never", "Against the target (due): “never” cannot be read."),
        ("due=late&due=soon", "“due” is given 2 times. Give it once."),
        ("why=recheck&why=weather", "Why here (why): “weather” cannot be read."),
        ("country=Atlantis", "Country (country): “Atlantis” cannot be read."),
        ("risk=\x00", "cannot be read."),
        ("tab=\x00", "There is no such part of the queue"),
    ],
)
def test_parameter_that_cannot_be_read_is_named_and_shows_nothing(cast: Cast, query: str, named: str) -> None:
    cast.submit()

    text = shown(signed_in(cast.ann), query)

    assert "Something needs your attention" in text
    assert named in text
    assert "data-case" not in text


@given(st.text(alphabet="tabkindwhyrsc=&%0123é\x00 ", max_size=40))
def test_no_address_breaks_the_reading_of_it(typed: str) -> None:
    query = QueryDict(typed)
    if "country" in query:
        return  # the only filter whose choices stand in the database

    asked = understand(query)

    assert (asked.wanted is None) == bool(asked.problems)
    assert asked.tab in TABS


def test_filters_find_what_they_say(cast: Cast) -> None:
    client = signed_in(cast.ann)
    plain, flagged = cast.submit(), cast.submit(description=PRP)
    asked = cast.submit(description=CELLS)
    applicant.ask_person(case=asked, by=cast.owner, version=asked.version)
    held = declared(cast.submit(), cast.ben)
    actions.take(case=held, by=cast.ben)
    mine = declared(cast.submit(), cast.ann)
    actions.take(case=mine, by=cast.ann)
    report(plain, PublicReport.Kind.SAFETY)
    report(mine, PublicReport.Kind.CORRECTION)
    everything = {str(case.pk) for case in (plain, flagged, asked, held, mine)}

    assert rows(client, "") == rows(client, "country=GB&kind=specialist") == everything
    assert rows(client, "country=DE") == rows(client, "kind=clinic") == set()
    assert rows(client, "why=machine") == {str(flagged.pk)}
    assert rows(client, "why=asked") == {str(asked.pk)}
    assert rows(client, "why=machine&why=asked") == {str(flagged.pk), str(asked.pk)}
    assert rows(client, "why=unsafe") == {str(plain.pk)}
    assert rows(client, "why=wrong") == {str(mine.pk)}
    assert rows(client, "held=others") == {str(held.pk)}
    assert rows(client, "held=me") == {str(mine.pk)}
    assert rows(client, "held=nobody") == everything - {str(held.pk), str(mine.pk)}


def test_judged_report_no_longer_counts(cast: Cast) -> None:
    case = cast.submit()
    sent = report(case, PublicReport.Kind.SAFETY)
    PublicReport.objects.filter(pk=sent.pk).update(
        outcome="confirmed", judged_by_id=cast.ann.pk, judged_at=clock.now()
    )

    assert rows(signed_in(cast.ann), "why=unsafe") == set()
    assert "unsafe" not in shown(signed_in(cast.ann), "").split("<tbody>")[1]


def test_safety_report_runs_for_one_working_day(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ann)
    report(case, PublicReport.Kind.SAFETY)
    client = signed_in(cast.ann)

    assert "Safety report: due tomorrow" in shown(client, "due=soon")
    with clock.set_to(clock.now() + timedelta(days=2)):
        assert "Safety report: late by 1 working day" in shown(client, "due=late")
        assert rows(client, "due=soon") == rows(client, "due=intime") == set()


def test_safety_report_is_seen_while_the_provider_has_the_case(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.request_changes(case=case, requests={"name": "x"}, by=cast.ann, version=case.version)
    client = signed_in(cast.ben)
    assert rows(client, "") == set()

    report(case, PublicReport.Kind.SAFETY)

    assert rows(client, "") == rows(client, "tab=changes&due=soon") == {str(case.pk)}
    assert "Safety report: due tomorrow" in shown(client, "")
    assert "answer due" in shown(client, "")


def test_rechecks_risks_and_what_is_hidden_can_be_asked_for(cast: Cast) -> None:
    listing = cast.publish()
    recheck = quarantine(listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version)
    plain = cast.submit()
    client = signed_in(cast.ann)

    assert rows(client, "why=recheck") == rows(client, "why=hidden") == {str(recheck.pk)}
    assert rows(client, "risk=recheck") == rows(client, "risk=recheck&risk=always") == {str(recheck.pk)}
    assert rows(client, "risk=none") == {str(plain.pk)}
    assert rows(client, "risk=near_duplicate") == set()


def test_clocks_divide_the_queue_without_a_gap(cast: Cast) -> None:
    cases = many(cast, 60)
    client = signed_in(cast.ben)

    def ids(query: str) -> set[str]:
        return rows(client, query) | rows(client, f"{query}&page=2")

    with_clock = {str(case.pk) for case in cases if case.status == "open"}
    parts = [ids(f"due={due}") for due in ("late", "soon", "intime")]
    assert set().union(*parts) == with_clock
    assert sum(map(len, parts)) == len(with_clock)
    assert all(parts)


@pytest.mark.parametrize(
    ("due", "words", "points"),
    [("late", "late by", "clock 15"), ("soon", "govuk-tag--wait", "clock 5"), ("intime", "due", "")],
)
def test_filter_by_clock_order_and_words_on_the_row_agree(
    cast: Cast, due: str, words: str, points: str
) -> None:
    many(cast, 60, status="open")

    found = shown(signed_in(cast.ben), f"due={due}").split("data-case=")[1:]

    assert found
    for row in found:
        cells = row.split("</tr>")[0]
        assert words in cells
        assert ("late by" in cells) == (due == "late")
        assert (points in cells) if points else ("clock" not in cells)


def test_filter_in_use_is_shown_and_takes_itself_out(cast: Cast) -> None:
    cast.submit()
    text = shown(signed_in(cast.ann), "why=machine&kind=specialist")

    assert '<a href="?kind=specialist&amp;tab=waiting">' in text
    assert "Why here: The automatic reading asks" in text
    assert "Nothing here fits these filters" in text


def test_other_parts_keep_the_filters_they_know(cast: Cast) -> None:
    text = shown(signed_in(cast.ann), "country=GB&held=me&due=late")

    assert 'href="?tab=second&amp;country=GB&amp;held=me&amp;due=late"' in text
    assert 'href="?tab=appeals&amp;country=GB&amp;due=late"' in text
    assert 'href="?tab=expiring&amp;country=GB"' in text


def test_cases_come_oldest_or_newest_first_when_asked(cast: Cast) -> None:
    first = cast.submit()
    with clock.set_to(clock.now() + timedelta(hours=1)):
        second = cast.submit(description=PRP)
        client = signed_in(cast.ann)

        def order(query: str) -> list[str]:
            return [part.split('"')[0] for part in shown(client, query).split('data-case="')[1:]]

        assert order("order=oldest") == [str(first.pk), str(second.pk)]
        assert order("order=newest") == order("") == [str(second.pk), str(first.pk)]


MORE: dict[str, Callable[[Cast, int], object]] = {
    "waiting": lambda cast, count: many(cast, count, status="open"),
    "mine": lambda cast, count: many(
        cast, count, lease_by=cast.ann, lease_until=clock.now() + timedelta(minutes=5)
    ),
    "second": lambda cast, count: many(cast, count, status="second_review"),
    "changes": lambda cast, count: many(cast, count, status="changes_requested"),
    "appeals": many_appeals,
    "hidden": lambda cast, count: many(cast, count, kind="recheck", publication="quarantined"),
    "expiring": lambda cast, count: many_endings(count),
}


@pytest.mark.parametrize("tab", TABS)
def test_each_part_asks_the_database_as_often_for_thirty_rows_as_for_one(cast: Cast, tab: str) -> None:
    client = signed_in(cast.ann)
    asked, seen = [], []
    for more in (1, 29):
        MORE[tab](cast, more)
        shown(client, f"tab={tab}")
        with CaptureQueriesContext(connection) as queries:
            text = shown(client, f"tab={tab}")
        asked.append(len(queries))
        seen.append(text.split("<tbody>")[1].split("</tbody>")[0].count("<tr"))

    assert seen == [1, 25]
    assert asked[0] == asked[1] <= 30
