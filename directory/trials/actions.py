"""Everything that writes trials: importing records, looking again, and the decision of two people."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from .assess import assess
from .codes import Outcome
from .ctgov import parse_study
from .models import Trial
from .places import Placer
from .record import TrialRecord
from .settle import settle
from .sources import Found, Unreadable
from .store import NoNumber, Prepared, prepare, sites_are_stored, verdict_columns, write

COUNTED = ("new", "changed", "unchanged", "listed", "review", "blocked", "irrelevant", "failed")


class ClearanceRefused(Exception):
    """Two people's decision cannot list this trial; the text says why and what to do."""


@dataclass
class Report:
    """Counts by `COUNTED`, one sentence for each record that was skipped, and the numbers that were read."""

    counts: Counter[str] = field(default_factory=Counter)
    skipped: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def skip(self, where: str, reason: str) -> None:
        self.counts["failed"] += 1
        self.skipped.append(f"{where}: {reason}")


def import_records(
    found: Iterable[Found],
    *,
    on: date,
    fetched_at: datetime,
    demo: bool = False,
    report: Report | None = None,
) -> Report:
    """Stores every study found, each in its own transaction; what cannot be stored is reported and skipped.

    The same records on the same day change nothing. A record older than the stored one is left aside.
    A changed record voids the decision by which two people had let the former one through.
    """
    report = report or Report()
    places = Placer()
    for each in found:
        if isinstance(each, Unreadable):
            report.skip(each.where, each.reason)
            continue
        try:
            item = prepare(each.value, demo=demo)
            report.seen.add(item.number)
            kept, outcome = _import_one(item, on, fetched_at, demo, places)
        except NoNumber as error:
            report.skip(each.where, _("“%s” is not the number of a trial registry.") % str(error)[:60])
        except (DatabaseError, ValueError) as error:
            report.skip(each.where, _("The record could not be stored (%s).") % type(error).__name__)
        else:
            report.counts.update((kept, outcome))
    return report


@transaction.atomic
def _import_one(
    item: Prepared, on: date, fetched_at: datetime, demo: bool, places: Placer
) -> tuple[str, str]:
    stored = Trial.objects.select_for_update().filter(pk=item.number).first()
    updated = item.record.dates.updated
    if stored and stored.updated_date and updated and updated.last < stored.updated_date:
        return "unchanged", stored.outcome
    same = stored is not None and stored.record_sha256 == item.sha256
    decision = stored.cleared_decision if stored and same else None
    assessment = assess(item.record, on=on, demo=demo)
    standing = settle(assessment, decision=decision, on=on)
    if stored and same and not stored.missing_since and sites_are_stored(item, places):
        return _store_verdict(stored, verdict_columns(assessment, standing, on=on)), standing.outcome
    write(item, assessment, standing, on=on, fetched_at=fetched_at, places=places)
    return ("changed" if stored else "new"), standing.outcome


def reassess_trials(*, on: date, demo: bool = False) -> Report:
    """Assesses every stored trial again as of `on` (rule 19): time passes, and rules change."""
    report = Report()
    for number in list(Trial.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            trial = Trial.objects.select_for_update().filter(pk=number).first()
            if trial is not None:
                report.counts.update(_reassess(trial, on, demo))
    return report


def mark_missing(numbers: Iterable[str], *, on: date, demo: bool = False) -> int:
    """Notes that the registry no longer knows these numbers and hides them at once; how many were new."""
    marked = 0
    for number in numbers:
        with transaction.atomic():
            trial = Trial.objects.select_for_update().filter(pk=number, missing_since=None).first()
            if trial is not None:
                trial.missing_since = on
                trial.save(update_fields=["missing_since"])
                _reassess(trial, on, demo)
                marked += 1
    return marked


@transaction.atomic
def clear_trial(
    *, registry_id: str, record_sha256: str, decision: int, on: date, demo: bool = False
) -> Trial:
    """Lists a trial that was left to people. `decision` is the number in the decision log of what two people
    decided; the caller has checked that. `record_sha256` is the record they looked at.

    Raises `ClearanceRefused` when the record has changed since, or when something stands against the trial
    that no decision can lift.
    """
    trial = Trial.objects.select_for_update().filter(pk=registry_id).first()
    if trial is None:
        raise ClearanceRefused(_("There is no stored trial “%s”. Import it first.") % registry_id[:40])
    if trial.record_sha256 != record_sha256:
        raise ClearanceRefused(_("The record has changed since you looked. Nothing was listed; look again."))
    assessment = assess(_record(trial), on=on, demo=demo, gone=trial.missing_since is not None)
    standing = settle(assessment, decision=decision, on=on)
    if standing.outcome != Outcome.LISTED:
        raise ClearanceRefused(_("No decision can list this trial: see its findings. Nothing was listed."))
    for name, value in verdict_columns(assessment, standing, on=on).items():
        setattr(trial, name, value)
    trial.save()
    return trial


@transaction.atomic
def withdraw_clearance(*, registry_id: str, on: date, demo: bool = False) -> None:
    """Ends two people's permission; the trial goes back to where its record alone puts it."""
    trial = Trial.objects.select_for_update().get(pk=registry_id)
    trial.cleared_decision = None
    _reassess(trial, on, demo)


def _reassess(trial: Trial, on: date, demo: bool) -> tuple[str, str]:
    assessment = assess(_record(trial), on=on, demo=demo, gone=trial.missing_since is not None)
    standing = settle(assessment, decision=trial.cleared_decision, on=on)
    return _store_verdict(trial, verdict_columns(assessment, standing, on=on)), standing.outcome


def _store_verdict(trial: Trial, columns: dict[str, object]) -> str:
    """Writes the columns where they differ; the day alone is no difference."""
    changed = [
        name for name, value in columns.items() if getattr(trial, name) != value and name != "assessed_on"
    ]
    if not changed:
        return "unchanged"
    for name, value in columns.items():
        setattr(trial, name, value)
    trial.save(update_fields=list(columns))
    return "changed"


def _record(trial: Trial) -> TrialRecord:
    return parse_study(json.loads(trial.record_text))
