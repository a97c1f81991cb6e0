"""Checks that any trial must pass, from its record alone (rules 1 to 8). Pure: facts in, findings out.

Source of each rule: the directory's trial policy, whose numbers `findings.Rule` keeps.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from . import registry_ids
from .calendar_days import months_later
from .cells import CellWords
from .codes import Severity, Status, StudyType
from .findings import Finding, Rule
from .record import TrialRecord
from .relevance import Certainty, Relevance

STALE_MONTHS = 12
DEAD_MONTHS = 24
DEMO_ID = re.compile(r"DEMO-\d{4}", re.ASCII)
"""Numbers of demonstration trials: no registry's pattern fits them."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A record, what its words mean, the day, and whether demonstration numbers count."""

    record: TrialRecord
    relevance: Relevance
    cells: CellWords
    on: date
    demo: bool

    @property
    def is_cell(self) -> bool:
        return bool(self.cells.given)


def block(rule: Rule, reason: str) -> Finding:
    return Finding(rule, Severity.BLOCK, reason)


def review(rule: Rule, reason: str) -> Finding:
    return Finding(rule, Severity.REVIEW, reason)


def note(rule: Rule, reason: str) -> Finding:
    return Finding(rule, Severity.NOTE, reason)


def identifier(facts: Facts) -> Iterator[Finding]:
    """Rule 1: the number fits one registry's full shape, and that registry registers trials."""
    text = facts.record.registry_id
    number = registry_ids.parse(text)
    if facts.demo and DEMO_ID.fullmatch(text):
        return
    if not text:
        yield block(Rule.IDENTIFIER, _("The record has no registry number."))
    elif number is None:
        yield block(Rule.IDENTIFIER, _("“%s” is not the number of any trial registry.") % text[:60])
    elif not number.registers:
        yield block(
            Rule.IDENTIFIER,
            _("“%s” is a WHO trial number. Anyone can draw one; it is not a registration.") % text,
        )


def record_is_whole(facts: Facts) -> Iterator[Finding]:
    """Rule 2, as far as the record alone can show it: it has a title and every part of it could be read."""
    if not facts.record.title:
        yield review(Rule.RECORD, _("The record has no title."))
    problems = facts.record.problems
    if problems:
        yield review(
            Rule.RECORD,
            _("%(count)d part(s) of the record could not be read, first “%(path)s” (%(expected)s expected).")
            % {"count": len(problems), "path": problems[0].path[:120], "expected": problems[0].expected},
        )


def status(facts: Facts) -> Iterator[Finding]:
    """Rule 3: only a recruiting trial is shown; one that is about to, or invites, goes to a person."""
    value = facts.record.status
    if value == Status.RECRUITING:
        return
    if value == Status.NOT_YET_RECRUITING:
        yield review(Rule.STATUS, _("The trial does not recruit yet."))
    elif value == Status.ENROLLING_BY_INVITATION:
        yield review(Rule.STATUS, _("The trial takes people by invitation only."))
    elif value in Status.values:
        yield block(Rule.STATUS, _("The trial does not recruit: “%s”.") % Status(value).label)
    else:
        yield block(Rule.STATUS, _("The record does not say that the trial recruits."))


def site(facts: Facts) -> Iterator[Finding]:
    """Rule 4, as far as the record alone can show it: a recruiting trial has a site that recruits."""
    if facts.record.status != Status.RECRUITING:
        return
    sites = facts.record.sites
    if any(each.status == Status.RECRUITING for each in sites):
        return
    if not sites:
        yield review(Rule.SITE, _("The trial says it recruits but names no site."))
    elif any(each.status not in Status.values for each in sites):
        yield review(Rule.SITE, _("The trial says it recruits but does not say which of its sites do."))
    else:
        yield block(Rule.SITE, _("The trial says it recruits but none of its sites does."))


def fresh(facts: Facts) -> Iterator[Finding]:
    """Rule 5: its sponsor checked the record, and the registry posted it, within a year; two years end it."""
    day = last_checked(facts.record)
    if day is None:
        yield review(Rule.FRESH, _("The record does not say when it was last checked."))
    elif facts.on > months_later(day, DEAD_MONTHS):
        yield block(
            Rule.FRESH, _("The record was last checked more than two years ago (%s).") % day.isoformat()
        )
    elif facts.on > months_later(day, STALE_MONTHS):
        yield review(
            Rule.FRESH, _("The record was last checked more than a year ago (%s).") % day.isoformat()
        )


def last_checked(record: TrialRecord) -> date | None:
    """The older of the sponsor's check and the registry's posting; a month counts to its last day."""
    days = [each.last for each in (record.dates.verified, record.dates.updated) if each]
    return min(days) if len(days) == 2 else None


def end_date(facts: Facts) -> Iterator[Finding]:
    """Rule 6: a recruiting trial whose end date has passed is doubtful."""
    if facts.record.status != Status.RECRUITING:
        return
    end = facts.record.dates.completion
    if end is None:
        yield review(Rule.END_DATE, _("The record does not say when the trial ends."))
    elif end.last < facts.on:
        yield review(
            Rule.END_DATE,
            _("The trial says it recruits, but its end date has passed (%s).") % end.last.isoformat(),
        )


def kind(facts: Facts) -> Iterator[Finding]:
    """Rule 7: a study that gives cells must be a trial; access outside a trial is not one."""
    value = facts.record.design.study_type
    if value == StudyType.INTERVENTIONAL:
        return
    if value == StudyType.EXPANDED_ACCESS:
        yield block(Rule.KIND, _("This is a programme of access outside a trial, not a trial."))
    elif value == StudyType.OBSERVATIONAL and facts.is_cell:
        yield block(Rule.KIND, _("It gives a cell product but is registered as a study that only observes."))
    elif value == StudyType.OBSERVATIONAL:
        yield note(Rule.KIND, _("This study observes; it gives no treatment."))
    else:
        yield review(Rule.KIND, _("The record does not say what kind of study it is."))


def condition(facts: Facts) -> Iterator[Finding]:
    """Rule 8 for records that do concern headache: is it the condition, or only a keyword or a symptom?"""
    if facts.relevance.certainty == Certainty.UNSURE:
        yield review(
            Rule.CONDITION,
            _("Headache may not be what is studied (found: %s).") % ", ".join(facts.relevance.words)[:200],
        )
