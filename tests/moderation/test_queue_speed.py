"""The queue stays quick when very much waits."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef
from django.urls import reverse

from directory.moderation.models import Case, ConflictDeclaration
from tests.cast import Cast
from tests.moderation.pages import signed_in
from tests.moderation.queue_many import many

VIEWS = (
    "",
    "page=100",
    "tab=second",
    "tab=mine",
    "tab=hidden",
    "due=late",
    "why=unsafe",
    "why=machine",
    "held=nobody",
)
MOST = 60
"""Times as long as looking up one other row for each case (`yardstick`) may all queries of a page take."""


class Stopwatch:
    """Milliseconds of processor time spent inside the database, which for SQLite is this very thread."""

    def __init__(self) -> None:
        self.spent = 0.0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        began = time.thread_time()
        try:
            return execute(*args)
        finally:
            self.spent += (time.thread_time() - began) * 1000


def sql_of(deed: Callable[[], object]) -> float:
    """The least of five rounds."""
    found = []
    for _round in range(5):
        watch = Stopwatch()
        with connection.execute_wrapper(watch):
            deed()
        found.append(watch.spent)
    return min(found)


def yardstick() -> int:
    """One look into another table for each case: about what a machine can do, however busy it is."""
    looked = ConflictDeclaration.objects.filter(case=OuterRef("pk"), has_conflict=False)
    return Case.objects.filter(~Exists(looked)).count()


def test_queue_of_ten_thousand_cases_is_quick(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("measured on SQLite, which every clone has and which runs in the test's own thread")
    many(cast, 10_000)
    client = signed_in(cast.ann)

    measure = sql_of(yardstick)
    taken = {view: sql_of(lambda view=view: client.get(f"{reverse('queue')}?{view}")) for view in VIEWS}  # type: ignore[misc]

    print(f"\nqueue of 10,000 cases, ms of SQL; one look-up a case takes {measure:.1f}:")
    print(", ".join(f"{view or 'waiting'} {spent:.0f}" for view, spent in taken.items()))
    assert max(taken.values()) < MOST * measure
