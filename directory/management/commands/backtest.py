"""`manage.py backtest`: what would a candidate ruleset have said of everything that was ever submitted?"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.moderation.rulesets.backtest import backtest
from directory.moderation.rulesets.candidate import Candidate, Unusable
from directory.moderation.rulesets.report import as_json, lines


class Command(BaseCommand):
    """Writes nothing; the rules of this process stay as they are."""

    help = (
        "Reads every stored revision with a candidate ruleset and compares it with the ruleset in force and with what"
        " people decided: precision, recall and F1 with 95 % intervals, by rule and language, and each verdict that"
        " would change. Names listings by reference only. Writes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rules",
            required=True,
            metavar="DIR",
            help="a changed copy of directory/screening (its .toml and .tsv files, in the same folders)",
        )
        parser.add_argument("--json", action="store_true", help="the whole report as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with Candidate(Path(options["rules"])) as candidate:
                result = backtest(candidate, progress=self._progress)
        except Unusable as problem:
            raise CommandError(f"The candidate is refused. {problem}") from problem
        if options["json"]:
            self.stdout.write(json.dumps(as_json(result), ensure_ascii=False))
            return
        for line in lines(result):
            self.stdout.write(line)

    def _progress(self, read: int) -> None:
        if read % 500 == 0 and self.stderr.isatty():
            self.stderr.write(f"{read} revisions read …")
