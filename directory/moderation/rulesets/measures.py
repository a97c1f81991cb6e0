"""Precision, recall and F1 with intervals, from counts. Pure."""

from dataclasses import dataclass
from math import sqrt

Z = 1.959964
"""The 97.5 % point of the normal distribution, for intervals of 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share between 0 and 1 with its interval of 95 %. Nothing counted: `value` is None, the interval everything."""

    value: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tally:
    """How a prediction ("reject", "not clear", "this rule fires") agrees with what people decided."""

    both: int = 0
    only_predicted: int = 0
    only_decided: int = 0
    neither: int = 0

    def plus(self, *, predicted: bool, decided: bool) -> "Tally":
        return Tally(
            self.both + (predicted and decided),
            self.only_predicted + (predicted and not decided),
            self.only_decided + (decided and not predicted),
            self.neither + (not predicted and not decided),
        )

    @property
    def precision(self) -> Share:
        return wilson(self.both, self.both + self.only_predicted)

    @property
    def recall(self) -> Share:
        return wilson(self.both, self.both + self.only_decided)

    @property
    def f1(self) -> Share:
        """F1 is 2J/(1+J) of the share J = both/(both + either alone): the interval of J, carried over."""
        overlap = wilson(self.both, self.both + self.only_predicted + self.only_decided)
        value = None if overlap.value is None else _harmonic(overlap.value)
        return Share(value, _harmonic(overlap.low), _harmonic(overlap.high))


def _harmonic(overlap: float) -> float:
    return 2 * overlap / (1 + overlap)


def wilson(hits: int, of: int) -> Share:
    """The share `hits`/`of` with Wilson's score interval (E. B. Wilson, JASA 22, 1927); it holds for small counts."""
    if of == 0:
        return Share(None, 0.0, 1.0)
    share, square = hits / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return Share(share, max(0.0, middle - half), min(1.0, middle + half))
