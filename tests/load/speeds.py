"""What `make bench` measures: {database: {what: {"median_ms", "p95_ms", "queries"}}} in `var/bench.json`.

Whole requests through Django's test client, on `BENCH_ENTRIES` synthetic entries (10,000) and 2,000 waiting cases; the
engine and the gazetteer by their functions.
"""

import json
import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.catalogue.models import Entry
from directory.regions.lookup import lookup
from directory.screening.engine import screen
from tests.cast import Cast
from tests.moderation.pages import signed_in
from tests.moderation.queue_many import many, unguarded
from tests.search.synthetic import BERLIN, LEEDS, LONDON, YORK, Made, write

KEPT = Path(__file__).resolve().parents[2] / "var" / "bench.json"
ENTRIES = int(os.environ.get("BENCH_ENTRIES", "10000"))
CASES = 2000
ROUNDS = 25
PLACES = (
    "Leeds",
    "LS1 4DY",
    "Berlin",
    "Paris, TX",
    "10117",
    "Springfield",
    "Münster",
    "Lyon 3e",
    "nowhere at all",
)
TEXT = (
    "I see adults with migraine every weekday morning and work with your family doctor. We explain why we refuse"
    " exosomes and stem cells for headache, and which trials are open. Nerve blocks are given by appointment. "
)
Measured = dict[str, float]


def measure(deed: Callable[[], object]) -> Measured:
    """Milliseconds of `ROUNDS` rounds after one that warms up, and how many queries one round asks."""
    deed()
    with CaptureQueriesContext(connection) as asked:
        deed()
        queries = len(asked)  # the next request empties the list
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        deed()
        took.append((time.perf_counter() - began) * 1000)
    return {
        "median_ms": round(statistics.median(took), 1),
        "p95_ms": round(statistics.quantiles(took, n=20)[-1], 1),
        "queries": queries,
    }


def page(client: Client, address: str) -> Callable[[], object]:
    def ask() -> None:
        assert client.get(address).status_code == 200, address

    return ask


def fill(cast: Cast) -> None:
    """Entries around four towns."""
    dice = random.Random(11)
    towns = ((LEEDS, "GB-LDS"), (YORK, "GB-YOR"), (LONDON, "GB-LND"), (BERLIN, "DE-BE"))
    with unguarded():
        for start in range(0, ENTRIES, 1000):
            several = []
            for number in range(start, min(start + 1000, ENTRIES)):
                (latitude, longitude), region = dice.choice(towns)
                there = (latitude + dice.gauss(0, 0.3), longitude + dice.gauss(0, 0.3), region)
                several.append(Made(name=f"Clinic {number}", sites=(there,)))
            write(*several)
    many(cast, CASES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a server that has been up for a minute knows its tables; this one is new


def what_is_measured(cast: Cast, slug: str, case: str) -> dict[str, Callable[[], object]]:
    anybody, ann = Client(), signed_in(cast.ann)
    places = iter(PLACES * 1000)
    text = (TEXT * 60)[:10_000]
    return {
        "search by place": page(anybody, "/clinics/?place=Leeds&radius=25"),
        "search by place and more": page(
            anybody, "/clinics/?place=London&radius=100&headache=cluster&language=en&funding=public"
        ),
        "region": page(anybody, "/regions/GB-LDS/"),
        "clinic": page(anybody, reverse("clinic", args=[slug])),
        "check a claim": page(anybody, "/check/"),
        "check a claim, 10 kB sent": lambda: anybody.post("/check/", {"text": text}),
        "transparency": page(anybody, "/transparency/"),
        f"queue of {CASES:,}": page(ann, reverse("queue")),
        "case": page(ann, reverse("case", args=[case])),
        "screen 10 kB": lambda: screen(text),
        "place lookup": lambda: lookup(next(places)),
    }


@pytest.mark.django_db
def test_bench(cast: Cast, gazetteer: object, capsys: pytest.CaptureFixture[str]) -> None:
    cast.publish()
    case = cast.ready(cast.submit())
    slug = Entry.objects.get().slug
    fill(cast)
    found = {what: measure(deed) for what, deed in what_is_measured(cast, slug, str(case.pk)).items()}
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    kept[connection.vendor] = found
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(kept, indent=2) + "\n")
    with capsys.disabled():
        print(f"\n{connection.vendor}, {ENTRIES:,} entries, {CASES:,} cases")
        print(f"{'':28}{'median':>10}{'p95':>10}{'queries':>9}")
        for what, each in found.items():
            print(f"{what:28}{each['median_ms']:8.1f}ms{each['p95_ms']:8.1f}ms{each['queries']:9.0f}")
