"""Somebody with the database's password rewrites the log and makes everything fit: the checkpoints outside tell."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from directory import clock
from directory.guards import install
from directory.moderation import log
from directory.moderation.checkpoints import kept, keys
from directory.moderation.checkpoints.actions import sign_today
from directory.moderation.checkpoints.lines import Line, read
from directory.moderation.checkpoints.models import Checkpoint
from directory.moderation.log_head import LogHead
from directory.moderation.models import Decision
from directory.submission import actions as submission
from tests.cast import Cast


def verify(*options: str) -> str:
    out = StringIO()
    call_command("verify_log", *options, stdout=out)
    return out.getvalue()


def refused(words: str, *options: str) -> None:
    with pytest.raises(CommandError, match=words):
        verify(*options)


@pytest.fixture
def mailbox(cast: Cast, tmp_path: Path) -> Iterator[Path]:
    """Three days with decisions, a copy of their checkpoints elsewhere, and no guards."""
    for day in range(3):
        with clock.set_to(clock.now() + timedelta(days=day)):
            cast.submit(name=f"Dr Mira Aldous {day}", treatments=("cell-based",))
            sign_today()
    copy = tmp_path / "mailbox.jsonl"
    copy.write_text(kept.path().read_text())
    verify("--checkpoints", str(copy), "--public-key", keys.public_key())
    install.drop(connection)
    yield copy
    install.install(connection)


def chain_again() -> None:
    """Every hash anew, from the first decision to the end of the log."""
    previous = log.GENESIS
    for decision in Decision.objects.order_by("seq"):
        decision.previous_hash = previous
        decision.hash = previous = log.fingerprint(decision)
        Decision.objects.filter(seq=decision.seq).update(previous_hash=decision.previous_hash, hash=previous)
    LogHead.objects.update(seq=Decision.objects.count(), hash=previous)


def rewrite() -> None:
    Decision.objects.filter(seq=2).update(reasons=["authority"])
    chain_again()
    assert log.first_break() is None


def sign_again() -> None:
    """The checkpoints of the table made to fit, with the site's own key."""
    for row in Checkpoint.objects.all():
        row.hash = Decision.objects.get(seq=row.seq).hash
        line = read(kept.path().read_text().splitlines()[0])
        fitting = Line(at=f"{row.at:%Y-%m-%dT%H:%M:%SZ}", hash=row.hash, seq=row.seq, site=line.site)
        Checkpoint.objects.filter(pk=row.pk).update(hash=row.hash, signature=keys.sign(fitting.signed))


def test_log_rewritten_from_end_to_end_is_found_by_the_table_of_checkpoints(mailbox: Path) -> None:
    rewrite()
    refused("knows decision .* with another hash: the log was rewritten")


def test_log_rewritten_with_its_table_of_checkpoints_is_found_by_the_file(mailbox: Path) -> None:
    rewrite()
    sign_again()
    refused("2026-11-23 in .*checkpoints.jsonl knows decision .* rewritten")


def test_log_rewritten_with_table_and_file_is_found_by_the_copy_outside(mailbox: Path) -> None:
    rewrite()
    sign_again()
    kept.path().unlink()
    sign_today()
    assert "The log is whole" in verify()
    refused("2026-11-23 in .*mailbox.jsonl knows decision .* rewritten", "--checkpoints", str(mailbox))


def test_truncated_log_is_found_also_when_all_else_was_cut_to_fit(mailbox: Path) -> None:
    last = Checkpoint.objects.latest("at")
    Decision.objects.filter(seq__gte=last.seq).delete()
    chain_again()
    Checkpoint.objects.filter(pk=last.pk).delete()
    kept.path().write_text("".join(f"{each}\n" for each in kept.path().read_text().splitlines()[:2]))
    said = [sentence for sentence in _all_said(mailbox) if "the log was cut" in sentence]
    assert said == [
        f"The checkpoint of 2026-11-24 in {mailbox} tells of {last.seq} decisions; decision {last.seq} is gone:"
        " the log was cut."
    ]


def _all_said(copy: Path) -> list[str]:
    from directory.moderation.checkpoints import verify as verifying

    return list(verifying._mismatches([verifying.Copy(str(copy), tuple(copy.read_text().splitlines()))]))


def test_deleted_checkpoint_is_found_by_the_file(mailbox: Path) -> None:
    Checkpoint.objects.filter(at__day=23).delete()
    refused("The checkpoint of 2026-11-23 in .*checkpoints.jsonl is not in the database")


def test_checkpoint_deleted_from_table_and_file_is_found_by_the_copy_outside(mailbox: Path) -> None:
    Checkpoint.objects.filter(at__day=23).delete()
    lines = kept.path().read_text().splitlines()
    kept.path().write_text(f"{lines[0]}\n{lines[2]}\n")
    assert "days without one: 1" in verify()
    refused("2026-11-23 in .*mailbox.jsonl is not in the database", "--checkpoints", str(mailbox))


def test_checkpoint_that_the_file_lacks_is_named(mailbox: Path) -> None:
    lines = kept.path().read_text().splitlines()
    kept.path().write_text(f"{lines[0]}\n{lines[2]}\n")
    refused("The checkpoint of 2026-11-23 is not in .*checkpoints.jsonl")


def test_file_that_is_gone_is_named(mailbox: Path) -> None:
    kept.path().unlink()
    refused("checkpoints.jsonl is gone. Put it back from the mail")


def test_forged_signature_in_the_table_is_found(mailbox: Path) -> None:
    other = Ed25519PrivateKey.generate()
    row = Checkpoint.objects.latest("at")
    Checkpoint.objects.filter(pk=row.pk).update(signature=b64encode(other.sign(b"anything")).decode())
    refused("2026-11-24 in the database is not signed by the key that it names")


def test_forged_signature_in_a_copy_is_found(mailbox: Path) -> None:
    fields = json.loads(mailbox.read_text().splitlines()[1]) | {"signature": "A" * 86 + "=="}
    mailbox.write_text(json.dumps(fields))
    refused("2026-11-23 in .*mailbox.jsonl is not signed by the key", "--checkpoints", str(mailbox))


def test_copy_signed_by_another_key_is_refused_where_the_key_is_known(
    mailbox: Path, settings: Settings
) -> None:
    known = keys.public_key()
    settings.LOG_SIGNING_KEY = b64encode(b"another seed, also 32 bytes long").decode()
    line = read(mailbox.read_text().splitlines()[0])
    unsigned = Line(at=line.at, hash=line.hash, seq=line.seq, site=line.site)
    forged = {"public_key": keys.public_key(), "signature": keys.sign(unsigned.signed)}
    mailbox.write_text(str(Line(at=line.at, hash=line.hash, seq=line.seq, site=line.site, **forged)))
    verify("--checkpoints", str(mailbox))
    refused("by a key that you did not name", "--checkpoints", str(mailbox), "--public-key", known)


def test_earlier_keys_stay_listed_and_their_checkpoints_hold(cast: Cast, settings: Settings) -> None:
    sign_today()
    first = keys.public_key()
    settings.LOG_SIGNING_KEY = b64encode(b"another seed, also 32 bytes long").decode()
    with clock.set_to(clock.now() + timedelta(days=1)):
        sign_today()
    said = verify()
    assert f"Key {first}: 1 checkpoints." in said
    assert f"Key {keys.public_key()}: 1 checkpoints." in said


def test_checkpoints_hold_after_the_site_has_moved(cast: Cast, settings: Settings) -> None:
    sign_today()
    settings.SITE_URL = "https://new.example"
    verify()


def test_line_that_cannot_be_read_is_named_by_its_number(mailbox: Path) -> None:
    mailbox.write_text(mailbox.read_text() + "\nBest wishes\n")
    refused("Line 5 of .*mailbox.jsonl is no checkpoint", "--checkpoints", str(mailbox))


@pytest.mark.parametrize("content", [None, "", "\n\n", b"\xff\xfe"])
def test_copy_that_says_nothing_is_no_proof(mailbox: Path, content: str | bytes | None) -> None:
    if content is None:
        mailbox.unlink()
    else:
        mailbox.write_bytes(content if isinstance(content, bytes) else content.encode())
    refused("Nothing was compared", "--checkpoints", str(mailbox))


def test_key_without_a_copy_is_refused(db: None) -> None:
    refused("name it with --checkpoints", "--public-key", b64encode(b64decode(keys.public_key())).decode())


def test_comparing_asks_the_same_few_questions_however_many_checkpoints(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    submission.submit(provider=cast.specialist, document=cast.content(), by=cast.owner)
    for day in range(40):
        with clock.set_to(clock.now() + timedelta(days=day)):
            sign_today()
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        verify()
