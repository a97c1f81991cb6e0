"""Reads a case's revision with the screening engine and keeps what it found."""

import logging

from django.db import transaction

from directory import clock
from directory.listings.content import Content
from directory.screening.engine import screen_listing
from directory.screening.findings import Finding, Screening, Severity, Verdict
from directory.trials.models import Trial

from .models import Case, ScreeningFinding, ScreeningRun

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


@transaction.atomic
def screen_case(case: Case) -> ScreeningRun:
    """Screen the case's present revision and keep the run with its findings."""
    result = _screen(case.revision.document())
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
    return run


def _screen(document: Content) -> Screening:
    try:
        return screen_listing(
            document.texts(),
            declared_treatments=document.treatments,
            country=document.sites[0].region[:2] if document.sites else None,
            has_trial=authorised_trial(document),
        )
    except Exception:
        log.exception("screening failed; the case goes to a person")
        return UNKNOWN


def authorised_trial(document: Content) -> bool:
    """Whether the listing names a trial of a cell product that two people have cleared and that is listed today."""
    trials = Trial.objects.listed(clock.today()).filter(registry_id__in=document.trial_ids, is_cell=True)
    return trials.exists()
