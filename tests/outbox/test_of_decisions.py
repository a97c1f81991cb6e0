"""Mail belongs to its decision: with it or not at all, whatever the mail server does."""

import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from directory import clock
from directory.moderation import actions as moderation
from directory.moderation.errors import StaleVersion
from directory.moderation.models import Case, Decision
from directory.outbox import actions
from directory.outbox.models import Message
from tests.cast import Cast


class PowerCut(Exception):
    """Something fails beside the decision."""


def test_decision_that_is_rolled_back_sends_nothing(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    before = Decision.objects.count()
    with transaction.atomic():
        moderation.reject(
            case=case, reasons=("authority",), explanation="", by=cast.ann, version=case.version
        )
        assert Message.objects.filter(key__contains=":statement:").count() == 2
        transaction.set_rollback(True)

    assert Decision.objects.count() == before
    assert not Message.objects.exists()
    assert not DBTaskResult.objects.exists()
    actions.deliver()
    assert mail.outbox == []


def test_decision_that_cannot_be_told_is_not_taken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail is written in the decision's transaction: where it cannot be kept, there is no decision either."""
    case = cast.ready(cast.submit())

    def broken(**_: object) -> Message:
        raise PowerCut

    monkeypatch.setattr(actions, "post", broken)
    with pytest.raises(PowerCut):
        moderation.reject(
            case=case, reasons=("authority",), explanation="", by=cast.ann, version=case.version
        )
    case.refresh_from_db()
    assert case.status == Case.Status.OPEN
    assert not Decision.objects.filter(to_status="rejected").exists()


def test_decision_stands_and_its_mail_waits_while_the_server_is_down(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = EmailBackend.send_messages

    def down(self: EmailBackend, messages: list[mail.EmailMessage]) -> int:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(EmailBackend, "send_messages", down)
    cast.submit(treatments=("cell-based",))
    actions.deliver()
    assert Message.objects.waiting().count() == 2
    assert Case.objects.get().status == Case.Status.REJECTED

    monkeypatch.setattr(EmailBackend, "send_messages", take)
    Message.objects.update(next_attempt_at=clock.now())
    assert actions.deliver() == 2
    assert actions.deliver() == 0
    assert len(mail.outbox) == 2


def test_decision_taken_twice_is_told_once(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    given = {"case": case, "reasons": ("authority",), "explanation": "", "by": cast.ann}
    moderation.reject(**given, version=case.version)  # type: ignore[arg-type]
    with pytest.raises(StaleVersion):
        moderation.reject(**given, version=case.version)  # type: ignore[arg-type]
    assert Message.objects.filter(key__contains=":statement:").count() == 2
