"""`manage.py assess_trials PATH…`: what the checks say of registry records. Writes nothing."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from directory import clock
from directory.trials.assess import assess
from directory.trials.ctgov import parse_study
from directory.trials.privacy import without_persons
from directory.trials.sources import Unreadable, read_paths


class Command(BaseCommand):
    help = "Assesses ClinicalTrials.gov records (API v2): one JSON line a study. Stores nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, help="a study, a page, a list, JSON lines, a folder; also as .gz"
        )
        parser.add_argument(
            "--on", type=_day, default=None, metavar="DATE", help="assess as of this day, e.g. 2026-11-22"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or clock.today()
        unreadable = 0
        for found in read_paths(options["paths"]):
            if isinstance(found, Unreadable):
                unreadable += 1
                self.stderr.write(f"{found.where}: {found.reason}")
                continue
            result = assess(parse_study(without_persons(found.value)), on=on, demo=settings.DEMO)
            findings = [finding.as_json() for finding in result.findings]
            line = {"id": result.id, "outcome": result.outcome.value, "findings": findings}
            self.stdout.write(json.dumps(line))
        if unreadable:
            raise CommandError(f"{unreadable} of the inputs could not be read; the others were assessed.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a day; write it as 2026-11-22.") from None
