"""Once a day the end of the log is signed, mailed to somebody outside and written to a file."""

import json
import stat
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from directory import clock
from directory.moderation import log
from directory.moderation.checkpoints import kept, keys
from directory.moderation.checkpoints.actions import all_lines, sign, sign_today
from directory.moderation.checkpoints.lines import Line, Unreadable, read
from directory.moderation.checkpoints.models import Checkpoint
from directory.moderation.models import Decision
from directory.outbox.models import Message
from tests.cast import Cast


def days(count: int, between: Callable[[int], object] = lambda day: None) -> None:
    for day in range(count):
        with clock.set_to(clock.now() + timedelta(days=day)):
            between(day)
            sign_today()


def test_checkpoint_says_where_the_log_ends_and_can_be_checked_with_the_public_key_alone(cast: Cast) -> None:
    cast.publish()
    assert sign_today() == 1

    fields = json.loads(kept.path().read_text())
    last = Decision.objects.latest("seq")
    assert (fields["seq"], fields["hash"], fields["site"]) == (last.seq, last.hash, django_settings.SITE_URL)
    assert fields["at"] == "2026-11-22T09:00:00Z"
    signed = {name: fields[name] for name in ("at", "hash", "seq", "site")}
    key = Ed25519PublicKey.from_public_bytes(b64decode(fields["public_key"]))
    text = json.dumps(signed, sort_keys=True, separators=(",", ":"))
    key.verify(b64decode(fields["signature"]), text.encode())


def test_one_checkpoint_a_day_also_where_nothing_was_decided(cast: Cast) -> None:
    days(3)
    assert sign_today() == 0
    assert [(row.seq, row.hash) for row in Checkpoint.objects.all()] == [(0, log.GENESIS)] * 3
    assert len(kept.path().read_text().splitlines()) == 3


def test_signing_alone_leaves_the_file_to_the_daily_run(cast: Cast) -> None:
    sign()
    assert not kept.path().exists()
    assert sign_today() == 1
    assert Checkpoint.objects.count() == 1


def test_checkpoint_is_mailed_outside_once_and_holds_the_line_of_the_file(cast: Cast) -> None:
    sign_today()
    sign_today()
    message = Message.objects.get(key__startswith="checkpoint:")
    assert message.to == "checkpoints@elsewhere.example"
    assert kept.path().read_text().strip() in message.text.splitlines()
    assert "0 decisions" in message.subject
    assert "<p>" in message.html


def test_file_is_for_its_owner_alone(cast: Cast) -> None:
    sign_today()
    assert stat.S_IMODE(kept.path().stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.path().parent.stat().st_mode) == 0o700


def test_file_that_cannot_be_written_fails_with_a_sentence_and_is_made_up_for(cast: Cast) -> None:
    kept.path().parent.mkdir()
    kept.path().mkdir()
    with pytest.raises(kept.NotKept, match="Checkpoints stay in the database and in the mail"):
        sign_today()
    assert Message.objects.filter(key__startswith="checkpoint:").count() == 1
    kept.path().rmdir()
    with clock.set_to(clock.now() + timedelta(days=1)):
        assert sign_today() == 2
    call_command("verify_log")


def test_daily_run_names_the_part_and_does_the_rest(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    kept.path().parent.mkdir()
    kept.path().mkdir()
    with pytest.raises(CommandError, match="checkpoints of the log"):
        call_command("daily")
    said = capsys.readouterr()
    assert "set EVIDENCE_DIR or the folder's owner right" in said.err
    assert "messages sent: 1" in said.out


def test_line_that_was_cut_off_when_the_machine_stopped_is_completed(cast: Cast) -> None:
    days(2)
    whole = kept.path().read_text()
    kept.path().write_text(whole[:-40])
    assert sign_today() == 1
    assert kept.path().read_text() == whole


def test_after_the_site_has_moved_earlier_lines_stay_as_they_are(cast: Cast, settings: Settings) -> None:
    days(2)
    before = kept.path().read_text()
    settings.SITE_URL = "https://new.example"
    with clock.set_to(clock.now() + timedelta(days=2)):
        assert sign_today() == 1
    assert kept.path().read_text().startswith(before)
    assert [each.holds for each in all_lines()] == [True] * 3


def test_line_that_was_signed_for_another_address_is_never_written_wrongly(
    cast: Cast, settings: Settings
) -> None:
    sign_today()
    kept.path().unlink()
    settings.SITE_URL = "https://new.example"
    with pytest.raises(kept.NotKept, match="Copy its line from the mail"):
        sign_today()
    assert kept.path().read_text() == ""


def test_damaged_last_line_is_left_for_a_person(cast: Cast) -> None:
    sign_today()
    kept.path().write_text(kept.path().read_text() + "####")
    with pytest.raises(kept.NotKept, match="last line"):
        sign_today()


def test_demonstration_makes_its_key_once_for_its_owner_alone(settings: Settings, tmp_path: Path) -> None:
    settings.LOG_SIGNING_KEY = ""
    settings.VAR_DIR = tmp_path / "var"
    first = keys.public_key()
    assert keys.public_key() == first
    file = tmp_path / "var" / "log_signing_key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(b64decode(file.read_text())) == 32


def test_setting_is_the_seed_that_rfc_8032_means(settings: Settings) -> None:
    """First test vector of RFC 8032, section 7.1."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    settings.LOG_SIGNING_KEY = b64encode(seed).decode()
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert b64decode(keys.public_key()).hex() == public
    assert b64decode(keys.sign("")).hex().startswith("e5564300c360ac729086e2cc806e828a")


def line(**changes: object) -> Line:
    fields = {"at": "2026-11-22T09:00:00Z", "hash": "a" * 64, "seq": 7, "site": "https://headache.example"}
    unsigned = Line(**fields)  # type: ignore[arg-type]
    signed = {"public_key": keys.public_key(), "signature": keys.sign(unsigned.signed)}
    return Line(**(fields | signed | changes))  # type: ignore[arg-type]


def test_line_is_read_back_as_it_was_written() -> None:
    assert read(str(line())) == line()
    assert line().holds


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 8},
        {"hash": "b" * 64},
        {"at": "2026-11-23T09:00:00Z"},
        {"site": "https://other.example"},
        {"signature": "A" * 86 + "=="},
        {"signature": "no signature"},
        {"public_key": b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()},
        {"public_key": "é"},
        {"public_key": ""},
    ],
)
def test_signature_covers_every_field(change: dict[str, object]) -> None:
    assert not line(**change).holds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello,",
        "{}",
        "[1]",
        "[" * 100_000,
        str(line(seq=-1)),
        str(line(seq="7")),
        str(line(seq=True)),
        str(line(hash="A" * 64)),
        str(line(at="yesterday")),
        str(line(at=5)),
        str(line(site=None)),
        str(line(signature="")),
        str(line()).replace('"site"', '"more":1,"site"'),
    ],
    ids=range(14),
)
def test_what_is_no_line_is_not_read(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)
