"""What an assessment and an earlier decision of two people come to together. Pure."""

from dataclasses import dataclass
from datetime import date

from .codes import Outcome
from .findings import Assessment


@dataclass(frozen=True, slots=True)
class Standing:
    """What is stored: the outcome, the last day it may be shown, and the decision that still counts."""

    outcome: Outcome
    listed_until: date | None
    decision: int | None


def settle(assessment: Assessment, *, decision: int | None, on: date) -> Standing:
    """A decision lists what was left to a person, and counts only while nothing stands against it outright.

    A plain no (not recruiting, too old, gone) ends it, and so does the day on which the record is too old.
    """
    until = assessment.cleared_until
    if assessment.outcome == Outcome.LISTED and assessment.holds_until and not assessment.is_cell:
        return Standing(Outcome.LISTED, assessment.holds_until, None)
    if decision is not None and assessment.clearable and until and on <= until:
        return Standing(Outcome.LISTED, until, decision)
    if assessment.outcome == Outcome.LISTED:
        return Standing(Outcome.REVIEW, None, None)
    return Standing(assessment.outcome, None, None)
