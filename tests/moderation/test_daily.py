"""The daily run and the check of the log, as an operator's timer starts them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection

from directory import clock
from directory.catalogue.models import Entry
from directory.guards import install
from directory.management.commands import daily
from directory.moderation import actions, publication, reminders
from directory.moderation.models import Case, Decision
from directory.outbox.models import Message
from tests.cast import Cast


def run(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out, stderr=out)
    return out.getvalue()


def test_unanswered_request_for_changes_is_withdrawn_after_fourteen_days(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    actions.request_changes(case=case, requests={"name": "Please."}, by=cast.ann, version=case.version)

    with clock.set_to(clock.now() + timedelta(days=13)):
        early = run("daily")
    with clock.set_to(clock.now() + timedelta(days=14)):
        late, again = run("daily"), run("daily")

    case.refresh_from_db()
    assert "nobody answered in time: 0" in early
    assert "nobody answered in time: 1" in late
    assert "nobody answered in time: 0" in again
    assert case.status == Case.Status.WITHDRAWN


def test_reminders_come_three_times_and_each_once(cast: Cast) -> None:
    cast.publish()
    until = Entry.objects.get().attestation_until
    posted: dict[int, int] = {}

    for left in range(20, -2, -1):
        with clock.set_to(clock.now() + (until - clock.today()) - timedelta(days=left)):
            posted[left] = reminders.remind_to_attest() + reminders.remind_to_attest()

    assert {left: count for left, count in posted.items() if count} == {15: 2, 10: 2, 5: 2}
    found = Message.objects.filter(key__startswith="attestation:")
    assert set(found.values_list("to", flat=True)) == {cast.owner.email, cast.mate.email}


def test_missed_days_are_made_up_for_by_one_reminder(cast: Cast) -> None:
    cast.publish()
    until = Entry.objects.get().valid_until

    with clock.set_to(clock.now() + (until - clock.today()) - timedelta(days=3)):
        assert reminders.remind_of_evidence() == 2
        assert reminders.remind_of_evidence() == 0


@pytest.mark.parametrize(
    ("left", "due"), [(16, None), (15, 15), (11, 15), (10, 10), (6, 10), (5, 5), (0, 5), (-1, None)]
)
def test_reminder_due_by_days_left(left: int, due: int | None) -> None:
    assert reminders.step(left) == due


def test_confirmed_listing_is_reminded_again_only_before_its_next_end(cast: Cast) -> None:
    listing = cast.publish()
    until = Entry.objects.get().attestation_until
    with clock.set_to(clock.now() + (until - clock.today()) - timedelta(days=15)):
        first = reminders.remind_to_attest()
        publication.attest(listing=listing, by=cast.owner)
        second = reminders.remind_to_attest()

    assert (first, second) == (2, 0)


def test_reminder_names_no_clinic_and_leads_to_the_listing(cast: Cast) -> None:
    listing = cast.publish()
    until = Entry.objects.get().valid_until
    with clock.set_to(clock.now() + (until - clock.today()) - timedelta(days=5)):
        reminders.remind_of_evidence()
        reminders.remind_to_attest()

    message = Message.objects.filter(key__startswith="evidence:").first()
    assert message is not None
    for text in (message.subject, message.text, message.html):
        assert "Aldous" not in text
    assert str(listing.pk) in message.text
    assert f"{until.day} {until:%B %Y}" in message.text
    assert "<p>" in message.html


def test_mail_that_is_due_leaves_in_the_same_run(cast: Cast) -> None:
    cast.submit(treatments=("cell-based",))

    text = run("daily")

    assert "messages sent: 3" in text
    assert {each.to[0] for each in mail.outbox} == {
        cast.owner.email,
        cast.mate.email,
        settings.CHECKPOINT_EMAIL,
    }


def test_part_that_fails_is_named_and_the_rest_is_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> int:
        raise RuntimeError("no disk")

    cast.submit(treatments=("cell-based",))
    monkeypatch.setitem(daily.PARTS, "reminders to confirm details", broken)
    out = StringIO()

    with pytest.raises(CommandError, match="reminders to confirm details") as failure:
        call_command("daily", stdout=out, stderr=out)

    assert failure.value.returncode == 1
    assert "reminders to confirm details: failed (RuntimeError)" in out.getvalue()
    assert "messages sent: 3" in out.getvalue()


def test_whole_log_says_how_many_decisions_it_holds(cast: Cast) -> None:
    cast.publish()

    assert run("verify_log").startswith(f"The log is whole: {Decision.objects.count()} decisions.\n")


def test_broken_log_names_the_first_bad_decision(cast: Cast) -> None:
    cast.publish()
    install.drop(connection)
    Decision.objects.filter(seq=2).update(actor_role="nobody")
    install.install(connection)

    with pytest.raises(CommandError, match="decision 2: its content was changed"):
        run("verify_log")
