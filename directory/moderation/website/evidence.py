"""What is known of a revision's website: the newest finished reading, as findings and as a state."""

from dataclasses import dataclass

from directory.listings.models import Revision
from directory.screening.findings import Finding

from ..models import Case
from .judging import problems, restored
from .models import WebsitePage, WebsiteReading


def findings_of(revision: Revision) -> tuple[Finding, ...]:
    """Findings of the newest finished reading, each with field "website" or "website: <path>"; empty without one."""
    reading = revision.website_readings.finished().last()
    if reading is None:
        return ()
    pages = list(reading.pages.all())
    found = [finding for page in pages for finding in restored(page.findings)]
    return (*problems((page.address, page.outcome, page.detail) for page in pages), *found)


def latest_reading(case: Case) -> WebsiteReading | None:
    """The reading that was asked for last, finished or not."""
    return case.revision.website_readings.last()


def is_read(case: Case) -> bool:
    """Whether the reading asked for last is finished; opening a case asks for one unless there is a fresh one."""
    latest = latest_reading(case)
    return latest is not None and latest.finished_at is not None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a revision's website: the reading that waits, the newest finished one, and its pages."""

    waiting: WebsiteReading | None
    finished: WebsiteReading | None
    pages: tuple[WebsitePage, ...]

    @property
    def read(self) -> tuple[WebsitePage, ...]:
        """The pages whose text was read."""
        return tuple(page for page in self.pages if page.outcome == WebsitePage.Outcome.READ)


def evidence_of(revision: Revision) -> Evidence:
    """Two queries. One reading at most waits, so that the newest finished one is among the last two."""
    newest = list(revision.website_readings.order_by("-asked_at", "-id")[:2])
    waiting = next((each for each in newest if each.finished_at is None), None)
    finished = next((each for each in newest if each.finished_at is not None), None)
    return Evidence(waiting, finished, tuple(finished.pages.all()) if finished else ())
