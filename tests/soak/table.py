"""The table of guards: what each protects, how it is taken out, and the test that goes red without it.

Three files in `guards/`: `database.toml` (triggers), `conditions.toml` (conditions of the tables of transitions) and
`code.toml` (everything else that is enforced). `protects` are numbers of `PROMISES`.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).parent / "guards"


PROMISES = {
    1: "What is public was approved, this very text, on evidence that holds today.",
    2: "An unapproved cell product is never public.",
    3: "Two people for whatever is risky; nobody in their own house; appeals by the uninvolved.",
    4: "A stale page or lease changes nothing.",
    5: "Only the steps of the tables happen, each with one decision.",
    6: "The log tells of every edit, deletion, reordering, fork and cut.",
    7: "More adverse evidence never lowers a verdict.",
    8: "An appeal that was won opens the case again; it never publishes.",
    9: "Nothing private or rejected is on a public page, in an export or in a log line.",
    10: "Every adverse decision says why, by which rules, until when to appeal, and how to reach a person.",
    11: "Every call to the outside has an end, a size, and a public address.",
}


class SourceNotFound(Exception):
    """What a row wants to replace is not there, or more than once: the code moved on and the row did not."""


@dataclass(frozen=True, slots=True)
class Change:
    """A replacement in one file of the product; `find` must be there exactly once."""

    file: str
    find: str
    put: str


@dataclass(frozen=True, slots=True)
class Guard:
    """One row. `trigger` is left out of what is installed, or `changes` are made to the code.

    `on` is the database on which the test runs; `tries` > 1 where the test is a race; `at_load` where the changed
    function had its effect when the code was loaded.
    """

    id: str
    protects: tuple[int, ...]
    test: str
    changes: tuple[Change, ...] = ()
    trigger: str = ""
    on: str = "sqlite"
    tries: int = 1
    at_load: bool = False

    def texts(self, root: Path = ROOT) -> dict[str, tuple[str, str]]:
        """Path → its text with and without the guard. Raises `SourceNotFound`."""
        found: dict[str, tuple[str, str]] = {}
        for change in self.changes:
            before, after = found.get(change.file) or ((root / change.file).read_text(encoding="utf-8"),) * 2
            if after.count(change.find) != 1:
                raise SourceNotFound(f"{change.file} has {after.count(change.find)} of {change.find!r}")
            found[change.file] = before, after.replace(change.find, change.put)
        return found


def condition(name: str) -> Change:
    """Makes a condition of the tables hold always."""
    head = f"def {name}(request: Request) -> None:\n"
    return Change("directory/moderation/conditions.py", head, f"{head}    return\n")


def rows() -> tuple[Guard, ...]:
    """The whole table, in the order of its files."""
    return (
        *(_row(name, row, trigger=name) for name, row in _read("database").items()),
        *(_row(name, row, changes=(condition(name),)) for name, row in _read("conditions").items()),
        *(_row(name, row, changes=_changes(row)) for name, row in _read("code").items()),
    )


def _read(name: str) -> dict[str, dict]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _row(name: str, row: dict, *, trigger: str = "", changes: tuple[Change, ...] = ()) -> Guard:
    return Guard(
        id=name,
        protects=tuple(row["protects"]),
        test=row["test"],
        changes=changes,
        trigger=trigger,
        on=row.get("on", "sqlite"),
        tries=row.get("tries", 1),
        at_load=row.get("at_load", False),
    )


def _changes(row: dict) -> tuple[Change, ...]:
    """One `find` and `put` in the row's file, and in `also` more, in files of their own where they name one."""
    first = Change(row["file"], row["find"], row["put"])
    return (first, *(Change(**{"file": row["file"]} | more) for more in row.get("also", ())))
