"""Many at once against a single decider, and against the same form sent twice. PostgreSQL only."""

import pytest
from django.db import connection

from directory.listings.models import Listing
from directory.moderation import actions, log
from directory.moderation.bulk.actions import Outcome, hide_each, reject_each
from directory.moderation.errors import ModerationError
from directory.moderation.models import Case, Decision
from tests.cast import Cast, assemble
from tests.moderation.pages import declared
from tests.moderation.test_races import at_once, fresh

from .world import WHY, items, live, waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None, now: object) -> Cast:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time: this race exists on PostgreSQL only")
    return assemble()


def outcomes(result: object) -> list[Outcome]:
    assert isinstance(result, list), result
    return result


def test_single_decider_and_many_at_once_decide_each_case_once(cast: Cast) -> None:
    cases = waiting(cast, 4)
    chosen = items(*cases)
    contested = declared(cases[2], cast.ben)

    def alone() -> Decision:
        held = actions.take(case=fresh(contested), by=cast.ben)
        return actions.reject(
            case=held, reasons=("incorrect",), explanation="", by=cast.ben, version=held.version
        )

    many, single = at_once(lambda: reject_each(items=chosen, why=WHY, by=cast.ann), alone)

    mine = {each.id: each.done for each in outcomes(many)}
    won_alone = isinstance(single, Decision)
    assert won_alone or isinstance(single, ModerationError), single
    assert mine == {case.pk: case.pk != contested.pk or not won_alone for case in cases}
    assert Decision.objects.filter(lifecycle="case", to_status="rejected").count() == 4
    assert set(Case.objects.values_list("status", flat=True)) == {"rejected"}
    assert log.first_break() is None


def test_same_form_twice_at_once_does_each_once(cast: Cast) -> None:
    chosen = items(*waiting(cast, 4))

    first, second = at_once(*[lambda: reject_each(items=chosen, why=WHY, by=cast.ann)] * 2)

    assert len(outcomes(first)) == len(outcomes(second)) == 4
    assert Decision.objects.filter(to_status="rejected").count() == 4
    assert log.first_break() is None


def test_two_people_hide_the_same_listings_in_opposite_order(cast: Cast) -> None:
    listings = live(cast, 3)
    chosen = items(*listings)
    for case in Case.objects.all():
        declared(case, cast.ben)

    results = at_once(
        lambda: hide_each(items=chosen, why=WHY, by=cast.ann),
        lambda: hide_each(items=chosen[::-1], why=WHY, by=cast.ben),
    )

    done = [each.id for result in results for each in outcomes(result) if each.done]
    assert sorted(done) == sorted(listing.pk for listing in listings)
    assert set(Listing.objects.values_list("publication", flat=True)) == {"quarantined"}
    assert Case.objects.filter(kind="recheck").count() == 3
    assert log.first_break() is None
