"""Whoever signs everything with a key of their own is told, also where nobody keeps a copy outside."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from directory import clock
from directory.moderation.checkpoints import keys, verify
from directory.moderation.checkpoints.actions import sign_today
from tests.cast import Cast


def sign_with_another(monkeypatch: pytest.MonkeyPatch) -> None:
    other = Ed25519PrivateKey.generate()
    with monkeypatch.context() as patch:
        patch.setattr(keys, "_key", lambda: other)
        sign_today()


def test_only_the_present_key_is_said_plainly(cast: Cast) -> None:
    cast.submit()
    sign_today()

    said = "\n".join(verify.told())

    assert f"Key {keys.public_key()}: 1 checkpoints. This is the present key." in said
    assert "WARNING" not in said


def test_log_signed_by_another_key_alone_is_told_loudly(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.submit()
    sign_with_another(monkeypatch)

    said = "\n".join(verify.told())

    assert "NOT the present key" in said
    assert f"WARNING: the newest checkpoint is not signed by the present key, {keys.public_key()}" in said


def test_key_of_before_is_named_without_a_warning(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.submit()
    sign_with_another(monkeypatch)
    with clock.set_to(clock.now() + timedelta(days=1)):
        sign_today()

    said = "\n".join(verify.told())

    assert "NOT the present key" in said
    assert "WARNING" not in said
