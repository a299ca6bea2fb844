"""A small gazetteer of our own making."""

from pathlib import Path

import pytest

from claimbook.resolve.places import Entry, LayeredGazetteer
from claimbook.resolve.places.index import Listed, write_index


def town(number: str, name: str, lat: float, lon: float, *, admin1: str = "North", population: int = 0) -> Entry:
    return Entry(number, name, "SY", "town", lat, lon, 1.5, population, admin1, f"SY-{admin1}")


@pytest.fixture
def gazetteer(tmp_path: Path) -> LayeredGazetteer:
    """A country with two regions, a city, and villages, two of which share a name."""
    entries: list[tuple[Entry, list[str]]] = [
        (Entry("country-SY", "Syria", "SY", "country", 35.0, 38.0, 240.0), ["Syria"]),
        (Entry("first-n", "North", "SY", "first-level", 36.5, 38.0, 60.0, 0, "North", "SY-North"), ["Norland"]),
        (Entry("first-s", "South", "SY", "first-level", 33.0, 36.0, 60.0, 0, "South", "SY-South"), ["Sudland"]),
        (town("t1", "Qarmid", 36.40, 38.00, population=90_000), ["Qarmid", "قرميد"]),
        (town("t2", "Tall Zaytun", 36.45, 38.05), ["Tall Zaytun", "Tell Zeitoun"]),
        (town("t3", "Rasm", 36.50, 38.10), ["Rasm"]),
        (town("t4", "Rasm", 33.00, 36.00, admin1="South"), ["Rasm"]),
        (Entry("m1", "Jabal Wadd", "SY", "mountains", 36.7, 38.3, 15.0), ["Jabal Wadd"]),
    ]
    path = tmp_path / "small.sqlite"
    write_index(path, (Listed(*entry) for entry in entries), {"attribution": "made for the tests"})
    return LayeredGazetteer([path])
