"""Where reports put a case in the queue, in words and with a clock of one working day."""

from datetime import timedelta

from django.urls import reverse

from directory import clock
from directory.moderation import actions
from directory.moderation.models import Case
from tests.cast import Cast
from tests.moderation.pages import signed_in

from .stories import recheck_of, taken, tapped, told


def rows(cast: Cast, **query: str) -> tuple[list[str], str]:
    text = signed_in(cast.ann).get(reverse("queue"), query).content.decode()
    return [part.split('"')[0] for part in text.split('data-case="')[1:]], text


def with_provider(cast: Cast, case: Case) -> None:
    taken(case, cast.ann)
    actions.request_changes(case=case, requests={"summary": "Shorter."}, by=cast.ann, version=case.version)


def test_unsafe_comes_before_what_is_long_late(cast: Cast) -> None:
    listing = cast.publish()
    old = cast.submit(name="Dr Mira Aldous, second rooms")
    with clock.set_to(clock.now() + timedelta(days=60)):
        told(listing)
        found, text = rows(cast)
        assert found == [str(recheck_of(listing).pk), str(old.pk)]
        assert "1 report says that this listing is unsafe." in text
        assert "Safety report: due tomorrow" in text


def test_safety_report_is_late_after_one_working_day(cast: Cast) -> None:
    listing = cast.publish()
    told(listing)
    with clock.set_to(clock.now() + timedelta(days=3)):
        assert "late by" in rows(cast)[1]
        assert rows(cast, due="late")[0] == [str(recheck_of(listing).pk)]


def test_unsafe_is_among_the_waiting_even_while_the_provider_has_the_case(cast: Cast) -> None:
    listing = cast.publish()
    tapped(listing)
    case = recheck_of(listing)
    with_provider(cast, case)
    assert rows(cast)[0] == []
    told(listing)
    found, text = rows(cast)
    assert found == [str(case.pk)]
    assert "Safety report: due tomorrow" in text
    assert "changes requested" in text


def test_safety_is_named_where_two_targets_run_out_on_the_same_day(cast: Cast) -> None:
    listing = cast.publish()
    tapped(listing)
    with clock.set_to(clock.now() + timedelta(days=1)):
        told(listing)
        text = rows(cast)[1]
    assert "Safety report: due tomorrow" in text
    assert "First look" not in text.split("<tbody>")[1].split("</tbody>")[0]
