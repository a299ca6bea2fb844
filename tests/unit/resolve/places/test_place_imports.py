"""Imports of places: forms, faults, repeating and undoing."""

import gzip
import http.server
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimbook.errors import PlacesError
from claimbook.resolve.places import LayeredGazetteer
from claimbook.resolve.places.fetch import fetch_country
from claimbook.resolve.places.gazetteer import imports_home
from claimbook.resolve.places.imports import add_places, list_imports, remove_import

DUMP = (
    "\t".join(
        [
            "77",
            "Qarmīd",
            "Qarmid",
            "Kermid,قرميد",
            "36.4",
            "38.0",
            "P",
            "PPL",
            "SY",
            "",
            "08",
            "",
            "",
            "",
            "900",
            "",
            "",
            "Asia/Damascus",
            "2020-01-01",
        ]
    )
    + "\n"
    + "a broken line\n"
)


def opened(cache: Path) -> LayeredGazetteer:
    return LayeredGazetteer(sorted(imports_home(cache).glob("*.sqlite")))


def test_geonames_dump(tmp_path: Path) -> None:
    """A GeoNames dump is read with its alternate names; a broken line is counted and shown."""
    (tmp_path / "SY.txt").write_text(DUMP, encoding="utf-8")
    made, tally = add_places(tmp_path / "SY.txt", cache_folder=tmp_path)
    assert (made.form, made.places, tally.kept, tally.faulty) == ("geonames", 1, 1, 1)
    assert tally.faults == ["line 2: 1 columns instead of 19"]
    assert opened(tmp_path).exact("قرميد")[0].id == "geonames-77"


def test_csv_with_mapped_columns(tmp_path: Path) -> None:
    """A plain CSV is read by the columns that one names; rows off the globe are left out."""
    path = tmp_path / "mine.csv"
    path.write_text("Ort;Breite;Länge\nQarmid;36.4;38\nNirgends;136.4;38\nLeer;;\n", encoding="utf-8")
    columns = {"name": "Ort", "lat": "Breite", "lon": "Länge"}
    made, tally = add_places(path, columns=columns, country="SY", cache_folder=tmp_path)
    assert (made.places, tally.faulty) == (1, 2)


def test_whosonfirst_csv_gz(tmp_path: Path) -> None:
    """A packed Who's On First CSV keeps codes of regions and GeoNames' ids."""
    path = tmp_path / "wof.csv.gz"
    row = "cc,wof_id,geonames_id,type,name,lat,lon,adm1,adm1_pcode,names_latin\nSY,5,77,locality,Qarmid,36.4,38.0,North,SY99,Kermid|Karmid\n"
    path.write_bytes(gzip.compress(row.encode()))
    made, _ = add_places(path, cache_folder=tmp_path)
    entry = opened(tmp_path).exact("Karmid")[0]
    assert (made.form, entry.id, entry.admin1_code) == ("whosonfirst", "geonames-77", "SY99")


def test_boundaries_geojson(tmp_path: Path) -> None:
    """OCHA boundaries become discs of their level, found by name, with their P-code."""
    square = [[[38.0, 36.0], [39.0, 36.0], [39.0, 37.0], [38.0, 37.0], [38.0, 36.0]]]
    properties = {"ADM1_EN": "Norland", "ADM1_PCODE": "SY99", "ADM1_AR": "شمال", "country": "SY"}
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": square}}
    path = tmp_path / "syr_adm1.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature, {"type": "Feature"}]}))
    made, tally = add_places(path, cache_folder=tmp_path)
    entry = opened(tmp_path).exact("شمال")[0]
    assert (made.form, tally.faulty, entry.kind, entry.admin1_code) == ("cod-ab", 1, "first-level", "SY99")
    assert entry.radius_km > 50


def test_repeat_and_undo(tmp_path: Path) -> None:
    """A second import of one name replaces the first; removing it leaves nothing."""
    path = tmp_path / "SY.txt"
    path.write_text(DUMP, encoding="utf-8")
    add_places(path, cache_folder=tmp_path)
    add_places(path, cache_folder=tmp_path)
    assert [i.places for i in list_imports(tmp_path)] == [1]
    remove_import("SY", tmp_path)
    assert list_imports(tmp_path) == ()
    with pytest.raises(PlacesError, match="no import named"):
        remove_import("SY", tmp_path)


def test_nothing_usable(tmp_path: Path) -> None:
    """A file without one usable row is refused and changes nothing."""
    path = tmp_path / "bad.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(PlacesError, match="no place could be read"):
        add_places(path, cache_folder=tmp_path)
    assert list_imports(tmp_path) == ()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A server on loopback with one country's file."""
    folder = tmp_path / "served"
    folder.mkdir()
    with zipfile.ZipFile(folder / "SY.zip", "w") as pack:
        pack.writestr("readme.txt", "about")
        pack.writestr("SY.txt", DUMP)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(folder))  # type: ignore[arg-type]

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
        httpd.shutdown()


def test_fetch(server: str, tmp_path: Path) -> None:
    """A country's file is fetched and imported; a country that is not there changes nothing."""
    made, _ = fetch_country("sy", base=server, cache_folder=tmp_path)
    assert (made.name, made.places) == ("geonames-SY", 1)
    with pytest.raises(PlacesError, match="cannot be fetched"):
        fetch_country("YE", base=server, cache_folder=tmp_path)
    with pytest.raises(PlacesError, match="two letters"):
        fetch_country("../etc", base=server, cache_folder=tmp_path)
