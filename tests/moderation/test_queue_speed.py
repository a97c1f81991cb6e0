"""The queue stays quick when very much waits."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from directory.moderation.models import Case
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
MOST = 120
"""Times as long as one plain sort of all cases, by a column without an index, may all queries of a page take."""


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


def test_queue_of_ten_thousand_cases_is_quick(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("measured on SQLite, which every clone has and which runs in the test's own thread")
    many(cast, 10_000)
    client = signed_in(cast.ann)

    sort = sql_of(lambda: list(Case.objects.order_by("opened_at", "id").values_list("pk")[:25]))
    taken = {view: sql_of(lambda view=view: client.get(f"{reverse('queue')}?{view}")) for view in VIEWS}  # type: ignore[misc]

    print(f"\nqueue of 10,000 cases, ms of SQL; a plain sort takes {sort:.1f}:")
    print(", ".join(f"{view or 'waiting'} {spent:.0f}" for view, spent in taken.items()))
    assert max(taken.values()) < MOST * sort
