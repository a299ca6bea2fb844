"""Outlines: which region holds a point, the disc of a shape, and how both reach an index and a place."""

import gzip
import json
from pathlib import Path

import pytest

from claimbook.resolve.places import Entry, Frame, LayeredGazetteer, PlaceResolver
from claimbook.resolve.places.geometry import Spot, distance_km
from claimbook.resolve.places.index import Listed, write_index
from claimbook.resolve.places.shapes import Shape, disc_of, holds, read_outlines

SQUARE: Shape = ((36.0, 38.0, 36.0, 39.0, 37.0, 39.0, 37.0, 38.0, 36.0, 38.0),)
WITH_HOLE: Shape = (*SQUARE, (36.4, 38.4, 36.4, 38.6, 36.6, 38.6, 36.6, 38.4))


def test_holds() -> None:
    """A point is inside a ring, outside beyond it, and outside in a hole."""
    assert holds(SQUARE, 36.5, 38.5)
    assert not holds(SQUARE, 35.9, 38.5)
    assert not holds(SQUARE, 36.5, 39.1)
    assert not holds(WITH_HOLE, 36.5, 38.5)
    assert holds(WITH_HOLE, 36.2, 38.2)


def test_disc_has_the_middle_and_the_size() -> None:
    """The disc of a square lies at its middle and has its area."""
    lat, lon, radius_km = disc_of(SQUARE)
    assert distance_km(Spot(lat, lon), Spot(36.5, 38.5)) < 1
    side_ns, side_ew = 111.2, 89.4
    assert radius_km == pytest.approx((side_ns * side_ew / 3.14159) ** 0.5, rel=0.01)


def test_outlines_are_unpacked(tmp_path: Path) -> None:
    """The build's file of steps on a grid gives back the degrees; without the file there are no outlines."""
    region = {"code": "SY.99", "names": ["North"], "rings": [[3800, 3600, 100, 0, 0, 100, -100, 0]]}
    path = tmp_path / "first-level.json.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, ({"grid": 100}, region))).encode()))
    (outline,) = read_outlines(path)
    assert outline.code == "SY.99"
    assert outline.shape == ((36.0, 38.0, 36.0, 39.0, 37.0, 39.0, 37.0, 38.0),)
    assert list(read_outlines(tmp_path / "none.gz")) == []


@pytest.fixture
def outlined(tmp_path: Path) -> LayeredGazetteer:
    """A town that tells no region, and two regions with outlines that lie side by side."""
    west: Shape = ((36.0, 37.0, 36.0, 38.0, 37.0, 38.0, 37.0, 37.0),)
    country = Entry("country-SY", "Syria", "SY", "country", 35.0, 38.0, 240.0)
    east_entry = Entry("e", "Eastland", "SY", "first-level", 36.5, 38.5, 50.0, 0, "Eastland", "SY98")
    west_entry = Entry("w", "Westland", "SY", "first-level", 36.5, 37.5, 50.0, 0, "Westland", "SY97")
    district = Entry(
        "d", "Qarmid District", "SY", "second-level", 36.5, 38.5, 50.0, 0, "", "", "Qarmid District", "SY9801"
    )
    town = Entry("t", "Qarmid", "SY", "town", 36.5, 38.1, 1.5, 50_000)
    path = tmp_path / "o.sqlite"
    listed = [
        Listed(country, ["Syria"]),
        Listed(east_entry, ["Eastland"], SQUARE),
        Listed(west_entry, ["Westland"], west),
    ]
    write_index(path, [*listed, Listed(district, ["Qarmid District"], SQUARE), Listed(town, ["Qarmid"])], {})
    return LayeredGazetteer([path])


def test_index_keeps_outlines(outlined: LayeredGazetteer) -> None:
    """An index answers which regions hold a point, and gives an outline back."""
    assert [e.id for e in outlined.regions_at(36.5, 38.5)] == ["d", "e"]
    assert [e.id for e in outlined.regions_at(36.5, 37.5)] == ["w"]
    assert outlined.regions_at(10.0, 10.0) == ()
    assert outlined.outline("e") == SQUARE
    assert outlined.outline("t") == ()


def test_a_place_is_coded_by_the_outlines(outlined: LayeredGazetteer) -> None:
    """A town that tells no region gets names and P-codes of both levels from the outlines that hold it."""
    text = "Shells fell on Qarmid, Syria."
    (place,) = PlaceResolver(outlined).resolve(text, [(15, 21)], frame=Frame())
    assert (place.admin1, place.admin1_code) == ("Eastland", "SY98")
    assert (place.admin2, place.admin2_code) == ("Qarmid District", "SY9801")
    assert (place.geo_precision, place.where_prec) == (1, 1)


def test_a_moved_centre_is_coded_where_it_lands(outlined: LayeredGazetteer) -> None:
    """ "30 km west of" a town lies in the region over the border, and is coded so."""
    text = "A drone fell 30 km west of Qarmid, Syria."
    (place,) = PlaceResolver(outlined).resolve(text, [(27, 33)], frame=Frame())
    assert place.lon is not None
    assert place.lon < 38
    assert (place.admin1, place.admin1_code, place.admin2) == ("Westland", "SY97", None)
    assert (place.geo_precision, place.where_prec) == (2, 2)
