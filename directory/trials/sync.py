"""Brings the stored trials up to date with the live registry (rules 2 and 19)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from . import actions, registry_client
from .actions import Report
from .codes import Outcome
from .models import Trial
from .registry_client import Pause, RegistryDown

FEW = 5
"""As many may vanish from the registry at once without being doubted; beyond that, one in ten."""


@dataclass(frozen=True, slots=True)
class Synced:
    """`down` is why the registry was not read to the end; empty when it was, and `missing` is counted."""

    report: Report
    missing: int
    down: str


def sync(base_url: str, *, pause: Pause, on: date, now: Callable[[], datetime]) -> Synced:
    """Stores the registry's headache studies page by page, then asks for stored ones that were not there.

    When the registry falls silent, or denies many trials at once, what had arrived stays stored, everything
    else stays as it was, and no trial is taken for missing.
    """
    report = Report()
    try:
        for page in registry_client.headache_studies(base_url, pause):
            actions.import_records(page.studies, on=on, fetched_at=now(), report=report)
        unseen = _stored() - report.seen
        if unseen:
            pause(registry_client.PAUSE)
        for page in registry_client.studies_by_number(base_url, sorted(unseen), pause):
            actions.import_records(page.studies, on=on, fetched_at=now(), report=report)
    except RegistryDown as error:
        return Synced(report, 0, str(error))
    missing = unseen - report.seen
    if len(missing) > max(FEW, len(unseen | report.seen) // 10):
        return Synced(report, 0, _("It no longer named %d trials, too many to believe.") % len(missing))
    return Synced(report, actions.mark_missing(sorted(missing), on=on), "")


def _stored() -> set[str]:
    kept = Trial.objects.filter(registry="NCT", missing_since=None).exclude(outcome=Outcome.IRRELEVANT)
    return set(kept.values_list("pk", flat=True))
