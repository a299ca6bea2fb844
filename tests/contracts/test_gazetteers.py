"""What every gazetteer keeps to: the embedded one and an imported one."""

from pathlib import Path

import pytest

from claimbook.resolve.places import Gazetteer, LayeredGazetteer, open_gazetteer
from claimbook.resolve.places.gazetteer import imports_home
from claimbook.resolve.places.imports import add_places


@pytest.fixture(scope="module", params=["embedded", "imported"])
def gazetteer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    if request.param == "embedded":
        return open_gazetteer()
    folder: Path = tmp_path_factory.mktemp("cache")
    path = folder / "own.csv"
    path.write_text("name,lat,lon,cc,names_arabic\nAleppo,36.2,37.16,SY,حلب\n", encoding="utf-8")
    add_places(path, cache_folder=folder)
    return LayeredGazetteer(imports_home(folder).glob("*.sqlite"))


def test_exact_folds_spelling(gazetteer: Gazetteer) -> None:
    """A name is found in any case and script that the gazetteer holds."""
    for name in ("Aleppo", "ALEPPO", "حلب"):
        assert any(e.country == "SY" for e in gazetteer.exact(name))


def test_unknown_is_empty(gazetteer: Gazetteer) -> None:
    """A name that is not held gives nothing, and so does an empty one."""
    assert gazetteer.exact("Xyzzyburgh-on-Nowhere") == ()
    assert gazetteer.exact("") == ()


def test_alike_stays_in_its_countries(gazetteer: Gazetteer) -> None:
    """Other spellings come from the countries asked for, the most alike first."""
    found = gazetteer.alike("Alepo", frozenset({"SY"}))
    assert found and {f.entry.country for f in found} == {"SY"}
    assert [f.alike for f in found] == sorted((f.alike for f in found), reverse=True)
    assert gazetteer.alike("Alepo", frozenset()) == ()


def test_entries_are_on_the_globe(gazetteer: Gazetteer) -> None:
    """Every entry is a disc on the globe."""
    for entry in gazetteer.exact("Aleppo"):
        assert -90 <= entry.lat <= 90 and -180 <= entry.lon <= 180 and entry.radius_km > 0
