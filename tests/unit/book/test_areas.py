"""Which region a place is drawn as for the public."""

from __future__ import annotations

import pytest

from claimbook.book import areas
from claimbook.model import Place
from claimbook.resolve.places.gazetteer import Entry
from claimbook.resolve.places.kinds import FIRST, SECOND
from claimbook.settings import Settings

EAST = Entry("e", "East Vale", "XA", FIRST, 10.0, 20.0, 60.0, admin1="East Vale", admin1_code="XA01")
MILL = Entry("m", "Mill", "XA", SECOND, 10.4, 20.4, 15.0, admin1="East Vale", admin1_code="XA01", admin2="Mill", admin2_code="XA0101")  # fmt: skip


class Index:
    """An index of two regions."""

    def __init__(self, *entries: Entry) -> None:
        self.entries = entries

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """The entries of one kind."""
        return tuple(e for e in self.entries if e.kind == kind)


class Gazetteer:
    """Two indexes, the second one imported."""

    indexes = (Index(EAST), Index(MILL))


@pytest.fixture
def find(monkeypatch: pytest.MonkeyPatch) -> areas.AreaOf:
    """The finder over the two regions."""
    monkeypatch.setattr(areas, "open_gazetteer", lambda folder: Gazetteer())
    return areas.area_finder(Settings())


def place(**more: str) -> Place:
    """A village of a country that is not."""
    return Place(name="Millbrook", lat=10.41, lon=20.39, radius_km=1.5, **{"country": "XA", **more})


def test_the_second_level_goes_before_the_first(find: areas.AreaOf):
    """By code, else by the names of both levels, a place is drawn as its second-level region."""
    for village in (place(admin2_code="XA0101"), place(admin1="East Vale", admin2="mill")):
        area = find(village)
        assert area is not None
        assert (area.level, area.lat, area.radius_km) == (2, 10.4, 15.0)


def test_the_first_level_where_the_second_is_not_known(find: areas.AreaOf):
    """Without a second level that is known, the first one is taken, by code or by name."""
    for village in (place(admin1_code="XA01"), place(admin1="east vale", admin2="Elsewhere")):
        area = find(village)
        assert area is not None
        assert (area.level, area.lat) == (1, 10.0)


def test_no_region_is_made_up(find: areas.AreaOf):
    """A place of another country or region has no area."""
    assert find(place()) is None
    assert find(place(admin1="West Vale")) is None
    assert find(place(admin1="East Vale", country="XB")) is None
