"""Every message arrives once: with the mail server down, a worker killed, a message that cannot be sent."""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import override_settings
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max
from hypothesis import given
from hypothesis import strategies as st

from directory import clock
from directory.outbox import actions
from directory.outbox.models import CLAIM, Message
from directory.outbox.tasks import deliver_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

Trouble = Callable[[mail.EmailMessage], BaseException | None]


@pytest.fixture
def trouble(monkeypatch: pytest.MonkeyPatch) -> Callable[[Trouble], None]:
    """What the mail server does with a message: raise something, or take it (None)."""
    take = EmailBackend.send_messages
    now_raises: list[Trouble] = [lambda message: None]

    def send(self: EmailBackend, messages: list[mail.EmailMessage]) -> int:
        error = now_raises[-1](messages[0])
        if error is not None:
            raise error
        return take(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    return now_raises.append


def post(key: str, **changes: str) -> Message:
    words = {"to": f"{key}@b.example", "subject": "About your listing", "text": f"Dear {key}", **changes}
    return actions.post(key=key, **words)


def runs() -> list[DBTaskResult]:
    return list(
        DBTaskResult.objects.filter(
            task_path=deliver_due.module_path, status=TaskResultStatus.READY
        ).order_by("pk")
    )


def when(run: DBTaskResult) -> datetime:
    return clock.now() if run.run_after == get_date_max() else run.run_after


def work(*, until: datetime) -> None:
    """The worker: takes what the queue holds, in order of time, and nothing that the queue does not hold."""
    while waiting := [run for run in runs() if when(run) <= until]:
        run = min(waiting, key=when)
        DBTaskResult.objects.filter(pk=run.pk).update(status=TaskResultStatus.RUNNING)
        with clock.set_to(max(clock.now(), when(run))):
            deliver_due.func()
        DBTaskResult.objects.filter(pk=run.pk).update(status=TaskResultStatus.SUCCESSFUL)


def arrived() -> list[str]:
    return sorted(message.to[0] for message in mail.outbox)


def test_server_down_for_days_then_up_loses_nothing_and_sends_nothing_twice(
    trouble: Callable[[Trouble], None], now: datetime
) -> None:
    up = now + timedelta(days=6)
    trouble(lambda message: ConnectionRefusedError() if clock.now() < up else None)
    for key in ("ann", "ben", "cleo"):
        post(key)

    work(until=up - timedelta(seconds=1))
    assert arrived() == []
    with clock.set_to(up - timedelta(minutes=1)):
        post("late")
    work(until=up + timedelta(hours=4))

    assert arrived() == ["ann@b.example", "ben@b.example", "cleo@b.example", "late@b.example"]
    assert not Message.objects.filter(sent_at=None).exists()
    work(until=up + timedelta(days=9))
    assert len(mail.outbox) == 4


def test_later_message_does_not_wait_for_the_far_try_of_an_earlier_one(
    trouble: Callable[[Trouble], None], now: datetime
) -> None:
    trouble(lambda message: smtplib.SMTPResponseException(451, b"later"))
    post("old")
    Message.objects.update(attempts=6)
    work(until=now)  # the only run that stays in the queue stands four hours from now
    Message.objects.filter(key="old").update(next_attempt_at=now + timedelta(hours=4))
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=now + timedelta(hours=4))
    post("new")

    work(until=now)

    due = Message.objects.get(key="new").next_attempt_at
    assert min(when(run) for run in runs()) <= due == now + timedelta(minutes=1)


def test_worker_killed_while_sending_leaves_a_run_that_sends_the_rest(
    trouble: Callable[[Trouble], None], now: datetime
) -> None:
    trouble(lambda message: KeyboardInterrupt() if message.to == ["ben@b.example"] else None)
    for key in ("ann", "ben", "cleo"):
        post(key)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)  # each taken by a worker that dies
    with pytest.raises(KeyboardInterrupt):
        deliver_due.func()
    assert len(runs()) == 1

    trouble(lambda message: None)
    work(until=now + CLAIM)

    assert arrived() == ["ann@b.example", "ben@b.example", "cleo@b.example"]


def test_worker_killed_after_the_server_took_a_message_sends_it_again_with_the_same_id(
    trouble: Callable[[Trouble], None], now: datetime
) -> None:
    """What no outbox can help: the server has it, the mark is not written. It leaves twice and says so by its id."""

    def take_then_die(message: mail.EmailMessage) -> BaseException | None:
        if message.to != ["ben@b.example"] or clock.now() > now:
            return None
        mail.outbox.append(message)
        return KeyboardInterrupt()

    trouble(take_then_die)
    for key in ("ann", "ben", "cleo"):
        post(key)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    with pytest.raises(KeyboardInterrupt):
        deliver_due.func()
    with clock.set_to(now + CLAIM - timedelta(seconds=1)):
        deliver_due.func()
    assert arrived() == ["ann@b.example", "ben@b.example", "cleo@b.example"]

    work(until=now + CLAIM)
    work(until=now + timedelta(days=1))

    assert arrived() == ["ann@b.example", "ben@b.example", "ben@b.example", "cleo@b.example"]
    twice = {message.message()["Message-ID"] for message in mail.outbox if message.to == ["ben@b.example"]}
    assert len(twice) == 1


@pytest.mark.parametrize(
    "error",
    [
        ValueError("a broken address"),
        UnicodeEncodeError("idna", "x", 0, 1, "no"),
        smtplib.SMTPRecipientsRefused({}),
        AttributeError("a bug of ours"),
    ],
)
def test_message_that_cannot_be_sent_does_not_hold_up_those_behind_it(
    trouble: Callable[[Trouble], None],
    now: datetime,
    error: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:
    trouble(lambda message: error if message.to == ["bad@b.example"] else None)
    post("bad")
    post("good")

    work(until=now)
    assert arrived() == ["good@b.example"]
    work(until=now + timedelta(days=2))

    left = Message.objects.left().get()
    assert (left.key, left.text, left.last_error) == ("bad", "Dear bad", type(error).__name__)
    alarms = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(alarms) == 1
    assert "left for the operator" in alarms[0]
    assert "b.example" not in caplog.text
    assert runs() == []


def test_operator_has_it_tried_again(trouble: Callable[[Trouble], None], now: datetime) -> None:
    trouble(lambda message: ValueError())
    post("bad")
    work(until=now + timedelta(days=2))
    trouble(lambda message: None)

    assert actions.retry_left() == 1
    work(until=now + timedelta(minutes=1))

    assert arrived() == ["bad@b.example"]
    assert actions.retry_left() == 0


def test_refusals_after_a_long_outage_are_still_tried_for_a_day(
    trouble: Callable[[Trouble], None], now: datetime
) -> None:
    trouble(
        lambda message: (
            OSError() if clock.now() < now + timedelta(days=4) else smtplib.SMTPDataError(450, b"")
        )
    )
    post("grey")
    work(until=now + timedelta(days=4, hours=12))
    assert not Message.objects.left().exists()
    trouble(lambda message: None)
    work(until=now + timedelta(days=5))
    assert arrived() == ["grey@b.example"]


def test_each_try_carries_the_same_message_id(trouble: Callable[[Trouble], None], now: datetime) -> None:
    seen: list[str] = []

    def busy(message: mail.EmailMessage) -> BaseException | None:
        seen.append(str(message.message()["Message-ID"]))
        return OSError() if len(seen) < 3 else None

    trouble(busy)
    post("ann")
    post("ben")
    work(until=now + timedelta(hours=1))

    assert len(seen) > len(set(seen)) == 2
    assert set(seen) == {message.message()["Message-ID"] for message in mail.outbox}


def test_change_that_is_rolled_back_sends_nothing(now: datetime) -> None:
    with transaction.atomic():
        post("ann")
        transaction.set_rollback(True)
    work(until=now + timedelta(days=1))
    assert mail.outbox == []
    assert not DBTaskResult.objects.exists()


def test_same_key_posted_twice_is_one_message(now: datetime) -> None:
    assert post("ann", text="first").pk == post("ann", text="second").pk
    work(until=now)
    assert [message.body for message in mail.outbox] == ["first"]


def test_what_was_sent_is_not_kept_and_forgotten_after_ninety_days(now: datetime) -> None:
    post("ann", text="open /accounts/password/reset/key/1-TOKEN/", html="<p>TOKEN</p>")
    work(until=now)
    post("waits", text="not sent")

    sent = Message.objects.get(key="ann")
    assert (sent.text, sent.html, sent.to) == ("", "", "ann@b.example")
    with clock.set_to(now + timedelta(days=90)):
        assert actions.prune() == 0
    with clock.set_to(now + timedelta(days=90, seconds=1)):
        assert actions.prune() == 1
    assert Message.objects.get().text == "not sent"


@pytest.mark.parametrize(
    "to", ["", "a@b.example\nBcc: c@d.example", "no address", "a@b..example, <x", "é@ü.example"]
)
def test_broken_address_stops_neither_the_change_nor_other_mail(to: str, now: datetime) -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        post("bad", to=to)
        post("good")
        work(until=now)
    assert "good@b.example" in arrived()
    assert all(len(message.recipients()) == 1 for message in mail.outbox)
    assert all("Bcc" not in message.message() for message in mail.outbox)
    if to == "":
        assert Message.objects.get(key="bad").sent_at is None


@given(st.text(), st.text())
def test_any_subject_and_text_can_be_posted_and_sent(subject: str, text: str) -> None:
    subject, text = (part.encode("utf-8", "ignore").decode() for part in (subject, text))
    with transaction.atomic():
        message = post("ann", subject=subject, text=text)
        before = len(mail.outbox)
        assert actions.deliver() == 1
        written = mail.outbox[before].message()["Subject"] or ""
        message.delete()
    assert "\n" not in message.subject
    assert "\r" not in written.replace("\r\n ", "")


def test_addresses_and_texts_of_mail_stay_out_of_the_log(
    trouble: Callable[[Trouble], None], now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    trouble(lambda message: smtplib.SMTPRecipientsRefused({"ann@b.example": (550, b"no such person")}))
    post("ann")
    work(until=now)
    assert "not delivered (SMTPRecipientsRefused)" in caplog.text
    assert "b.example" not in caplog.text
