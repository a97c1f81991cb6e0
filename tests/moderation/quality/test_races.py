"""Two colleagues take the same look at the same moment: one answer, one clear refusal. PostgreSQL only."""

from collections import Counter

import pytest
from django.db import connection

from directory.moderation.quality import lots
from directory.moderation.quality.actions import look
from directory.moderation.quality.models import SecondLook
from tests.cast import Cast, assemble
from tests.moderation.pages import declared
from tests.moderation.test_races import at_once

from .world import drawn_for, rejected_automatically

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None, now: object, monkeypatch: pytest.MonkeyPatch) -> Cast:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time: this race exists on PostgreSQL only")
    monkeypatch.setattr(lots, "drawn", lambda decision_hash: True)
    return assemble()


def test_two_answers_at_once_are_one_answer_and_one_refusal(cast: Cast) -> None:
    case = declared(rejected_automatically(cast), cast.ben, cast.ann, cast.senior, cast.second_senior)
    people = (cast.ben, cast.ann, cast.senior, cast.second_senior)

    results = at_once(
        *(
            lambda person=person, agrees=agrees: look(
                second_look=drawn_for(case), agrees=agrees, note="Seen.", by=person
            )
            for person, agrees in zip(people, (True, False, True, False), strict=True)
        )
    )

    kinds = Counter(type(result).__name__ for result in results)
    assert kinds == {"SecondLook": 1, "TransitionRefused": 3}
    kept = drawn_for(case)
    (winner,) = (result for result in results if isinstance(result, SecondLook))
    assert (kept.by_id, kept.agrees) == (winner.by_id, winner.agrees)
