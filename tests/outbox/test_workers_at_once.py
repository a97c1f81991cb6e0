"""Several workers deliver at the same moment: each message leaves once.

Only PostgreSQL shows it: SQLite lets one writer in at a time.
"""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, connections

from directory import clock
from directory.outbox import actions
from directory.outbox.models import Message
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS, MESSAGES = 4, 20


@pytest.fixture(autouse=True)
def _postgresql(transactional_db: None, now: object) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time: this race exists on PostgreSQL only")


def at_once(deed: Callable[[], object]) -> list[object]:
    barrier = threading.Barrier(WORKERS)
    results: list[object] = []

    def run() -> None:
        try:
            with clock.set_to(TODAY):
                connection.ensure_connection()
                barrier.wait(timeout=20)
                results.append(deed())
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """All workers have read the same list of due messages before the first claims one."""
    claim, meeting, met = actions._claim, threading.Barrier(WORKERS), threading.local()

    def wait(pk: int) -> bool:
        if not getattr(met, "done", False):
            met.done = True
            meeting.wait(timeout=20)
        return claim(pk)

    monkeypatch.setattr(actions, "_claim", wait)


def post_all() -> None:
    for number in range(MESSAGES):
        actions.post(key=str(number), to=f"{number}@b.example", subject="s", text="t")


def test_each_message_is_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    post_all()
    together(monkeypatch)

    results = at_once(actions.deliver)

    assert sum(int(str(result)) for result in results) == MESSAGES
    assert Counter(message.to[0] for message in mail.outbox) == {f"{n}@b.example": 1 for n in range(MESSAGES)}
    assert not Message.objects.filter(sent_at=None).exists()


def test_server_that_refuses_is_asked_once_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(self: EmailBackend, messages: list[mail.EmailMessage]) -> int:
        asked.append(messages[0].to[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    post_all()
    together(monkeypatch)

    at_once(actions.deliver)

    assert Counter(asked) == {f"{n}@b.example": 1 for n in range(MESSAGES)}
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


def test_same_key_posted_at_once_is_one_message() -> None:
    at_once(lambda: actions.post(key="same", to="a@b.example", subject="s", text="t"))
    assert Message.objects.count() == 1


def test_without_the_claim_messages_leave_several_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shows that the first test can fail."""
    post_all()
    monkeypatch.setattr(actions, "_claim", lambda pk: True)
    together(monkeypatch)
    at_once(actions.deliver)
    assert len(mail.outbox) > MESSAGES
