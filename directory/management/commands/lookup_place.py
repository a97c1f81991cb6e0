"""`manage.py lookup_place TEXT`: what a place, region or postcode is taken to mean, as JSON."""

from __future__ import annotations

import json
import statistics
import time
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.regions.lookup import lookup


class Command(BaseCommand):
    help = "Prints the places that TEXT may mean as a JSON list, the likeliest first; an empty list for none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("text", nargs="?", metavar="TEXT", help="a town, region, country or postcode")
        what.add_argument("--bench", type=Path, metavar="FILE", help="time every line of FILE instead")
        parser.add_argument("--country", metavar="CC", help="country preferred (ISO 3166-1 alpha-2)")
        parser.add_argument("--limit", type=int, default=10, help="at most so many (default: 10)")

    def handle(self, *args: Any, **options: Any) -> None:
        country = options["country"]
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise CommandError("--country takes two letters, such as GB (ISO 3166-1).")
        if options["bench"]:
            self._bench(options["bench"], country)
            return
        matches = lookup(options["text"], country=country, limit=options["limit"])
        self.stdout.write(json.dumps([asdict(match) for match in matches], ensure_ascii=False))

    def _bench(self, path: Path, country: str | None) -> None:
        try:
            texts = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"{path} could not be read: {problem}. Nothing was timed.") from problem
        if len(texts) < 2:
            raise CommandError(f"{path} holds fewer than two lines. Give one place a line.")
        took = [self._milliseconds(text, country) for text in texts]
        figures = {
            "lookups": len(took),
            "median_ms": round(statistics.median(took), 2),
            "p95_ms": round(statistics.quantiles(took, n=20)[-1], 2),
        }
        self.stdout.write(json.dumps(figures))

    @staticmethod
    def _milliseconds(text: str, country: str | None) -> float:
        start = time.perf_counter()
        lookup(text, country=country)
        return (time.perf_counter() - start) * 1000
