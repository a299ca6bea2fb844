"""GeoJSON (RFC 7946): one feature a claim.  A place is a disc of its radius, never a bare point.

A claim without coordinates has a null geometry and stays in the file.  Lost: what `row` says, except that every place
is there with its own coordinates.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from claimbook.model import Claim, Place, Report

from .row import flatten

CORNERS = 32
EARTH_RADIUS_KM = 6371.0088
DIGITS = 5  # of a degree: about a metre
LEAST_RADIUS_KM = 0.05  # what an exact address is worth
Ring = list[list[float]]


def to_geojson(readings: Iterable[tuple[Report, Sequence[Claim]]]) -> Iterator[str]:
    """A FeatureCollection, a feature a line."""
    yield '{"type": "FeatureCollection", "features": ['
    before = "\n"
    for report, claims in readings:
        for claim in claims:
            yield before + json.dumps(_feature(report, claim), ensure_ascii=False)
            before = ",\n"
    yield "\n]}\n"


def _feature(report: Report, claim: Claim) -> dict[str, Any]:
    places = [p.value for p in claim.places if p.value is not None]
    described = [
        p.model_dump(mode="json", exclude={"candidates"}) | {"wording": s.wording}
        for s in claim.places
        if (p := s.value) is not None
    ]
    return {
        "type": "Feature",
        "id": claim.id,
        "geometry": _geometry(places),
        "properties": {**flatten(report, claim), "located": described},
    }


def _geometry(places: Sequence[Place]) -> dict[str, Any] | None:
    """The discs of all located places: a Polygon, a MultiPolygon, or None where there is none."""
    rings: list[Ring] = []
    for place in places:
        if place.lat is not None and place.lon is not None:
            rings += disc(place.lat, place.lon, max(place.radius_km or 0.0, LEAST_RADIUS_KM))
    if not rings:
        return None
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings}
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}


def disc(lat: float, lon: float, radius_km: float) -> list[Ring]:
    """Closed counter-clockwise rings of [lon, lat] degrees round a point; two where it crosses the antimeridian.

    A disc that holds a pole would be no ring on a flat map: it is drawn as the whole band of latitudes.
    """
    angle = radius_km / EARTH_RADIUS_KM
    reach = math.degrees(angle)
    if abs(lat) + reach >= 90:
        south, north = (max(lat - reach, -90), 90.0) if lat > 0 else (-90.0, min(lat + reach, 90))
        return [_close([[-180.0, south], [180.0, south], [180.0, north], [-180.0, north]])]
    phi = math.radians(lat)
    corners: Ring = []
    for step in range(CORNERS):
        bearing = -2 * math.pi * step / CORNERS  # against the clock, as RFC 7946 wants outer rings
        y = math.asin(math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(bearing))
        x = math.atan2(
            math.sin(bearing) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(y)
        )
        corners.append([lon + math.degrees(x), math.degrees(y)])
    parts = [(corners, 0.0)]
    if any(x > 180 for x, _ in corners):
        parts = [(_cut(corners, 180.0, 1), 0.0), (_cut(corners, 180.0, -1), -360.0)]
    elif any(x < -180 for x, _ in corners):
        parts = [(_cut(corners, -180.0, -1), 0.0), (_cut(corners, -180.0, 1), 360.0)]
    return [_close([[x + shift, y] for x, y in part]) for part, shift in parts]


def _cut(corners: Ring, meridian: float, side: int) -> Ring:
    """The part of a ring that lies west (side 1) or east (side -1) of a meridian."""
    kept: Ring = []
    for (x0, y0), (x1, y1) in zip([corners[-1], *corners[:-1]], corners, strict=True):
        inside0, inside1 = side * (meridian - x0) >= 0, side * (meridian - x1) >= 0
        if inside0 != inside1:
            kept.append([meridian, y0 + (y1 - y0) * (meridian - x0) / (x1 - x0)])
        if inside1:
            kept.append([x1, y1])
    return kept


def _close(ring: Ring) -> Ring:
    rounded = [[round(x, DIGITS), round(y, DIGITS)] for x, y in ring]
    return [*rounded, rounded[0]]
