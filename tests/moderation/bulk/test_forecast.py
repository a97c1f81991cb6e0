"""What a preview says will happen to each, and why something cannot."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from directory.listings.models import Listing
from directory.moderation.bulk.forecast import (
    CaseFacts,
    ListingFacts,
    Standing,
    what_rejecting_does,
    why_not_hide,
    why_not_reject,
)
from directory.moderation.models import Case

FREE = Standing(own_house=False, tie=False, declared=True)
OPEN = CaseFacts(
    standing=FREE,
    status="open",
    since=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
    kind="submission",
    publication="none",
    was_first=False,
)
LIVE = ListingFacts(standing=FREE, publication="live")


def test_open_case_of_a_stranger_can_be_rejected() -> None:
    assert why_not_reject(OPEN) == ""
    assert "It is not public" in what_rejecting_does(OPEN)


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (replace(FREE, own_house=True), "your own organisation"),
        (replace(FREE, tie=True), "You declared a tie"),
        (replace(FREE, held_by="Ben"), "Ben is working on it now"),
        (replace(FREE, declared=False), "You have not said yet"),
    ],
)
def test_what_stands_between_a_person_and_a_case_is_said(standing: Standing, words: str) -> None:
    assert words in why_not_reject(replace(OPEN, standing=standing))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("rejected", "Rejected already, on 20 November 2026"),
        ("approved", "Approved on 20 November 2026"),
        ("withdrawn", "Withdrawn on 20 November 2026"),
        ("changes_requested", "the provider is asked for changes"),
    ],
)
def test_case_that_is_not_waiting_for_us_says_why(status: str, words: str) -> None:
    assert words in why_not_reject(replace(OPEN, status=status))


def test_second_review_is_for_somebody_else_than_the_first() -> None:
    second = replace(OPEN, status="second_review")

    assert why_not_reject(second) == ""
    assert "as the second person" in what_rejecting_does(second)
    assert "You approved this first" in why_not_reject(replace(second, was_first=True))


@pytest.mark.parametrize(
    ("kind", "publication", "words"),
    [
        ("submission", "live", "What is public now stays as it is"),
        ("recheck", "live", "The listing stays public"),
        ("recheck", "quarantined", "The listing stays hidden"),
    ],
)
def test_what_rejecting_does_depends_on_what_is_public(kind: str, publication: str, words: str) -> None:
    assert words in what_rejecting_does(replace(OPEN, kind=kind, publication=publication))


def test_every_status_and_publication_has_its_words() -> None:
    for status in Case.Status.values:
        why_not_reject(replace(OPEN, status=status))
    for publication in Listing.Publication.values:
        barred = why_not_hide(replace(LIVE, publication=publication))
        assert bool(barred) == (publication != "live"), publication


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (replace(FREE, own_house=True), "your own organisation"),
        (replace(FREE, tie=True), "You declared a tie"),
        (replace(FREE, declared=False), "You have not said yet"),
    ],
)
def test_what_stands_between_a_person_and_a_listing_is_said(standing: Standing, words: str) -> None:
    assert words in why_not_hide(replace(LIVE, standing=standing))


def test_somebody_at_work_on_a_recheck_does_not_hold_up_hiding() -> None:
    assert why_not_hide(replace(LIVE, standing=replace(FREE, held_by="Ben"))) == ""
