"""The project's own evaluation texts, written apart from the rules; the figures the engine must reach."""

from collections.abc import Callable

import pytest

from tests.screening.corpus import Table, evaluation

MOST_OFFERS_CLEAR = 0.02
LEAST_OFFERS_REJECTED = 0.85
MOST_HONEST_REJECTED = 0.02
LEAST_HONEST_CLEAR = 0.85


@pytest.fixture(scope="module")
def table() -> Table:
    texts = evaluation()
    if not texts:
        pytest.skip("no evaluation texts")
    return Table(texts)


def test_offers_do_not_end_clear(table: Table, record_property: Callable[[str, object], None]) -> None:
    record_property("confusion", "\n".join([*table.lines("evaluation"), f"missed: {table.missed}"]))
    assert table.share("reject", "clear") <= MOST_OFFERS_CLEAR


def test_offers_end_rejected(table: Table) -> None:
    assert table.share("reject", "reject") >= LEAST_OFFERS_REJECTED


def test_honest_texts_do_not_end_rejected(table: Table) -> None:
    assert table.share("ok", "reject") <= MOST_HONEST_REJECTED


def test_honest_texts_end_clear(table: Table) -> None:
    assert table.share("ok", "clear") >= LEAST_HONEST_CLEAR
