"""Outlines of regions: which region a point lies in, and the disc that stands for one.

A shape is a list of rings, a ring a flat tuple of degrees (latitude, longitude, latitude, ...), closed or not.  A
point is inside where a line from it crosses the rings an odd number of times, so holes and islands need no telling.
The embedded outlines are Natural Earth's (public domain), rounded to a hundredth of a degree by the build: near a
border they are good to about a kilometre.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .geometry import KM_A_DEGREE

Ring = tuple[float, ...]
Shape = tuple[Ring, ...]
OUTLINES = Path(__file__).resolve().parents[2] / "static" / "vendor" / "first-level.json.gz"


@dataclass(frozen=True, slots=True)
class Outline:
    """A first-level region as the build brought it: GeoNames code such as "SY.11", names in several scripts, shape."""

    code: str
    names: tuple[str, ...]
    shape: Shape


def read_outlines(path: Path = OUTLINES) -> Iterator[Outline]:
    """The outlines that the build brought; none where the package was not built (then regions are discs)."""
    if not path.exists():
        return
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    grid = json.loads(lines[0])["grid"]
    for line in lines[1:]:
        told = json.loads(line)
        shape = tuple(_unpack(ring, grid) for ring in told["rings"])
        if shape:
            yield Outline(told["code"], tuple(told["names"]), shape)


def _unpack(steps: Sequence[int], grid: int) -> Ring:
    lon = lat = 0
    ring = []
    for at in range(0, len(steps), 2):
        lon, lat = lon + steps[at], lat + steps[at + 1]
        ring += [lat / grid, lon / grid]
    return tuple(ring)


def holds(shape: Shape, lat: float, lon: float) -> bool:
    """Whether the point lies inside."""
    inside = False
    for ring in shape:
        lat_a, lon_a = ring[-2], ring[-1]
        for at in range(0, len(ring), 2):
            lat_b, lon_b = ring[at], ring[at + 1]
            if (lat_a > lat) != (lat_b > lat) and lon < (lon_a - lon_b) * (lat - lat_b) / (lat_a - lat_b) + lon_b:
                inside = not inside
            lat_a, lon_a = lat_b, lon_b
    return inside


def bounds(shape: Shape) -> tuple[float, float, float, float]:
    """South, west, north, east."""
    lats = [lat for ring in shape for lat in ring[0::2]]
    lons = [lon for ring in shape for lon in ring[1::2]]
    return min(lats), min(lons), max(lats), max(lons)


def disc_of(shape: Shape) -> tuple[float, float, float]:
    """The middle of the area, and the radius in kilometres of a circle as large; at least 2."""
    total = lat_sum = lon_sum = 0.0
    for ring in shape:
        area, lat, lon = _middle(ring)
        total, lat_sum, lon_sum = total + area, lat_sum + area * lat, lon_sum + area * lon
    if total == 0.0:
        south, west, north, east = bounds(shape)
        return (south + north) / 2, (west + east) / 2, 2.0
    lat, lon = lat_sum / total, lon_sum / total
    square_km = total * KM_A_DEGREE**2 * math.cos(math.radians(lat))
    return lat, lon, max(2.0, math.sqrt(square_km / math.pi))


def _middle(ring: Ring) -> tuple[float, float, float]:
    """Area in square degrees, and the middle; reckoned from the ring's first point, which keeps the digits."""
    lat_0, lon_0 = ring[0], ring[1]
    twice = lat_sum = lon_sum = 0.0
    lat_a, lon_a = ring[-2] - lat_0, ring[-1] - lon_0
    for at in range(0, len(ring), 2):
        lat_b, lon_b = ring[at] - lat_0, ring[at + 1] - lon_0
        cross = lon_a * lat_b - lon_b * lat_a
        twice, lat_sum, lon_sum = twice + cross, lat_sum + (lat_a + lat_b) * cross, lon_sum + (lon_a + lon_b) * cross
        lat_a, lon_a = lat_b, lon_b
    if twice == 0.0:
        return 0.0, lat_0, lon_0
    return abs(twice) / 2, lat_0 + lat_sum / (3 * twice), lon_0 + lon_sum / (3 * twice)
