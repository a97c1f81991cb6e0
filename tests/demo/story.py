"""The whole demonstration, made once for a file of tests and then rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection, transaction
from django.test import override_settings

from directory import clock
from directory.demo.seed import Seeded, seed

WHOLE = connection.vendor == "sqlite"
"""All of it once is enough; the other database tells the hand-shaped stories and some of the plain ones."""

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def silent(day: int, of: int) -> None:
    """Shows nothing."""


@contextmanager
def told(evidence: Path, *, share: float) -> Iterator[Seeded]:
    """`share` of the plain providers; `evidence` is where the checkpoints' file goes."""
    with override_settings(DEMO=True, EVIDENCE_DIR=evidence), clock.set_to(NOW), transaction.atomic():
        made = seed(progress=silent, share=share)
        assert made is not None
        yield made
        transaction.set_rollback(True)
