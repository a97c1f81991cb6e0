"""Reads the room's own data files: tab-separated, `#` starts a comment, the first other names columns."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/<name>.tsv`. Raises `ValueError` on a row with too few or too many columns."""
    text = (DATA / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    header, *body = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, row in enumerate(body, start=1):
        if len(row) != len(header):
            raise ValueError(f"{name}.tsv, row {number}: {len(row)} columns instead of {len(header)}")
    return tuple(dict(zip(header, row, strict=True)) for row in body)
