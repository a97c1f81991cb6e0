"""What does this text offer? `screen()` for a text, `screen_listing()` for a listing's fields.

The way: fold → find → scope → assertion → evidence → rules → findings → verdict. Pure: no network, no
database, no clock but the time limit. What cannot be judged goes to a person, never through.
"""

import logging
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from directory.screening.assemble import assemble
from directory.screening.assertion import assertions
from directory.screening.context import Context
from directory.screening.cues import cues
from directory.screening.evidence import weigh
from directory.screening.find import Mention, find
from directory.screening.findings import Finding, Screening, Severity, verdict_of
from directory.screening.fold import Folded, fold
from directory.screening.judge import Read, judge, lighter, sounds_sold
from directory.screening.language import Tongue
from directory.screening.lexicon import lexicon
from directory.screening.rules import Rule, rules
from directory.screening.ruleset import version
from directory.screening.scope import scopes
from directory.screening.squash import disguises
from directory.screening.tone import Tones, leanings

log = logging.getLogger(__name__)

LONGEST_TEXT = 2_000_000
SECONDS = 20.0


class TooSlow(RuntimeError):
    """The time limit passed before the text was read."""


def screen(text: str, *, country: str | None = None, context: Context = Context()) -> Screening:  # noqa: B008
    """Screen one text. `country` is an ISO 3166-1 code or None.

    Never raises on any text: an internal error, an unread language or a passed time limit is a finding
    of severity review. `start`/`end` are code-point offsets into `text`.
    """
    try:
        findings = tuple(_ordered(_findings(text, country, context)))
    except TooSlow:
        findings = (_whole(text, "ENG-02"),)
    except Exception:
        log.exception("screening failed; the text goes to a person")
        return Screening(verdict_of((_FAILED,)), "unknown", (_FAILED,))
    return Screening(verdict_of(findings), version(), findings)


def screen_listing(
    fields: Mapping[str, str],
    *,
    declared_treatments: Collection[str],
    country: str | None,
    has_trial: bool,
) -> Screening:
    """Screen a listing: each text field, and the treatment classes its provider declared.

    Declared `cell-based` blocks unless an authorised trial backs it (then review); `prp` is reviewed.
    Findings on declared treatments have field "treatments" and cannot be dismissed.
    """
    found: list[Finding] = list(_declared(declared_treatments, has_trial))
    ruleset = version()
    for name, text in fields.items():
        screened = screen(text, country=country)
        ruleset = screened.ruleset if screened.ruleset == "unknown" else ruleset
        found += [replace(finding, field=name) for finding in screened.findings]
    findings = tuple(found)
    return Screening(verdict_of(findings), ruleset, findings)


def _declared(treatments: Collection[str], has_trial: bool) -> Iterator[Finding]:
    for code, name in (("cell-based", "DEC-02" if has_trial else "DEC-01"), ("prp", "DEC-03")):
        if code in treatments:
            rule = rules()[name]
            yield Finding(
                rule.id, rule.severity, 0, 0, "", rule.reason,
                field="treatments", guidance=rule.guidance, dismissible=rule.severity is not Severity.BLOCK,
            )  # fmt: skip


def _findings(text: str, country: str | None, context: Context) -> Iterator[Finding]:
    deadline = time.monotonic() + SECONDS
    if len(text) > LONGEST_TEXT:
        yield _whole(text, "ENG-04")
    folded = fold(text[:LONGEST_TEXT])
    _check(deadline)
    read, tongue = understand(folded)
    _check(deadline)
    for finding in judge(read):
        yield _placed(finding, context)
        if country == "AU" and finding.rule.startswith("OFF-"):
            yield _at(text, rules()["REG-09"], finding.start, finding.end)
    if sounds_sold(read):
        yield _whole(text, "OFF-16")
    _check(deadline)
    known = [(m.start, m.end) for m in read.mentions if m.end - m.start >= 8 or _is_product(m)]
    for start, end in disguises(folded, known):
        yield _at(text, rules()["EVA-01"], start, end)
    if tongue.unread:
        yield _whole(text, "ENG-03")


def understand(folded: Folded) -> tuple[Read, Tongue]:
    """Everything the rules look at, and the languages read."""
    mentions, tongue = find(folded, lexicon())
    scoped = scopes(folded, [m.start for m in mentions if m.concept == "clause.but"])
    sound = Tones(folded, scoped, leanings())
    mentions = assemble(mentions, scoped, sound)
    asserted = assertions(mentions, scoped)
    evidence = weigh(asserted, mentions, scoped, sound, cues())
    return Read(folded, mentions, asserted, evidence), tongue


def _is_product(mention: Mention) -> bool:
    return mention.concept.startswith(("product.", "care.", "warn.term", "deny"))


def _placed(finding: Finding, context: Context) -> Finding:
    if context.may_reject:
        return finding
    guidance = f"{finding.guidance} Found outside the headache service: {context.department or 'another department'}."
    return replace(finding, severity=lighter(finding.severity, Severity.REVIEW), guidance=guidance)


def _whole(text: str, rule: str) -> Finding:
    return _at(text, rules()[rule], 0, min(len(text), 80))


def _at(text: str, rule: Rule, start: int, end: int) -> Finding:
    return Finding(rule.id, rule.severity, start, end, text[start:end], rule.reason, guidance=rule.guidance)


def _check(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise TooSlow


def _ordered(findings: Iterator[Finding]) -> list[Finding]:
    weight = {Severity.BLOCK: 0, Severity.REVIEW: 1, Severity.NOTE: 2}
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda f: (weight[f.severity], f.start, f.end, f.rule))


_FAILED = Finding(
    "ENG-01", Severity.REVIEW, 0, 0, "",
    "The automatic check could not finish, so a person will read this text.",
    guidance="The screening engine raised an error; see the server's log. Read the whole text.",
)  # fmt: skip
