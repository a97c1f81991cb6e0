"""Screens what is asked, one JSON line after the other, with the ruleset that the environment names.

Runs as a process of its own, so that a candidate never mixes with the rules in force. First line out: the ruleset's
version, or why it cannot be used.
"""

import json
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from directory.screening.engine import screen, screen_listing
from directory.screening.findings import Screening
from directory.screening.lexicon import languages, lexicon, terms
from directory.screening.rules import Rule, RuleError, rules
from directory.screening.ruleset import version

AS_KEPT = "as-kept"
"""Argument for a ruleset that was in force before: its examples were proven then, with the release of that day."""
_UNBOUNDED = re.compile(r"(?<!\\)(?:\\\\)*[*+]|\{\d*,\}")
_PATTERN_SIGNS = re.compile(r"[+{}\\]")
"""The notation of terms has no such signs: whoever writes them means a pattern, and no pattern is taken from data."""


def main(*, proven: bool) -> None:
    """Answer standard input line by line until it ends. `proven`: every rule must find its own examples."""
    logging.disable()
    problem = flaw(proven=proven)
    _say({"problem": problem} if problem else {"ruleset": version()})
    for line in sys.stdin if not problem else ():
        _say(_answer(**json.loads(line)))


def flaw(*, proven: bool) -> str:
    """Why this ruleset cannot be used, as a sentence; empty when it can."""
    try:
        return next(_flaws(proven=proven), "")
    except RuleError as error:
        return str(error)
    except KeyError as error:
        return f"A table lacks the column or key {error}."
    except (OSError, ValueError) as error:
        return f"A data file cannot be read: {error}"


def _flaws(*, proven: bool) -> Iterator[str]:
    if not rules() or not languages():
        yield "There are no rules or no languages in it."
    for term in terms():
        pattern = term.tail.pattern if term.tail else ""
        if _UNBOUNDED.search(pattern) or _PATTERN_SIGNS.search(term.text):
            yield f"A term of {term.concept} in {term.lang} may repeat without a bound: only | and * have a meaning."
    lexicon()
    for rule in rules().values() if proven else ():
        yield from _broken_examples(rule)


def _broken_examples(rule: Rule) -> Iterator[str]:
    """Rules of the engine itself are shown by situations, not by texts; all others must prove themselves."""
    if rule.when == "engine":
        return
    for texts, wanted in ((rule.match, True), (rule.no_match, False)):
        for position, text in enumerate(texts, start=1):
            screened = screen(text)
            if screened.ruleset == "unknown":
                yield f"The engine fails on an example of rule {rule.id}."
            if _fires(rule, screened) is not wanted:
                fails = "does not find its example" if wanted else "wrongly finds its counter-example"
                yield f"Rule {rule.id} {fails} number {position}."


def _fires(rule: Rule, screened: Screening) -> bool:
    return any(finding.rule == rule.id for finding in screened.findings)


def _answer(
    fields: dict[str, str], declared_treatments: list[str], country: str | None, has_trial: bool
) -> dict[str, Any]:
    return asdict(
        screen_listing(fields, declared_treatments=declared_treatments, country=country, has_trial=has_trial)
    )


def _say(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(proven=AS_KEPT not in sys.argv)
