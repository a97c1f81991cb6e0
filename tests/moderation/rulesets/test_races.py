"""Two workers apply the same ruleset, two people agree, one rolls back: each listing is hidden once, or not at all."""

from collections.abc import Callable

import pytest
from django.db import connection

from directory.moderation import log
from directory.moderation.errors import ModerationError
from directory.moderation.models import Decision
from directory.moderation.rulesets.activation import begin, carry_on, list_sha256
from directory.moderation.rulesets.consent import agree
from directory.moderation.rulesets.models import RulesetActivation
from directory.moderation.rulesets.rollback import roll_back
from tests.cast import Cast, assemble
from tests.moderation.test_races import at_once

from .world import NEW, activated, publications, publish, rechecks

pytestmark = pytest.mark.django_db(transaction=True)
Install = Callable[..., None]


@pytest.fixture
def cast(transactional_db: None, now: object) -> Cast:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time: this race exists on PostgreSQL only")
    return assemble()


def test_two_workers_hide_each_listing_once(cast: Cast, old: RulesetActivation, install: Install) -> None:
    publish(cast, 4)
    install()
    activation = begin(by=None)
    results = at_once(lambda: carry_on(activation), lambda: carry_on(activation))
    assert all(isinstance(result, RulesetActivation) for result in results), results
    assert publications() == ["quarantined"] * 4
    assert len(rechecks()) == 4
    assert Decision.objects.filter(action="quarantine").count() == 4
    assert activation.rescreenings.filter(passed_over_at__isnull=False).count() == 0
    assert log.first_break() is None


def test_two_starts_at_once_are_one_activation(cast: Cast, old: RulesetActivation, install: Install) -> None:
    install()
    results = at_once(lambda: begin(by=cast.senior), lambda: begin(by=None))
    assert all(isinstance(result, RulesetActivation) for result in results), results
    assert RulesetActivation.objects.filter(ruleset=NEW).count() == 1


def test_one_person_clicking_twice_is_no_second_person(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    publish(cast, 6)
    install()
    stopped = activated()
    seen = list_sha256(stopped)
    results = at_once(*[lambda: agree(activation=stopped, seen=seen, by=cast.senior)] * 2)
    assert sum(isinstance(result, ModerationError) for result in results) == 1
    assert carry_on(stopped).stage == "stopped"
    assert publications() == ["live"] * 6


def test_hiding_and_rolling_back_at_once_leave_no_hidden_listing_unasked(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    publish(cast, 4)
    install()
    activation = begin(by=None)
    results = at_once(
        lambda: carry_on(activation),
        lambda: roll_back(activation=activation, why="Wrong.", by=cast.senior),
    )
    unexpected = [
        each for each in results if isinstance(each, Exception) and not isinstance(each, ModerationError)
    ]
    assert not unexpected
    activation.refresh_from_db()
    if activation.stage == "finished":
        roll_back(activation=activation, why="Wrong.", by=cast.senior)
    hidden = activation.rescreenings.filter(hidden_at__isnull=False)
    assert publications().count("quarantined") == hidden.count() == len(rechecks())
    assert not hidden.filter(asked_back_at=None).exists()
    assert log.first_break() is None
