"""The words for every state a listing can be in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.listings.models import Listing
from directory.moderation.models import Case
from directory.submission.situation import Facts, confirmation_due, situation

TODAY = date(2026, 11, 22)
LIVE = Facts(
    publication="live", case_status="approved", valid_until=TODAY, attested_on=TODAY, attestation_until=TODAY
)
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(
    st.builds(
        Facts,
        publication=st.sampled_from(Listing.Publication.values),
        case_status=st.sampled_from([*Case.Status.values, ""]),
        automatic=st.booleans(),
        person_asked=st.booleans(),
        changes_due=DAYS,
        valid_until=DAYS,
        attested_on=DAYS,
        attestation_until=DAYS,
    )
)
def test_every_state_has_words_and_a_tag(facts: Facts) -> None:
    words = situation(facts, on=TODAY)
    assert words.sentence
    assert words.tags
    assert bool(words.step) == bool(words.step_label)
    if "Patients can find it" in words.sentence:
        assert facts.publication == "live"


@pytest.mark.parametrize(
    ("changes", "tag", "step"),
    [
        ({}, "Published", ""),
        ({"valid_until": TODAY - timedelta(days=1)}, "Not shown", ""),
        ({"attestation_until": TODAY - timedelta(days=1)}, "Not shown", "confirm"),
        ({"attested_on": TODAY - timedelta(days=90)}, "Published", "confirm"),
        ({"attested_on": TODAY - timedelta(days=89)}, "Published", ""),
        ({"case_status": "changes_requested"}, "Published", "revise"),
        ({"case_status": "rejected"}, "Published", "read"),
        ({"publication": "quarantined"}, "Hidden while we check", "read"),
        ({"publication": "delisted", "case_status": "rejected"}, "Removed", "read"),
        ({"publication": "none"}, "Not published", "revise"),
        ({"publication": "none", "case_status": "open"}, "Being looked at", ""),
        ({"publication": "none", "case_status": "withdrawn"}, "Withdrawn", "revise"),
    ],
)
def test_state_is_named_with_the_step_it_needs(changes: dict[str, object], tag: str, step: str) -> None:
    facts = Facts(**{**{name: getattr(LIVE, name) for name in Facts.__slots__}, **changes})
    words = situation(facts, on=TODAY)
    assert (words.tags[0].text, words.step) == (tag, step)


def test_person_is_offered_after_an_automatic_rejection_alone() -> None:
    automatic = Facts(publication="none", case_status="rejected", automatic=True)
    asked = Facts(publication="none", case_status="rejected", automatic=True, person_asked=True)
    assert "you can ask for one" in situation(automatic, on=TODAY).sentence
    assert "you can ask for one" not in situation(asked, on=TODAY).sentence


def test_confirmation_is_not_asked_for_what_is_not_live() -> None:
    hidden = Facts(publication="quarantined", attested_on=date(2020, 1, 1))
    assert not confirmation_due(hidden, on=TODAY)
