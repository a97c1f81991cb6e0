"""The whole demonstration once: every state is there, reached through actions, and nothing public that may not be."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django_tasks_db.models import DBTaskResult

from directory import clock
from directory.accounts.models import User
from directory.accreditation.models import Provider, Verification
from directory.catalogue.models import Entry
from directory.demo import accounts, tables
from directory.demo.seed import Seeded, seed
from directory.listings.models import Listing, Revision
from directory.moderation import log
from directory.moderation.models import Appeal, Case, Decision, StatementOfReasons
from directory.outbox.models import Message
from directory.outbox.tasks import deliver_due
from directory.trials.models import Trial
from directory.vocabulary.treatments import CELL_MASK

from .story import NOW, WHOLE, silent, told

pytestmark = pytest.mark.django_db
"""Said for a run of this file alone: a database is made only where a test asks for one."""

whole = pytest.mark.skipif(
    not WHOLE, reason="all plain providers are made on SQLite alone: it takes half a minute"
)

CLINIC = "clinic@demo.example"


@pytest.fixture(scope="module")
def seeded(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seeded]:
    """Made once for the file, then rolled back."""
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        told(tmp_path_factory.mktemp("evidence"), share=1.0 if WHOLE else 0.1) as made,
    ):
        yield made


def cases(**chosen: object) -> int:
    return Case.objects.filter(**chosen).count()


def sellers() -> list[Case]:
    names = [row["name"] for row in tables.rows("stem_cells")]
    return list(Case.objects.filter(listing__provider__name__in=names).select_related("revision"))


@whole
def test_about_three_hundred_providers_and_forty_trials(seeded: Seeded) -> None:
    assert seeded.listings == Listing.objects.count()
    assert 290 <= seeded.listings <= 330
    assert seeded.trials == Trial.objects.count() == 40


def test_no_story_ended_otherwise_than_planned(seeded: Seeded) -> None:
    assert seeded.ended == ()


@whole
def test_countries_towns_and_kinds_are_spread(seeded: Seeded) -> None:
    entries = Entry.objects.live(on=clock.today())
    assert entries.count() >= 230
    assert len(set(entries.values_list("sites__country", flat=True))) >= 16
    assert len(set(entries.values_list("sites__town", flat=True))) >= 150
    kinds = Counter(entries.values_list("kind", flat=True))
    assert set(kinds) == {"clinic", "practice", "specialist", "other"}
    assert min(kinds.values()) >= 15


@pytest.mark.parametrize("status", Case.Status.values)
def test_a_case_is_in_every_status(seeded: Seeded, status: str) -> None:
    assert cases(status=status) >= 1


@pytest.mark.parametrize("publication", Listing.Publication.values)
def test_a_listing_is_in_every_state_of_publication(seeded: Seeded, publication: str) -> None:
    assert Listing.objects.filter(publication=publication).exists()


@pytest.mark.parametrize("status", Appeal.Status.values)
def test_an_appeal_is_in_every_status(seeded: Seeded, status: str) -> None:
    assert Appeal.objects.filter(status=status).exists()


def test_every_step_of_the_lifecycles_was_taken(seeded: Seeded) -> None:
    from directory.moderation.tables import STEPS

    taken = set(Decision.objects.values_list("lifecycle", "action"))
    assert {(step.lifecycle, step.action) for step in STEPS} - taken == set()


def test_a_person_was_asked_after_a_rejection_by_the_system(seeded: Seeded) -> None:
    assert cases(person_asked_at__isnull=False, status="open") == 1
    assert cases(person_asked_at__isnull=False, status="rejected") == 2
    assert cases(person_asked_at__isnull=False, status="approved") == 1


def test_a_live_listing_has_an_edit_that_waits(seeded: Seeded) -> None:
    assert Case.objects.filter(status="open", kind="submission", listing__publication="live").count() == 3


def test_evidence_that_ended_and_details_nobody_confirmed_hide_an_entry(seeded: Seeded) -> None:
    today = clock.today()
    assert Entry.objects.filter(valid_until__lt=today, attestation_until__gte=today).count() == 3
    assert Entry.objects.filter(valid_until__gte=today, attestation_until__lt=today).count() == 3


def test_quarantine_leaves_a_recheck_and_removal_none(seeded: Seeded) -> None:
    hidden = Listing.objects.filter(publication="quarantined")
    assert hidden.count() == 4
    assert all(listing.cases.filter(kind="recheck", status="open").exists() for listing in hidden)
    removed = Listing.objects.get(publication="delisted")
    assert not Case.objects.active().filter(listing=removed).exists()


def test_a_new_version_after_a_rejection_is_linked_to_the_old_case(seeded: Seeded) -> None:
    assert Case.objects.filter(previous__isnull=False, previous__status="rejected", status="open").exists()


def test_fifteen_sellers_of_cell_products_end_rejected(seeded: Seeded) -> None:
    found = sellers()
    assert len(found) == 15
    assert {case.status for case in found} == {"rejected"}
    assert all(StatementOfReasons.objects.filter(case=case).exists() for case in found)


def test_most_sellers_tick_no_box_and_write_in_several_languages(seeded: Seeded) -> None:
    unticked = [case for case in sellers() if not case.revision.treatments & CELL_MASK]
    assert len(unticked) >= 10
    assert len({case.revision.document().languages for case in unticked}) >= 4


def test_no_cell_product_is_public(seeded: Seeded) -> None:
    assert not [entry for entry in Entry.objects.all() if entry.treatments & CELL_MASK]
    public = "\n".join(Entry.objects.values_list("content", flat=True))
    assert not [row["name"] for row in tables.rows("stem_cells") if row["name"] in public]


def test_a_trial_of_cells_is_listed_with_the_listing_two_people_approved(seeded: Seeded) -> None:
    trial = Trial.objects.listed(clock.today()).get(is_cell=True)
    decision = Decision.objects.get(seq=trial.cleared_decision or 0)
    assert decision.risky
    assert decision.first_actor_id not in (None, decision.actor_id)
    assert Listing.objects.get(pk=decision.listing_id).publication == "live"


def test_the_log_is_whole_and_in_the_order_of_time(seeded: Seeded) -> None:
    assert log.first_break() is None
    moments = list(Decision.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[0] < NOW - timedelta(days=240)
    assert moments[-1] <= NOW


def test_nothing_lies_in_the_future(seeded: Seeded) -> None:
    assert not Revision.objects.filter(created_at__gt=NOW).exists()
    assert not Verification.objects.filter(at__gt=NOW).exists()
    assert not Message.objects.filter(created_at__gt=NOW).exists()


def test_the_storys_mail_waits_for_nobody(seeded: Seeded) -> None:
    assert Message.objects.count() >= 100
    assert not Message.objects.filter(sent_at=None).exists()
    assert not DBTaskResult.objects.filter(task_path=deliver_due.module_path).exists()


def test_every_number_stands_apart_in_its_register(seeded: Seeded) -> None:
    held = Verification.objects.exclude(credential__number="").values_list(
        "credential__register_id", "credential__jurisdiction", "credential__number", "credential_id"
    )
    owners = Counter((register, state, number) for register, state, number, _id in set(held))
    assert owners
    assert max(owners.values()) == 1


def test_every_account_signs_in_at_once(seeded: Seeded) -> None:
    for account in accounts.ACCOUNTS:
        assert EmailAddress.objects.filter(email=account.email, verified=True, primary=True).exists()
        assert authenticate(None, email=account.email, password=accounts.PASSWORD) is not None


def test_the_clinics_account_meets_many_states(seeded: Seeded) -> None:
    mine = Case.objects.filter(listing__provider__memberships__user__email=CLINIC)
    assert {"open", "changes_requested", "rejected", "approved", "withdrawn"} <= set(
        mine.values_list("status", flat=True)
    )


def test_nobody_can_sign_in_as_an_office_of_the_story(seeded: Seeded) -> None:
    offices = User.objects.filter(email__endswith="@providers.example")
    assert offices.count() > 50
    assert not [office for office in offices if office.has_usable_password()]


def test_a_second_run_changes_nothing(seeded: Seeded, django_assert_num_queries: object) -> None:
    before = (Decision.objects.count(), Provider.objects.count(), Trial.objects.count())
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert seed(progress=silent) is None
    assert (Decision.objects.count(), Provider.objects.count(), Trial.objects.count()) == before
