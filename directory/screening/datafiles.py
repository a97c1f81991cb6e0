"""Read the room's own tables; nothing is read at import time."""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated table in this room; lines that start with `#` are remarks."""
    with (HOME / name).open(encoding="utf-8", newline="") as handle:
        lines = (line for line in handle if not line.startswith("#"))
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)


def toml(path: Path) -> dict[str, Any]:
    """One TOML table."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def sources() -> list[Path]:
    """Every data file that decides a verdict, in a fixed order."""
    return sorted(p for p in HOME.rglob("*") if p.suffix in (".tsv", ".toml"))
