"""Where a case's reports put it in the queue, and where it stands without them."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count

from directory.screening.findings import Verdict

from ..cases import PRIORITY
from ..models import Appeal, Case
from ..rulesets.models import RulesetRescreening
from .models import PublicReport
from .reliability import Record, Voice, points

UNSAFE_MOST = 9
WRONG_MOST = 8
"""What many reports can add: corrections stay below a provider's wish that a person looks."""


def weight_of(case: Case) -> int:
    """The priority that reports nobody found wrong give: safety above everything, corrections just above age; or 0."""
    standing = list(PublicReport.objects.standing().filter(case=case).only("kind", "reporter"))
    records = records_of(report.reporter for report in standing)
    voices: dict[str, list[Voice]] = defaultdict(list)
    for report in standing:
        voices[report.kind].append(Voice(report.reporter, records.get(report.reporter, Record())))
    if unsafe := voices[PublicReport.Kind.SAFETY]:
        return PRIORITY["unsafe"] + points(unsafe, most=UNSAFE_MOST)
    if wrong := voices[PublicReport.Kind.CORRECTION]:
        return PRIORITY["wrong details"] + points(wrong, most=WRONG_MOST)
    return 0


def base_of(case: Case) -> int:
    """The priority without any report: the weightiest of the reasons that are kept elsewhere.

    A recheck below `PRIORITY["recheck"]` was opened by a report of a wrong detail, and gains nothing by being judged.
    """
    reasons = {
        "recheck": case.kind == Case.Kind.RECHECK and case.priority >= PRIORITY["recheck"],
        "hidden by rules taken back": _asked_back(case),
        "asked": case.person_asked_at is not None or _appeal_won(case),
        "review": _machine_asks(case),
    }
    return max((PRIORITY[reason] for reason, holds in reasons.items() if holds), default=0)


def _asked_back(case: Case) -> bool:
    return RulesetRescreening.objects.filter(recheck=case, asked_back_at__isnull=False).exists()


def _appeal_won(case: Case) -> bool:
    """An appeal that opened this case again, or moved it up in the place of an earlier one."""
    won = Appeal.objects.filter(status=Appeal.Status.OVERTURNED, case__kind=case.kind)
    return won.filter(case__listing=case.listing_id, decided_at__gte=case.opened_at).exists()


def _machine_asks(case: Case) -> bool:
    run = case.screenings.order_by("-at", "-id").first()
    return run is not None and run.verdict == Verdict.REVIEW


def records_of(reporters: Iterable[str]) -> dict[str, Record]:
    """How earlier reports of these people (fingerprints) were judged, in one query; without those never judged."""
    wanted = {reporter for reporter in reporters if reporter}
    outcome = PublicReport.Outcome
    judged = PublicReport.objects.filter(
        reporter__in=wanted, outcome__in=[outcome.CONFIRMED, outcome.NOT_CONFIRMED]
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in judged.order_by().values("reporter", "outcome").annotate(n=Count("pk")):
        counts[row["reporter"]][row["outcome"]] = row["n"]
    return {
        reporter: Record(found.get(outcome.CONFIRMED, 0), found.get(outcome.NOT_CONFIRMED, 0))
        for reporter, found in counts.items()
    }
