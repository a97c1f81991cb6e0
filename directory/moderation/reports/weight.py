"""Where a case's waiting reports put it in the queue."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count

from ..cases import PRIORITY
from ..models import Case
from .models import PublicReport
from .reliability import Record, Voice, points

UNSAFE_MOST = 9
WRONG_MOST = 8
"""What many reports can add: corrections stay below a provider's wish that a person looks."""


def weight_of(case: Case) -> int:
    """The priority that the waiting reports give: safety above everything, corrections just above age; 0 without."""
    waiting = list(PublicReport.objects.waiting().filter(case=case).only("kind", "reporter"))
    records = records_of(report.reporter for report in waiting)
    voices: dict[str, list[Voice]] = defaultdict(list)
    for report in waiting:
        voices[report.kind].append(Voice(report.reporter, records.get(report.reporter, Record())))
    if unsafe := voices[PublicReport.Kind.SAFETY]:
        return PRIORITY["unsafe"] + points(unsafe, most=UNSAFE_MOST)
    if wrong := voices[PublicReport.Kind.CORRECTION]:
        return PRIORITY["wrong details"] + points(wrong, most=WRONG_MOST)
    return 0


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
