"""`manage.py import_trials PATH…`: stores registry records and what the checks say of them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from directory import clock
from directory.trials.actions import COUNTED, Report, import_records
from directory.trials.sources import read_paths


class Command(BaseCommand):
    help = (
        "Stores ClinicalTrials.gov records (API v2). Safe to run twice; a bad record is reported and skipped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, help="a study, a page, a list, JSON lines, a folder; also as .gz"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = import_records(
            read_paths(options["paths"]), on=clock.today(), fetched_at=clock.now(), demo=settings.DEMO
        )
        write_report(self, report)
        if report.counts["failed"]:
            raise CommandError(
                f"{report.counts['failed']} could not be stored and were skipped whole; the others were."
            )


def write_report(command: BaseCommand, report: Report) -> None:
    """One line for each skipped record, then one line with every count."""
    for sentence in report.skipped:
        command.stderr.write(sentence)
    command.stdout.write(" ".join(f"{name}={report.counts[name]}" for name in COUNTED))
