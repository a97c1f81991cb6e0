"""A day has so many reports from one address, about one listing, to one mailbox; no address is kept anywhere."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from pytest_django import Settings

from directory import clock
from directory.moderation.reports import limits
from directory.moderation.reports.fingerprints import of_client, of_email

LISTING = UUID(int=1)


def until_refused(deed: Callable[[int], None]) -> int:
    for count in range(100):
        try:
            deed(count)
        except limits.TooMany:
            return count
    return 100


def client(**meta: Any) -> str:
    return of_client(RequestFactory().get("/", **meta))


def test_one_address_sends_five_a_day_about_whatever(now: datetime) -> None:
    assert until_refused(lambda _n: limits.count_report(client="a", listing_id=uuid4(), kind="safety")) == 5
    limits.count_report(client="b", listing_id=LISTING, kind="correction")


def test_one_listing_gets_twenty_a_day_from_whomever(now: datetime) -> None:
    assert (
        until_refused(lambda n: limits.count_report(client=str(n), listing_id=LISTING, kind="correction"))
        == 20
    )


def test_corrections_do_not_silence_safety_reports(now: datetime) -> None:
    for number in range(20):
        limits.count_report(client=str(number), listing_id=LISTING, kind="correction")
    taken = until_refused(
        lambda n: limits.count_report(client=f"other-{n}", listing_id=LISTING, kind="safety")
    )
    assert taken == 100


def test_safety_reports_of_one_listing_have_a_limit_too(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.ABOUT_ONE_LISTING, "safety", 7)
    assert until_refused(lambda n: limits.count_report(client=str(n), listing_id=LISTING, kind="safety")) == 7


def test_same_words_are_another_report_after_some_minutes(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_for: list[int] = []

    def heard(_key: str, _value: object, timeout: int) -> bool:
        kept_for.append(timeout)
        return True

    monkeypatch.setattr(cache, "add", heard)
    limits.draw("words")
    assert kept_for == [limits.SAME]
    assert 60 <= limits.SAME <= 600


def test_one_mailbox_gets_five_a_day_and_none_is_no_mailbox(now: datetime) -> None:
    assert until_refused(lambda _n: limits.count_mail("box")) == 5
    assert until_refused(lambda _n: limits.count_mail("")) == 100


def test_next_day_begins_anew(now: datetime) -> None:
    until_refused(lambda _n: limits.count_report(client="a", listing_id=LISTING, kind="correction"))
    with clock.set_to(now + timedelta(days=1)):
        limits.count_report(client="a", listing_id=LISTING, kind="correction")


def test_same_words_are_one_report_until_they_are_forgotten(now: datetime) -> None:
    first, new = limits.draw("words")
    again, still_new = limits.draw("words")
    assert (new, still_new) == (True, False)
    assert first == again
    limits.forget("words")
    assert limits.draw("words")[1]


def test_counters_end_with_the_day_and_hold_no_address(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int]] = []
    add = cache.add

    def heard(key: str, value: object, timeout: int) -> bool:
        seen.append((key, timeout))
        return bool(add(key, value, timeout))

    monkeypatch.setattr(cache, "add", heard)
    limits.count_report(client=client(REMOTE_ADDR="203.0.113.9"), listing_id=LISTING, kind="correction")
    assert {timeout for _key, timeout in seen} == {15 * 3600}
    assert not any("203.0.113.9" in key for key, _timeout in seen)


def test_fingerprint_of_an_address_changes_daily_and_with_the_key(now: datetime, settings: Settings) -> None:
    today = client(REMOTE_ADDR="203.0.113.9")
    assert today == client(REMOTE_ADDR="203.0.113.9")
    assert today != client(REMOTE_ADDR="203.0.113.10")
    with clock.set_to(now + timedelta(days=1)):
        assert client(REMOTE_ADDR="203.0.113.9") != today
    settings.SECRET_KEY = "another key"
    assert client(REMOTE_ADDR="203.0.113.9") != today


@pytest.mark.parametrize(
    ("proxies", "sent", "counted"),
    [
        (0, "198.51.100.1", "10.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        (2, "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_what_trusted_proxies_wrote_counts(
    settings: Settings, now: datetime, proxies: int, sent: str, counted: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    found = client(REMOTE_ADDR="10.0.0.1", **({"HTTP_X_FORWARDED_FOR": sent} if sent else {}))
    settings.TRUSTED_PROXIES = 0
    assert found == client(REMOTE_ADDR=counted)


def test_household_with_ipv6_counts_as_one_and_a_mapped_address_as_itself(now: datetime) -> None:
    assert client(REMOTE_ADDR="2001:db8:1:2::1") == client(REMOTE_ADDR="2001:db8:1:2:ffff::9")
    assert client(REMOTE_ADDR="2001:db8:1:2::1") != client(REMOTE_ADDR="2001:db8:1:3::1")
    assert client(REMOTE_ADDR="::ffff:203.0.113.9") == client(REMOTE_ADDR="203.0.113.9")


@pytest.mark.parametrize("address", ["", "unknown", "a\x00b", "é", "1.2.3.4:80"])
def test_address_that_is_none_is_counted_all_the_same(now: datetime, address: str) -> None:
    assert len(client(REMOTE_ADDR=address)) == 64


def test_person_is_known_again_by_the_address_however_it_is_typed() -> None:
    assert of_email(" Reader@Home.example ") == of_email("reader@home.example")
    assert of_email("reader@home.example") != of_email("other@home.example")
    assert of_email("  ") == ""
    assert "reader" not in of_email("reader@home.example")


def test_crowd_does_not_make_the_limits_forget(now: datetime) -> None:
    until_refused(lambda _n: limits.count_report(client="a", listing_id=uuid4(), kind="safety"))
    for number in range(400):
        limits.count_report(client=str(number), listing_id=uuid4(), kind="safety")
    with pytest.raises(limits.TooMany):
        limits.count_report(client="a", listing_id=LISTING, kind="correction")
