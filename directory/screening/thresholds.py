"""Where verdicts begin: `thresholds.toml`, part of the ruleset's version."""

from dataclasses import dataclass
from functools import cache

from directory.screening.datafiles import HOME, toml


@dataclass(frozen=True)
class Thresholds:
    """Limits in log odds; the table says what each is for."""

    reject_above: float
    clear_below: float
    unnamed_above: float
    done_above: float
    denied_above: float
    set_aside_above: float
    vague_below: float
    each_doubling: float
    most_tone: float
    most_honest: float


@cache
def thresholds() -> Thresholds:
    """The limits in force; read once per process."""
    return Thresholds(**toml(HOME / "thresholds.toml"))
