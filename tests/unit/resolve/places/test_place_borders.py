"""Countries and regions of the embedded gazetteer: occupied land, areas that reach over borders, matched outlines."""

from collections import Counter

import pytest

from claimbook.lexicon.areas import load_occupied, load_regions
from claimbook.model import Place
from claimbook.resolve.places import Frame, LayeredGazetteer, PlaceResolver, levels, open_gazetteer
from claimbook.resolve.places.shapes import OUTLINES, Outline, Shape

CONFLICT_COUNTRIES = [
    "SY",
    "IQ",
    "YE",
    "LB",
    "IL",
    "PS",
    "UA",
    "SD",
    "LY",
    "SO",
    "ML",
    "BF",
    "NE",
    "NG",
    "ET",
    "AF",
    "MM",
]


@pytest.fixture(scope="module")
def embedded() -> LayeredGazetteer:
    return LayeredGazetteer([open_gazetteer().indexes[0].path])


def resolve(gazetteer: LayeredGazetteer, text: str, name: str) -> Place:
    start = text.index(name)
    (place,) = PlaceResolver(gazetteer).resolve(text, [(start, start + len(name))], frame=Frame())
    return place


def test_the_own_table_covers_the_conflict_countries() -> None:
    """At least 150 areas, some in each country, each with a centre, a radius and a source."""
    areas = [r for r in load_regions() if r.country in CONFLICT_COUNTRIES and not r.id.startswith("country-")]
    assert len(areas) >= 150
    assert set(Counter(r.country for r in areas)) == set(CONFLICT_COUNTRIES)
    for area in areas:
        assert -90 <= area.lat <= 90 and -180 <= area.lon <= 180 and area.radius_km > 0, area.id
        assert area.source in ("natural-earth", "geonames", "almanac", "drafted"), area.id


def test_the_golan_is_coded_to_syria(embedded: LayeredGazetteer) -> None:
    """The Golan Heights and the towns there are Syria's, in Quneitra, whoever speaks of them."""
    for text, name in (
        ("Israel shelled the Golan Heights.", "Golan Heights"),
        ("A drone fell in Syria, on the Golan Heights.", "Golan Heights"),
        ("A rocket hit Katzrin, the Israeli army said in Israel.", "Katzrin"),
        ("A rocket hit Majdal Shams in the Golan Heights.", "Majdal Shams"),
    ):
        place = resolve(embedded, text, name)
        assert (place.country, place.admin1_code) == ("SY", "SY14"), text


def test_towns_on_occupied_land_are_coded_once(embedded: LayeredGazetteer) -> None:
    """Each town of the table is in the gazetteer, in the country that the table tells, and under no other."""
    for number, region in load_occupied().items():
        entry = embedded.entry(f"geonames-{number}")
        assert entry is not None, number
        assert entry.country == region.split(".")[0], entry.name


def test_mountains_are_known_across_the_border(embedded: LayeredGazetteer) -> None:
    """A wide area is taken in a report on a neighbouring country, and left open in one on a far country."""
    assert resolve(embedded, "Rockets from Mount Hermon fell in Israel.", "Mount Hermon").entry == "sy-mount-hermon"
    assert resolve(embedded, "Officials in Brazil spoke of Mount Hermon.", "Mount Hermon").entry is None


@pytest.mark.skipif(not OUTLINES.exists(), reason="the package was not built: no outlines")
def test_a_region_of_provinces_has_an_outline(embedded: LayeredGazetteer) -> None:
    """Burkina Faso's regions, of which the boundaries list only provinces, have outlines all the same."""
    assert [e.id for e in embedded.regions_at(14.1, -0.45) if e.country == "BF"] == ["bf-sahel-region"]


def test_an_outline_of_another_code_is_taken_by_its_towns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A region without an outline of its code takes the one that holds its towns and no others'."""

    def square(south: float, west: float) -> Shape:
        return ((south, west, south, west + 1, south + 1, west + 1, south + 1, west),)

    outlines = [Outline("SY.77", ("old",), square(36, 38)), Outline("SY/South", ("South",), square(33, 36))]
    monkeypatch.setattr(levels, "read_outlines", lambda: iter(outlines))
    north, south = ("SY", "01"), ("SY", "02")
    inside = [(36.2, 38.2), (36.4, 38.4), (36.6, 38.6)]
    points = {north: inside, south: [(33.2, 36.2), (33.4, 36.4), (36.8, 38.8)]}
    assert {code: o.code for code, o in levels._match_outlines(points).items()} == {}, "a fourth town lies in it"
    points = {north: inside, south: [(33.2, 36.2), (33.4, 36.4), (33.6, 36.6)]}
    assert {code: o.code for code, o in levels._match_outlines(points).items()} == {north: "SY.77", south: "SY/South"}
