"""Distances on the sphere. Pure."""

from __future__ import annotations

import math

EARTH_KM = 6371.0088
"""Mean radius of the WGS 84 ellipsoid."""

Point = tuple[float, float]
"""Latitude and longitude in WGS 84 degrees."""


def km(one: Point, other: Point) -> float:
    """Great-circle distance in kilometres (haversine): exact at the poles and across the antimeridian."""
    (a, b), (c, d) = ((math.radians(lat), math.radians(lon)) for lat, lon in (one, other))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
