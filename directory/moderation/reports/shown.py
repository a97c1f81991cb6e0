"""The reports of a case, as moderators see them. Addresses are no part of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ..models import Case
from ..views.words import named, names_of
from .categories import label
from .models import PublicReport
from .reliability import Record, in_words
from .weight import records_of


@dataclass(frozen=True, slots=True)
class ShownReport:
    """`judged_by` is empty while it waits; `older` where something else was public when it was reported."""

    id: UUID
    safety: bool
    kind: str
    category: str
    text: str
    at: datetime
    reliable: str
    older: bool
    outcome: str
    outcome_words: str
    judged_by: str


@dataclass(frozen=True, slots=True)
class CaseReports:
    """The reports of one case: waiting ones unsafe before wrong, then the oldest; its length is that of both."""

    waiting: tuple[ShownReport, ...] = ()
    judged: tuple[ShownReport, ...] = ()

    def __len__(self) -> int:
        return len(self.waiting) + len(self.judged)


def reports_of(case: Case) -> CaseReports:
    """What the case page shows, in three queries, or in one without reports."""
    found = list(PublicReport.objects.filter(case=case).defer("email"))
    if not found:
        return CaseReports()
    records = records_of(report.reporter for report in found)
    names = names_of(report.judged_by_id for report in found)
    shown = [_shown(case, report, records, names) for report in found]
    shown.sort(key=lambda each: (not each.safety, each.at))
    return CaseReports(
        waiting=tuple(each for each in shown if not each.outcome),
        judged=tuple(each for each in shown if each.outcome),
    )


def _shown(
    case: Case, report: PublicReport, records: dict[str, Record], names: dict[int, str]
) -> ShownReport:
    return ShownReport(
        id=report.pk,
        safety=report.kind == PublicReport.Kind.SAFETY,
        kind=report.get_kind_display(),
        category=label(report.kind, report.category),
        text=report.text,
        at=report.at,
        reliable=in_words(report.reporter, _besides(records.get(report.reporter), report)),
        older=report.revision_sha256 != case.revision.sha256,
        outcome=report.outcome,
        outcome_words=report.get_outcome_display() if report.outcome else "",
        judged_by=named(report.judged_by_id, names) if report.outcome else "",
    )


def _besides(record: Record | None, report: PublicReport) -> Record:
    """The person's record without this very report; nobody's is empty."""
    if record is None:
        return Record()
    outcome = PublicReport.Outcome
    return Record(
        record.confirmed - (report.outcome == outcome.CONFIRMED),
        record.not_confirmed - (report.outcome == outcome.NOT_CONFIRMED),
    )
