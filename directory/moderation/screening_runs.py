"""Reads a case's revision with the screening engine and keeps what it found, as far as the rules let it count."""

import logging
from dataclasses import dataclass

from django.db import transaction

from directory import clock
from directory.listings.content import Content
from directory.listings.models import Revision
from directory.screening.engine import screen_listing
from directory.screening.findings import Finding, Screening, Severity, Verdict
from directory.trials.models import Trial

from .models import Case, ScreeningFinding, ScreeningRun
from .rulesets.models import WithheldFinding
from .rulesets.modes import weigh
from .rulesets.standing import modes_now

log = logging.getLogger(__name__)

UNKNOWN = Screening(
    verdict=Verdict.REVIEW,
    ruleset="none",
    findings=(
        Finding(
            rule="ENGINE-00",
            severity=Severity.REVIEW,
            start=0,
            end=0,
            excerpt="",
            reason="The automatic reading did not finish. A person reads the whole text.",
        ),
    ),
)
"""What stands when the engine fails: a person must look."""


@dataclass(frozen=True, slots=True)
class Question:
    """Everything the engine is asked about a revision. `country` is an ISO 3166-1 code."""

    fields: dict[str, str]
    declared_treatments: tuple[str, ...]
    country: str | None
    has_trial: bool


@transaction.atomic
def screen_case(case: Case) -> ScreeningRun:
    """Screen the case's present revision and keep the run with its findings."""
    return keep_run(case, engine_on(case.revision))


def engine_on(revision: Revision) -> Screening:
    """What the engine says of a revision, before the modes of rules. Never raises: what fails goes to a person."""
    try:
        question = question_of(revision.document())
        return screen_listing(
            question.fields,
            declared_treatments=question.declared_treatments,
            country=question.country,
            has_trial=question.has_trial,
        )
    except Exception:
        log.exception("screening failed; the case goes to a person")
        return UNKNOWN


def question_of(document: Content) -> Question:
    return Question(
        fields=document.texts(),
        declared_treatments=document.treatments,
        country=document.sites[0].region[:2] if document.sites else None,
        has_trial=authorised_trial(document),
    )


@transaction.atomic
def keep_run(case: Case, screening: Screening) -> ScreeningRun:
    """Keep a screening of the case's present revision as the run that counts, weighed by the rules' modes."""
    weighed = weigh(screening, modes_now())
    result = weighed.screening
    run = ScreeningRun.objects.create(
        case=case, revision=case.revision, verdict=result.verdict, ruleset=result.ruleset, at=clock.now()
    )
    ScreeningFinding.objects.bulk_create(
        ScreeningFinding(
            run=run,
            rule=finding.rule,
            severity=finding.severity,
            field=finding.field,
            start=finding.start,
            end=finding.end,
            excerpt=finding.excerpt,
            reason=finding.reason,
            guidance=finding.guidance,
            dismissible=finding.dismissible,
        )
        for finding in result.findings
    )
    WithheldFinding.objects.bulk_create(
        WithheldFinding(run=run, rule=each.rule, mode=mode, severity=each.severity, field=each.field)
        for mode, each in weighed.withheld
    )
    return run


def authorised_trial(document: Content) -> bool:
    """Whether the listing names a trial of a cell product that two people have cleared and that is listed today."""
    trials = Trial.objects.listed(clock.today()).filter(registry_id__in=document.trial_ids, is_cell=True)
    return trials.exists()
