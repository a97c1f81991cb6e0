"""`manage.py seed_demo`: fictional providers in every state, told through the product's own actions."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Makes demonstration data: fictional providers, trials and accounts. Only with DEMO=1; does nothing when they"
        " are there already; an interrupted run leaves nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        from directory.demo.seed import SeedRefused, seed

        started = time.monotonic()
        try:
            made = seed(progress=self._progress if options["verbosity"] else _silent)
        except SeedRefused as refused:
            raise CommandError(str(refused)) from refused
        if made is None:
            return
        if self.stdout.isatty():
            self.stdout.write("")
        for sentence in made.ended:
            self.stderr.write(f"A story ended early: {sentence}")
        if options["verbosity"]:
            seconds = time.monotonic() - started
            self.stdout.write(
                f"demonstration: {made.listings} listings, {made.trials} trials ({seconds:.0f} s)"
            )

    def _progress(self, done: int, of: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\rdemonstration: day {done} of {of}", ending="")
            self.stdout.flush()


def _silent(done: int, of: int) -> None:
    """Nothing is shown."""
