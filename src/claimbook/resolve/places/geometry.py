"""Distances and discs on the globe; all degrees are WGS 84, all lengths kilometres."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

KM_A_DEGREE = 111.2


class Point(Protocol):
    """Anything with a latitude and a longitude."""

    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...


class Spot(NamedTuple):
    """A bare point."""

    lat: float
    lon: float


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance."""
    p = math.pi / 180
    h = 0.5 - math.cos((b.lat - a.lat) * p) / 2
    h += math.cos(a.lat * p) * math.cos(b.lat * p) * (1 - math.cos((b.lon - a.lon) * p)) / 2
    return 12742 * math.asin(math.sqrt(min(1.0, max(0.0, h))))


def move(lat: float, lon: float, *, km: float, bearing: float) -> tuple[float, float]:
    """The point `km` away in the direction of `bearing` degrees from north."""
    new_lat = lat + km / KM_A_DEGREE * math.cos(math.radians(bearing))
    new_lon = lon + km / (KM_A_DEGREE * max(0.1, math.cos(math.radians(lat)))) * math.sin(math.radians(bearing))
    return new_lat, (new_lon + 180) % 360 - 180


def middle(a: Point, b: Point) -> tuple[float, float, float]:
    """The disc that has both points on its rim: latitude, longitude, radius.  Not across the date line."""
    return (a.lat + b.lat) / 2, (a.lon + b.lon) / 2, max(2.0, distance_km(a, b) / 2)


def thin_out(points: Sequence[tuple[float, float]], *, degrees: float) -> list[tuple[float, float]]:
    """One point for each cell of a grid that holds any, so that crowded parts do not pull a centre to them."""
    cells = {(round(lat / degrees), round(lon / degrees)) for lat, lon in points}
    return [(lat * degrees, lon * degrees) for lat, lon in sorted(cells)]


def centre_and_radius(points: Sequence[tuple[float, float]], *, share: float = 0.9) -> tuple[float, float, float]:
    """A disc round the middle of (latitude, longitude) points that holds `share` of them; at least 5 km."""
    lat = sum(p[0] for p in points) / len(points)
    # A region across the date line would otherwise land on the far side of the globe.
    first = points[0][1]
    lon = first + sum((p[1] - first + 180) % 360 - 180 for p in points) / len(points)
    scale = KM_A_DEGREE * math.cos(math.radians(lat))
    away = sorted(math.hypot((p[0] - lat) * KM_A_DEGREE, ((p[1] - lon + 180) % 360 - 180) * scale) for p in points)
    return lat, (lon + 180) % 360 - 180, max(5.0, away[min(len(away) - 1, int(share * len(away)))])
