"""A backtest in words for the terminal, and as JSON. Neither holds a word of any listing."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from .backtest import NOT_CLEAR, REJECT, Backtest, Side
from .measures import Share, Tally


def as_json(result: Backtest) -> dict[str, Any]:
    """{"active", "candidate": {"ruleset", "overall", "languages", "rules"}, counts, "flips"}."""
    return {
        "revisions": result.revisions,
        "erased": result.erased,
        "compared": result.compared,
        "decided_for_other_reasons": result.set_aside,
        "active": _side(result.active),
        "candidate": _side(result.candidate),
        "flips": [asdict(flip) for flip in result.flips],
    }


def _side(side: Side) -> dict[str, Any]:
    languages: dict[str, dict[str, Any]] = {}
    for (language, question), tally in sorted(side.languages.items()):
        languages.setdefault(language, {})[question] = _tally(tally)
    return {
        "ruleset": side.ruleset,
        "overall": {question: _tally(tally) for question, tally in side.overall.items()},
        "languages": languages,
        "rules": {rule: _tally(tally) for rule, tally in sorted(side.rules.items())},
    }


def _tally(tally: Tally) -> dict[str, Any]:
    shares = {name: asdict(getattr(tally, name)) for name in ("precision", "recall", "f1")}
    return {**asdict(tally), **shares}


def lines(result: Backtest) -> Iterator[str]:
    """The report, line by line."""
    yield f"active     {result.active.ruleset}"
    yield f"candidate  {result.candidate.ruleset}"
    yield f"{result.revisions} revisions read, {result.erased} erased or unreadable."
    yield f"{result.compared} judged by people for their text, {result.set_aside} for other reasons (not compared)."
    if not result.compared:
        yield "Nothing to compare yet: no person has approved a text, or rejected one for what it says."
    for question in (REJECT, NOT_CLEAR) if result.compared else ():
        yield from _compared(f'verdict "{question}"', _pairs(result, question))
    for rule in sorted(result.active.rules.keys() | result.candidate.rules.keys()):
        yield from _compared(f"rule {rule}", (result.active.rules[rule], result.candidate.rules[rule]))
    keys = result.active.languages.keys() | result.candidate.languages.keys()
    for language, question in sorted(keys):
        pair = (result.active.languages[language, question], result.candidate.languages[language, question])
        yield from _compared(f'language {language}, verdict "{question}"', pair)
    yield f"{len(result.flips)} verdicts would change."
    for flip in result.flips:
        people = f" (people: {flip.people})" if flip.people else ""
        yield f"  listing {flip.listing} revision {flip.revision}: {flip.before} → {flip.after}{people}"


def _pairs(result: Backtest, question: str) -> tuple[Tally, Tally]:
    return result.active.overall[question], result.candidate.overall[question]


def _compared(title: str, pair: tuple[Tally, Tally]) -> Iterator[str]:
    yield title
    for name, tally in zip(("active", "candidate"), pair, strict=True):
        shares = ((word, getattr(tally, word)) for word in ("precision", "recall", "f1"))
        yield f"  {name:<10}" + "  ".join(f"{word} {_share(share)}" for word, share in shares)


def _share(share: Share) -> str:
    if share.value is None:
        return "–"
    return f"{share.value:.2f} [{share.low:.2f}, {share.high:.2f}]"
