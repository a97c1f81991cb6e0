"""Load the rules. A rule without examples that must and must not match does not load."""

from dataclasses import dataclass
from functools import cache

from directory.screening.datafiles import HOME, toml
from directory.screening.findings import Severity

FORBIDDEN_WORDS = ("illegal", "fraud")


class RuleError(ValueError):
    """A rule that must not be used; the text says which and why."""


@dataclass(frozen=True)
class Rule:
    """One reviewed rule. The id never changes; `severity` is the most it may cause.

    `when` says when its concepts count: `offer` (a product that is offered or praised), `beside` (only
    in a text that offers or praises a product), `always`, or `engine` (raised by the engine itself).
    """

    id: str
    family: str
    severity: Severity
    when: str
    concepts: tuple[str, ...]
    needs: tuple[str, ...]
    without: tuple[str, ...]
    least: int
    reason: str
    guidance: str
    source: str
    match: tuple[str, ...]
    no_match: tuple[str, ...]


@cache
def rules() -> dict[str, Rule]:
    """All rules by id, in file order."""
    loaded: dict[str, Rule] = {}
    for path in sorted((HOME / "rules").glob("*.toml")):
        for record in toml(path)["rule"]:
            rule = parse(record)
            if rule.id in loaded:
                raise RuleError(f"Rule {rule.id} stands twice.")
            loaded[rule.id] = rule
    return loaded


def parse(record: dict[str, object]) -> Rule:
    """Check one record. Raises RuleError."""
    name = str(record.get("id", "without an id"))

    def text(key: str) -> str:
        value = record.get(key)
        if not isinstance(value, str) or not value.strip():
            raise RuleError(f"Rule {name} lacks {key}.")
        return value

    def several(key: str) -> tuple[str, ...]:
        value = record.get(key, [])
        return tuple(str(v) for v in value) if isinstance(value, list) else ()

    rule = Rule(
        id=text("id"),
        family=text("family"),
        severity=Severity(text("severity")),
        when=text("when"),
        concepts=several("concepts"),
        needs=several("needs"),
        without=several("without"),
        least=int(str(record.get("least", 1))),
        reason=text("reason"),
        guidance=text("guidance"),
        source=text("source"),
        match=several("match"),
        no_match=several("no_match"),
    )
    if not rule.match or not rule.no_match:
        raise RuleError(f"Rule {name} lacks examples that must match or that must not.")
    if any(word in rule.reason.casefold() for word in FORBIDDEN_WORDS):
        raise RuleError(f"Rule {name} judges the law in its reason; say what the directory does not list.")
    return rule
