"""Registers, jurisdictions, regions and the gazetteer, from the committed data. Safe to run twice."""

import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from directory.accreditation import reference as accreditation
from directory.regions import reference as regions


class Command(BaseCommand):
    help = "Loads reference data: regions, places, registers, jurisdiction rules. Rows already loaded are left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        steps: dict[str, Callable[[], object]] = {
            "regions": regions.load_regions,
            "places": regions.load_places,
            "registers": accreditation.load_registers,
            "jurisdiction rules": accreditation.load_jurisdictions,
        }
        for name, load in steps.items():
            started = time.monotonic()
            loaded = load()
            rows = loaded.rows if isinstance(loaded, regions.Loaded) else loaded
            if options["verbosity"]:
                self.stdout.write(f"{name}: {rows} rows ({time.monotonic() - started:.1f} s)")
