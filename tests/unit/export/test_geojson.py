"""GeoJSON."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import pytest
from handmade import PAIRS
from hypothesis import given
from hypothesis import strategies as st

from claimbook.export.geojson import CORNERS, disc, to_geojson


def area(ring: list[list[float]]) -> float:
    """Signed area in square degrees: positive against the clock."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2


def distance_km(lat0: float, lon0: float, lat1: float, lon1: float) -> float:
    """Along a great circle."""
    a, b, d = math.radians(lat0), math.radians(lat1), math.radians(lon1 - lon0)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(d / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))


def test_one_feature_a_claim_and_no_claim_lost():
    """Every claim is a feature; one without coordinates has a null geometry."""
    collection = json.loads("".join(to_geojson(PAIRS)))
    assert collection["type"] == "FeatureCollection"
    assert [f["geometry"] and f["geometry"]["type"] for f in collection["features"]] == ["Polygon", None, None]
    assert collection["features"][0]["properties"]["located"][0]["wording"] == "Port Salt"
    assert collection["features"][0]["properties"]["quote"]


def test_nothing_to_report_is_an_empty_collection():
    """Without claims the file is still GeoJSON."""
    assert json.loads("".join(to_geojson([])))["features"] == []


@given(lat=st.floats(-85, 85), lon=st.floats(-175, 175), radius_km=st.floats(0.05, 300))
def test_a_disc_is_a_closed_ring_at_its_radius(lat, lon, radius_km):
    """Away from the poles and the antimeridian a disc is one closed ring of corners, all at the radius."""
    reach = math.degrees(radius_km / 6371) / math.cos(math.radians(abs(lat)))
    if abs(lon) + 1.5 * reach > 179:
        return
    (ring,) = disc(lat, lon, radius_km)
    assert len(ring) == CORNERS + 1
    assert ring[0] == ring[-1]
    for x, y in ring:
        assert distance_km(lat, lon, y, x) == pytest.approx(radius_km, rel=0.02, abs=0.01)
    if radius_km > 1:
        assert area(ring) > 0


@pytest.mark.parametrize("lon", [179.9, -179.9])
def test_a_disc_across_the_antimeridian_is_cut(lon):
    """A disc across 180° becomes two rings, each on its own side, with the area of the whole."""
    rings = disc(10, lon, 100)
    assert len(rings) == 2
    assert all(-180 <= x <= 180 for ring in rings for x, _ in ring)
    assert sum(map(area, rings)) == pytest.approx(area(disc(10, 0, 100)[0]), rel=0.01)


def test_a_disc_round_a_pole_is_a_cap():
    """A disc that holds a pole is the whole band of latitudes."""
    (ring,) = disc(89.9, 10, 100)
    assert min(x for x, _ in ring) == -180
    assert max(y for _, y in ring) == 90
