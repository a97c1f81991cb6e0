"""What an address or a form may ask for: readable ids, each once, not too many."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.moderation.bulk.asked import MOST, Item, read_ids, read_items

ONE, TWO = UUID(int=1), UUID(int=2)


def test_each_is_read_once_in_the_order_given() -> None:
    assert read_ids([str(TWO), str(ONE), str(TWO).upper()]).ids == (TWO, ONE)


def test_versions_come_with_the_items() -> None:
    assert read_items([f"{ONE}:3", f"{TWO}:0", f"{ONE}:9"]).items == (Item(ONE, 3), Item(TWO, 0))


@pytest.mark.parametrize(
    "text",
    ["", "1", "{" + str(ONE) + "}", f"urn:uuid:{ONE}", ONE.hex, f"{ONE}\x00", "' OR 1=1", "x" * 5000, "²"],
)
def test_id_that_cannot_be_read_stops_everything(text: str) -> None:
    asked = read_ids([str(TWO), text])

    assert asked.items == ()
    assert len(asked.problems) == 1
    assert len(asked.problems[0]) < 200
    assert "\x00" not in asked.problems[0]


@pytest.mark.parametrize("version", ["", "-1", "1.0", "²", "9999999999", "one", "1:2"])
def test_version_that_cannot_be_read_stops_everything(version: str) -> None:
    asked = read_items([f"{TWO}:1", f"{ONE}:{version}"])

    assert asked.items == ()
    assert len(asked.problems) == 1


def test_fifty_are_read_and_fifty_one_are_not() -> None:
    ids = [str(uuid4()) for _each in range(MOST + 1)]

    assert len(read_ids(ids[:MOST]).items) == MOST
    assert read_ids([*ids[:MOST], ids[0]]).problems == []
    (problem,) = read_ids(ids).problems
    assert "at most 50" in problem
    assert read_ids(ids).items == ()


@given(st.lists(st.text(max_size=60), max_size=80))
def test_anything_is_read_or_named(typed: list[str]) -> None:
    for asked in (read_ids(typed), read_items(typed)):
        assert not (asked.items and asked.problems)
        assert len(asked.items) <= MOST
        assert bool(typed) == bool(asked.items or asked.problems)
