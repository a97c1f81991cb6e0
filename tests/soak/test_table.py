"""The table of guards is whole: whatever enforces a promise is in it, and every row leads somewhere."""

import ast
import re
from functools import cache

import pytest

from directory.guards.install import GUARDS
from directory.moderation import gate, people
from directory.moderation.conditions import CONDITIONS
from directory.moderation.tables import Actor
from tests.soak.table import FOLDER, PROMISES, ROOT, Guard, rows

TABLE = {guard.id: guard for guard in rows()}

PARTS: dict[Actor, str] = {
    Actor.SYSTEM: "person: none for the system",
    Actor.PROVIDER: "person: acts for the provider",
    Actor.LEASE_HOLDER: "person: holds the lease",
    Actor.SECOND: "person: second is not the first",
    Actor.MODERATOR: "person: moderates",
    Actor.UNINVOLVED_SENIOR: "person: uninvolved senior",
    Actor.EXTERNAL: "outside: invited",
}
"""The row that takes out what keeps others from each part."""


def refusals(module: object, *functions: str) -> int:
    """How many ways the functions of a module have to say no: `raise`, and problems that are listed."""
    tree = ast.parse((ROOT / f"{module.__name__.replace('.', '/')}.py").read_text())  # type: ignore[attr-defined]
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in functions]
    assert {node.name for node in found} == set(functions)
    nodes = [inner for node in found for inner in ast.walk(node)]
    listed = [
        node
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "append"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "problems"
    ]
    return len(listed) + sum(isinstance(node, ast.Raise) for node in nodes)


def of(beginning: str) -> list[str]:
    return [name for name in TABLE if name.startswith(beginning)]


def test_ids_are_told_apart() -> None:
    assert len(TABLE) == len(rows())


def test_every_trigger_is_in_the_table() -> None:
    assert {guard.name for guard in GUARDS} == {guard.trigger for guard in TABLE.values() if guard.trigger}


def test_every_condition_is_in_the_table() -> None:
    assert set(CONDITIONS) <= set(TABLE)


def test_every_part_is_in_the_table() -> None:
    assert set(PARTS) == set(Actor)
    assert set(PARTS.values()) <= set(TABLE)


def test_every_refusal_of_people_and_gate_is_in_the_table() -> None:
    """A new `raise` or a new problem wants a row of its own; the numbers keep that from being forgotten."""
    inside = refusals(people, "permit", "_permit_moderator")
    assert len(of("person: ")) >= inside
    assert len(of("outside: ")) >= refusals(people, "_permit_external")
    gaps = refusals(gate, "_about_decision", "_about_offer", "_about_validity")
    assert len(of("gate: ")) >= gaps


def test_every_promise_has_guards() -> None:
    assert {number for guard in TABLE.values() for number in guard.protects} == set(PROMISES)


@pytest.mark.parametrize("guard", TABLE.values(), ids=TABLE)
def test_row_names_a_source_and_a_test_that_are_there(guard: Guard) -> None:
    texts = guard.texts()
    assert texts or guard.trigger
    for name, (before, after) in texts.items():
        assert before != after
        ast.parse(after, name)
    path, _, function = re.sub(r"\[.*\]$", "", guard.test).partition("::")
    assert function in _functions(path)


@cache
def _functions(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_table_says_nothing_that_is_not_read() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {"database.toml", "conditions.toml", "code.toml"}
