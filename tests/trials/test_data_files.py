"""The room's word lists and tables: whole, distinct, and harmless to run."""

import re
import time

import pytest

from directory.trials.cells import cell_words
from directory.trials.ctgov import parse_study
from directory.trials.payment import payment_phrases
from directory.trials.registry_ids import identify
from directory.trials.relevance import relevance
from directory.trials.tables import rows
from directory.trials.words import patterns
from directory.vocabulary import headaches

from .records import study

TABLES = ["cells", "conditions", "countries", "payment", "registries"]


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_distinct(table: str) -> None:
    keys = [next(iter(row.values())) for row in rows(table)]
    assert len(set(keys)) == len(keys) > 0


@pytest.mark.parametrize("table", ["cells", "conditions", "payment"])
def test_patterns_compile_and_match_no_empty_text(table: str) -> None:
    for row in rows(table):
        assert re.compile(row["pattern"]).fullmatch("") is None


def test_every_condition_names_known_headaches() -> None:
    for row in rows("conditions"):
        assert headaches.mask(row["codes"].split(",")) > 0
        assert row["rank"] in {"specific", "general", "vague"}
        assert row["relevance"] in {"sure", "unsure"}


def test_patterns_are_read_once() -> None:
    assert patterns("conditions") is patterns("conditions")


@pytest.mark.parametrize(
    "word", ["a", "huc", "migraine ", "post ", "autologous ", "x" * 50 + " ", "patient ", "0-"]
)
def test_long_texts_take_time_in_proportion(word: str) -> None:
    """300 kB of the worst words; a pattern with nested repeats would take hours."""
    text = (word * 300_000)[:300_000]
    record = parse_study(study(names={"briefTitle": text}, about={"briefSummary": text}))
    started = time.monotonic()
    relevance(record)
    cell_words(record)
    payment_phrases([text])
    identify(text)
    assert time.monotonic() - started < 10
