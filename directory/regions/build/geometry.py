"""Centres and neighbours on the sphere, enough for building the data. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from directory.regions.distance import Point, km


class Located(Protocol):
    @property
    def centre(self) -> Point: ...


T = TypeVar("T", bound=Located)


def middle(weighted: Iterable[tuple[Point, float]]) -> Point:
    """The weighted centre of points, right across the antimeridian too."""
    x = y = z = 0.0
    for (lat, lon), weight in weighted:
        a, b = math.radians(lat), math.radians(lon)
        x += weight * math.cos(a) * math.cos(b)
        y += weight * math.cos(a) * math.sin(b)
        z += weight * math.sin(a)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 3), round(math.degrees(math.atan2(y, x)), 3)


class Nearest(Generic[T]):
    """Finds what lies nearest, looking only at the neighbouring squares of one degree."""

    def __init__(self, items: Iterable[T]) -> None:
        self._squares: dict[tuple[int, int], list[T]] = defaultdict(list)
        for item in items:
            self._squares[self._square(item.centre)].append(item)

    def near(self, point: Point) -> list[tuple[float, T]]:
        """What lies within about a degree, as (km, item), the nearest first."""
        row, column = self._square(point)
        around = [
            item
            for down in (-1, 0, 1)
            for across in (-1, 0, 1)
            for item in self._squares.get((row + down, (column + across + 180) % 360 - 180), ())
        ]
        return sorted(((km(point, item.centre), item) for item in around), key=lambda found: found[0])

    @staticmethod
    def _square(point: Point) -> tuple[int, int]:
        return math.floor(point[0]), (math.floor(point[1]) + 180) % 360 - 180
