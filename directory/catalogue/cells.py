"""Which H3 cells may hold a point within a radius: candidates for an exact distance, never the answer itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import h3


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of one resolution, as the signed 64-bit integers of the columns `cell3` and `cell5`."""

    column: str
    numbers: tuple[int, ...]


_COLUMNS = {5: "cell5", 3: "cell3"}
_FINE_UP_TO_KM = 60.0
_SMALLEST_STEP_KM = {5: 10.0, 3: 70.0}
"""Less than the distance between the centres of any two neighbouring cells (17 and 120 km on average)."""
FURTHEST_KM = 1500.0
"""Beyond this so many cells would be asked for that reading every site is quicker."""


def covering(latitude: float, longitude: float, radius_km: float) -> Cells | None:
    """All cells that may hold a point within `radius_km` of a point (WGS 84 degrees); None means "any cell".

    Grown ring by ring around the point's own cell, so that poles and the antimeridian need no case of their own.
    """
    if radius_km > FURTHEST_KM:
        return None
    resolution = 5 if radius_km <= _FINE_UP_TO_KM else 3
    own = h3.latlng_to_cell(latitude, longitude, resolution)
    disk = h3.grid_disk(own, _rings(radius_km, _SMALLEST_STEP_KM[resolution]))
    return Cells(_COLUMNS[resolution], tuple(int(h3.str_to_int(cell)) for cell in disk))


def _rings(radius_km: float, step_km: float) -> int:
    """Rings needed: k rings reach k·step·√3/2 from the centre, and the point lies up to step/√3 off its cell's."""
    return ceil(radius_km / (step_km * sqrt(3) / 2) + 2 / 3) + 1
