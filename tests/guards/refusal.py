"""Short ways to try what the database must refuse."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

Alone = Callable[[str], None]
"""The fixture `alone`: leaves the named guard in the database and no other."""


def refused(change: Callable[[], object], words: str) -> None:
    """The change fails with the guard's sentence, and nothing of it stays."""
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        change()


def accepted(change: Callable[[], object]) -> None:
    """The change is possible; it is taken back, so that the next line meets the same rows."""
    with transaction.atomic():
        change()
        transaction.set_rollback(True)


def raw(sql: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)


def take_out(name: str) -> None:
    """Remove one guard, as somebody with the database's password can."""
    if connection.vendor == "sqlite":
        for event in ("insert", "update", "delete"):
            raw(f"DROP TRIGGER IF EXISTS guard_{name}_{event}")
    else:
        raw(f"DROP FUNCTION guard_{name}() CASCADE")
