"""`manage.py sync_trials`: brings stored trials up to date with the live registry."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from directory import clock
from directory.management.commands.import_trials import write_report
from directory.trials.sync import sync


class Command(BaseCommand):
    help = "Fetches every headache study from TRIALS_API_URL, one request a second, and stores what changed."

    def handle(self, *args: Any, **options: Any) -> None:
        done = sync(settings.TRIALS_API_URL, pause=time.sleep, on=clock.today(), now=clock.now)
        write_report(self, done.report)
        if done.down:
            raise CommandError(
                f"The trial registry could not be read to the end: {str(done.down).rstrip('.')}. "
                "What arrived before was stored and everything else was kept; what the registry says of "
                "the rest is unknown. Run this again later."
            )
        self.stdout.write(f"missing={done.missing}")
        if done.report.counts["failed"]:
            raise CommandError(
                f"{done.report.counts['failed']} could not be stored and were skipped whole; the others were."
            )
