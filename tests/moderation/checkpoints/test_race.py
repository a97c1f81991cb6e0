"""Two daily runs at the same moment make one checkpoint. Only PostgreSQL shows it: SQLite lets one writer in."""

import threading

import pytest
from django.db import connection, connections

from directory import clock
from directory.moderation import log
from directory.moderation.checkpoints import actions, kept
from directory.moderation.checkpoints.models import Checkpoint
from directory.moderation.log_head import LogHead
from directory.outbox.models import Message
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db(transaction=True)

RUNS = 4


@pytest.fixture(autouse=True)
def _postgresql(transactional_db: None) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time: this race exists on PostgreSQL only")


def sign_at_once() -> list[object]:
    with clock.set_to(TODAY):
        LogHead.objects.get_or_create(id=1, defaults={"hash": log.GENESIS})
    barrier, results = threading.Barrier(RUNS), list[object]()

    def run() -> None:
        try:
            with clock.set_to(TODAY):
                connection.ensure_connection()
                barrier.wait(timeout=20)
                results.append(actions.sign_today())
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(RUNS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_several_runs_at_once_make_one_checkpoint_one_line_and_one_mail() -> None:
    results = sign_at_once()
    assert sorted(map(str, results)) == ["0", "0", "0", "1"]
    assert Checkpoint.objects.count() == 1
    assert Message.objects.count() == 1
    assert len(kept.path().read_text().splitlines()) == 1


def test_without_the_lock_there_are_several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shows that the first test can fail."""
    meeting = threading.Barrier(RUNS)

    def unlocked() -> LogHead:
        meeting.wait(timeout=20)
        return LogHead.objects.get(id=1)

    monkeypatch.setattr(log, "lock", unlocked)
    exists = type(Checkpoint.objects.all()).exists

    def together(self: object) -> bool:
        found = exists(self)  # type: ignore[arg-type]
        meeting.wait(timeout=20)
        return found

    monkeypatch.setattr(type(Checkpoint.objects.all()), "exists", together)
    sign_at_once()
    assert Checkpoint.objects.count() > 1
