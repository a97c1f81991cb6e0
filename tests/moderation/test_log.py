"""Whoever gets past the guards still leaves a trace: `first_break()` finds it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from directory import clock
from directory.catalogue import actions as catalogue
from directory.catalogue.models import Entry
from directory.guards import install
from directory.listings.models import Listing
from directory.moderation import applicant, log, publication
from directory.moderation.log_head import LogHead
from directory.moderation.models import Appeal, Case, Decision
from tests.cast import Cast


@pytest.fixture
def forger(cast: Cast) -> Iterator[Cast]:
    """Somebody with the database's password: a published listing, a rejected one, and no guards."""
    cast.publish()
    cast.submit(treatments=("cell-based",))
    assert log.first_break() is None
    install.drop(connection)
    yield cast
    install.install(connection)


def test_untouched_log_is_whole(cast: Cast) -> None:
    assert log.first_break() is None
    cast.publish()
    assert log.first_break() is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_id", 99),
        ("to_status", "open"),
        ("reasons", ["x"]),
        ("risky", False),
        ("revision_sha256", "0" * 64),
    ],
)
def test_edited_decision_is_found(forger: Cast, column: str, value: object) -> None:
    target = Decision.objects.order_by("seq")[1]
    Decision.objects.filter(pk=target.pk).update(**{column: value})
    if getattr(target, column) == value:
        Decision.objects.filter(pk=target.pk).update(**{column: not value})
    found = log.first_break()
    assert found is not None
    assert found.seq == target.seq


def test_deleted_decision_is_found(forger: Cast) -> None:
    Decision.objects.filter(seq=2).delete()
    found = log.first_break()
    assert found is not None
    assert found.seq == 2
    assert "missing" in found.problem


def test_reordered_decisions_are_found(forger: Cast) -> None:
    Decision.objects.filter(seq=1).update(seq=900)
    Decision.objects.filter(seq=2).update(seq=1)
    Decision.objects.filter(seq=900).update(seq=2)
    assert log.first_break() is not None


def test_fork_is_found(forger: Cast) -> None:
    """A second decision after the same one, with everything else rewritten to fit it."""
    twin = Decision.objects.get(seq=2)
    twin.reasons = ["authority"]
    twin.hash = log.fingerprint(twin)
    Decision.objects.filter(seq=2).update(reasons=twin.reasons, hash=twin.hash)
    found = log.first_break()
    assert found is not None
    assert found.seq == 3


def test_cut_tail_is_found(forger: Cast) -> None:
    Decision.objects.order_by("-seq")[0].delete()
    found = log.first_break()
    assert found is not None


def test_cut_tail_is_found_even_if_the_end_was_rewritten(forger: Cast) -> None:
    Decision.objects.order_by("-seq")[0].delete()
    last = Decision.objects.order_by("-seq")[0]
    LogHead.objects.update(seq=last.seq, hash=last.hash)
    found = log.first_break()
    assert found is not None
    assert "log ends with" in found.problem


def test_status_without_a_decision_is_found(forger: Cast) -> None:
    Case.objects.filter(status="rejected").update(status="approved")
    found = log.first_break()
    assert found is not None
    assert "approved" in found.problem


def test_entry_of_a_listing_that_is_not_live_is_found(forger: Cast) -> None:
    """An old entry put back beside a listing whose log says that it was taken down."""
    entry = Entry.objects.get()
    listing = Listing.objects.get(publication="live")
    publication.unpublish(listing=listing, by=forger.owner, version=listing.version)
    assert log.first_break() is None
    entry.save(force_insert=True)
    found = log.first_break()
    assert found is not None
    assert (found.seq, "not live with this content" in found.problem) == (entry.decision_seq, True)


def test_entry_with_another_content_than_the_live_one_is_found(forger: Cast) -> None:
    Entry.objects.update(revision_sha256="0" * 64)
    found = log.first_break()
    assert found is not None
    assert "not live with this content" in found.problem


def test_live_listing_without_an_entry_is_found(forger: Cast) -> None:
    catalogue.withdraw(Entry.objects.get().pk)
    found = log.first_break()
    assert found is not None
    assert "nothing of it is public" in found.problem


def test_lapsed_entry_is_no_break(cast: Cast) -> None:
    cast.publish()
    with clock.set_to(clock.now() + timedelta(days=900)):
        assert not Entry.objects.live(on=clock.today()).exists()
        assert log.first_break() is None


def test_hash_covers_every_column_of_today() -> None:
    assert set(log.HASHED) == {field.attname for field in Decision._meta.concrete_fields} - {"hash"}


def test_hash_of_a_decision_stays_what_it_was() -> None:
    """Written down once: whatever changes this changes the hash of every decision in every log there is."""
    decision = Decision(
        seq=7,
        at=datetime(2026, 11, 22, 9, 0, 0, 5, tzinfo=UTC),
        lifecycle="case",
        subject_id=UUID(int=1),
        subject_version=2,
        action="approve_second",
        from_status="second_review",
        to_status="approved",
        actor_id=5,
        actor_role="second",
        first_actor_id=4,
        risky=True,
        listing_id=UUID(int=2),
        case_id=UUID(int=1),
        revision_sha256="a" * 64,
        reasons=["authority"],
        ruleset="r1",
        previous_hash="b" * 64,
    )
    assert log.fingerprint(decision) == "89e71fc5f198a3a691c6b428d8fe4540f30009d7031a15c69368b99304f4bc57"


def test_end_that_moved_without_a_decision_is_found(forger: Cast) -> None:
    LogHead.objects.update(seq=LogHead.objects.get().seq + 1)
    found = log.first_break()
    assert found is not None
    assert "cut or extended" in found.problem


def test_lost_end_is_found(forger: Cast) -> None:
    LogHead.objects.all().delete()
    found = log.first_break()
    assert found is not None
    assert "is gone" in found.problem


def test_subject_that_vanished_is_found(forger: Cast) -> None:
    """An appeal was taken out of its table; only the log still knows it."""
    appeal = applicant.appeal(
        case=Case.objects.get(status="rejected"), text="Please look again.", by=forger.owner
    )
    Appeal.objects.filter(pk=appeal.pk).delete()
    found = log.first_break()
    assert found is not None
    assert "nowhere else" in found.problem
