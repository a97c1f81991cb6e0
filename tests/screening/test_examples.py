"""The texts the project was given; they were worked with, so this is no measure of unseen text."""

from collections.abc import Callable

import pytest

from tests.screening.corpus import Table, examples


@pytest.fixture(scope="module")
def table() -> Table:
    return Table(examples())


def test_offers_are_rejected_and_none_is_clear(
    table: Table, record_property: Callable[[str, object], None]
) -> None:
    record_property("confusion", "\n".join([*table.lines("examples"), f"missed: {table.missed}"]))
    assert table.share("reject", "clear") <= 0.02
    assert table.share("reject", "reject") >= 0.9


def test_honest_texts_are_clear_and_none_is_rejected(table: Table) -> None:
    assert table.share("ok", "reject") == 0
    assert table.share("ok", "clear") >= 0.9
