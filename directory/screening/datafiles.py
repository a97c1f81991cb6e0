"""Read the room's own tables, or those of a copy under trial; none is read at import time."""

import csv
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OTHER_DATA = "SCREENING_DATA"
"""Environment variable that names another folder with this room's data, for a process that tries a ruleset."""


def home(named: str | None) -> Path:
    """The folder of the tables: this one, or the `named` copy. Raises `ValueError` where that cannot be one."""
    if not named:
        return Path(__file__).parent
    folder = Path(named)
    if not folder.is_absolute() or not (folder / "ruleset.toml").is_file():
        raise ValueError(
            f"{OTHER_DATA} must be the full path of a folder with a ruleset.toml, not {named!r}."
        )
    return folder


HOME = home(os.environ.get(OTHER_DATA))


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
