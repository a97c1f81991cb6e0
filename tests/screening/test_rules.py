"""Rules are data that somebody reviewed: each proves itself by its own examples."""

import pytest

from directory.screening.engine import screen
from directory.screening.findings import Severity
from directory.screening.rules import FORBIDDEN_WORDS, RuleError, parse, rules

TEXT_RULES = [rule for rule in rules().values() if rule.when != "engine"]
CASES = [(r.id, t) for r in TEXT_RULES for t in r.match]
COUNTER_CASES = [(r.id, t) for r in TEXT_RULES for t in r.no_match]
RECORD: dict[str, object] = {
    "id": "TST-01",
    "family": "test",
    "severity": "note",
    "when": "always",
    "reason": "Why.",
    "guidance": "What to look at.",
    "source": "own",
    "match": ["a"],
    "no_match": ["b"],
}


@pytest.mark.parametrize(("rule", "text"), CASES)
def test_rule_fires_on_its_examples(rule: str, text: str) -> None:
    assert rule in {finding.rule for finding in screen(text).findings}


@pytest.mark.parametrize(("rule", "text"), COUNTER_CASES)
def test_rule_stays_silent_on_its_counter_examples(rule: str, text: str) -> None:
    assert rule not in {finding.rule for finding in screen(text).findings}


@pytest.mark.parametrize("missing", ["match", "no_match"])
def test_rule_without_both_kinds_of_example_does_not_load(missing: str) -> None:
    with pytest.raises(RuleError, match="TST-01"):
        parse({**RECORD, missing: []})


@pytest.mark.parametrize("missing", ["id", "family", "reason", "guidance", "source"])
def test_rule_without_a_text_does_not_load(missing: str) -> None:
    with pytest.raises(RuleError, match=missing):
        parse({**RECORD, missing: " "})


@pytest.mark.parametrize("word", FORBIDDEN_WORDS)
def test_rule_that_judges_the_law_does_not_load(word: str) -> None:
    with pytest.raises(RuleError, match="judges the law"):
        parse({**RECORD, "reason": f"This is {word}."})


def test_complete_rule_loads() -> None:
    assert parse(RECORD).severity is Severity.NOTE


def test_guidance_never_judges_the_law() -> None:
    assert [r.id for r in rules().values() if any(w in r.guidance.casefold() for w in FORBIDDEN_WORDS)] == []
