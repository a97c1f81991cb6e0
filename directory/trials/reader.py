"""Reads values out of JSON from outside: what is missing is empty, what has the wrong type is reported."""

from collections.abc import Iterator
from typing import Any

from .record import PartialDate, Problem, partial_date

MAX_ITEMS = 5_000
"""Longest list that is read; a record with more is reported and its rest left out."""


class Reader:
    """A JSON object and the path to it. Children share the list of problems; nothing here raises."""

    def __init__(self, value: Any, path: str = "", problems: list[Problem] | None = None) -> None:
        self.problems: list[Problem] = [] if problems is None else problems
        self.path = path
        self._items: dict[str, Any] = {}
        if isinstance(value, dict):
            self._items = value
        elif value is not None:
            self._report("", "an object")

    def as_dict(self) -> dict[str, Any]:
        return self._items

    def child(self, *names: str) -> "Reader":
        """The object at the end of a path of names; an empty one where it is missing."""
        here = self
        for name in names:
            here = Reader(here._items.get(name), here._at(name), here.problems)
        return here

    def children(self, name: str) -> Iterator["Reader"]:
        for index, item in enumerate(self._list(name)):
            if isinstance(item, dict):
                yield Reader(item, f"{self._at(name)}[{index}]", self.problems)
            else:
                self._report(f"{name}[{index}]", "an object")

    def text(self, name: str) -> str:
        """A text without NUL characters and blank ends."""
        value = self._items.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._report(name, "a text")
            return ""
        return _clean(value)

    def texts(self, name: str) -> tuple[str, ...]:
        found = []
        for index, item in enumerate(self._list(name)):
            if isinstance(item, str):
                found.append(_clean(item))
            else:
                self._report(f"{name}[{index}]", "a text")
        return tuple(text for text in found if text)

    def flag(self, name: str) -> bool | None:
        value = self._items.get(name)
        if value is None or isinstance(value, bool):
            return value
        self._report(name, "true or false")
        return None

    def count(self, name: str) -> int | None:
        value = self._items.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        self._report(name, "a whole number")
        return None

    def degrees(self, name: str, limit: float) -> float | None:
        """A coordinate within ±limit degrees."""
        value = self._items.get(name)
        if value is None:
            return None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and -limit <= value <= limit:
            return float(value)
        self._report(name, "degrees")
        return None

    def date(self, name: str) -> PartialDate | None:
        text = self.text(name)
        found = partial_date(text)
        if text and not found:
            self._report(name, "a date")
        return found

    def _list(self, name: str) -> list[Any]:
        value = self._items.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self._report(name, "a list")
            return []
        if len(value) > MAX_ITEMS:
            self._report(name, f"at most {MAX_ITEMS} items")
        return value[:MAX_ITEMS]

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _report(self, name: str, expected: str) -> None:
        self.problems.append(Problem(self._at(name) if name else self.path or "record", expected))


def _clean(text: str) -> str:
    """Without NUL (PostgreSQL refuses it) and lone surrogates (no encoding holds them)."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip()
