"""Whoever gets past the guards still leaves a trace: `first_break()` finds it."""

from collections.abc import Iterator

import pytest
from django.db import connection

from directory.guards import install
from directory.moderation import log
from directory.moderation.models import Case, Decision, LogHead
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
