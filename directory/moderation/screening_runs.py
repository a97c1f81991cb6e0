"""Reads a case's revision with the screening engine and keeps what it found, as far as the rules let it count."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from directory import clock
from directory.listings.content import Content
from directory.listings.models import Revision
from directory.screening.engine import screen_listing
from directory.screening.findings import Finding, Screening, Severity, Verdict, verdict_of
from directory.trials.models import Trial

from .models import Case, ScreeningFinding, ScreeningRun
from .rulesets.models import WithheldFinding
from .rulesets.modes import weigh
from .rulesets.standing import modes_now
from .website.evidence import findings_of
from .website.judging import FIELD

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
    """Keep a screening of the case's present revision as the run that counts, weighed by the rules' modes.

    What was found on the website that the revision names belongs to it. What a moderator dismissed in an earlier run
    of the case and is found again unchanged stays dismissed.
    """
    weighed = weigh(_with_website(screening, findings_of(case.revision)), modes_now())
    dismissed = _dismissed(case)
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
            **dismissed.get(_key(finding), {}),
        )
        for finding in result.findings
    )
    WithheldFinding.objects.bulk_create(
        WithheldFinding(run=run, rule=each.rule, mode=mode, severity=each.severity, field=each.field)
        for mode, each in weighed.withheld
    )
    return run


def _with_website(screening: Screening, website: tuple[Finding, ...]) -> Screening:
    findings = (*screening.findings, *website)
    return Screening(verdict=verdict_of(findings), ruleset=screening.ruleset, findings=findings)


_Key = tuple[str, str, str, str, int, int]


def _key(finding: Finding | ScreeningFinding) -> _Key:
    """What makes two findings the same. On a website places move; the excerpt there holds the surroundings."""
    place = (0, 0) if finding.field.startswith(FIELD) else (finding.start, finding.end)
    return (finding.rule, str(finding.severity), finding.field, finding.excerpt, *place)


def _dismissed(case: Case) -> dict[_Key, dict[str, Any]]:
    earlier = ScreeningFinding.objects.filter(
        run__case=case, run__revision_id=case.revision_id, dismissed_at__isnull=False
    )
    return {
        _key(each): {
            "dismissed_by_id": each.dismissed_by_id,
            "dismissed_at": each.dismissed_at,
            "dismissal_reason": each.dismissal_reason,
        }
        for each in earlier
    }


def authorised_trial(document: Content) -> bool:
    """Whether the listing names a trial of a cell product that two people have cleared and that is listed today."""
    trials = Trial.objects.listed(clock.today()).filter(registry_id__in=document.trial_ids, is_cell=True)
    return trials.exists()
