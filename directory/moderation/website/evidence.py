"""What is known of a revision's website: the newest finished reading, as findings and as a state."""

from directory.listings.models import Revision
from directory.screening.findings import Finding

from ..models import Case
from .judging import problems, restored
from .models import WebsiteReading


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
