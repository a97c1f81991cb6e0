"""In these stories the lot falls on every decision that can be drawn, unless a test says otherwise."""

import pytest

from directory.moderation.quality import lots


@pytest.fixture
def lot_falls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lots, "drawn", lambda decision_hash: True)
