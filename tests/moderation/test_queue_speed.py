"""The queue stays quick when very much waits."""

import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
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
MOST = 90
"""Times as long as one plain sort of all cases, by a column without an index, may all queries of a page take."""


def best_of_three(measure: Callable[[], float]) -> float:
    return min(measure() for _round in range(3))


def plain_sort() -> float:
    """Milliseconds."""
    began = time.perf_counter()
    list(Case.objects.order_by("opened_at", "id").values_list("pk")[:25])
    return (time.perf_counter() - began) * 1000


def test_queue_of_ten_thousand_cases_is_quick(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("measured on SQLite, which every clone has")
    many(cast, 10_000)
    client = signed_in(cast.ann)

    def sql_of(view: str) -> float:
        """Milliseconds that the database needs for the page."""
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{reverse('queue')}?{view}").status_code == 200
        return sum(float(query["time"]) for query in asked) * 1000

    sort = best_of_three(plain_sort)
    taken = {view: best_of_three(lambda view=view: sql_of(view)) for view in VIEWS}  # type: ignore[misc]

    print(f"\nqueue of 10,000 cases, ms of SQL; a plain sort takes {sort:.1f}:")
    print(", ".join(f"{view or 'waiting'} {spent:.0f}" for view, spent in taken.items()))
    assert max(taken.values()) < MOST * sort
