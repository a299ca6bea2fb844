"""Imports of places: forms, faults, repeating and undoing."""

import gzip
import http.server
import json
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimbook.errors import PlacesError
from claimbook.resolve.places import LayeredGazetteer
from claimbook.resolve.places.fetch import fetch_country
from claimbook.resolve.places.gazetteer import _remove_older, cache_home, imports_home, open_gazetteer
from claimbook.resolve.places.imports import add_places, list_imports, remove_import
from claimbook.resolve.places.turns import one_at_a_time

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
    """A file without one usable row, or without a column for what every row needs, is refused and changes nothing."""
    path = tmp_path / "bad.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(PlacesError, match=r"--column name=COLUMN .* The file has: a, b"):
        add_places(path, cache_folder=tmp_path)
    path.write_text("name,lat,lon\nQarmid,36.4,38\n")
    with pytest.raises(PlacesError, match="--country CC"):
        add_places(path, cache_folder=tmp_path)
    path.write_text("name,lat,lon,cc\nQarmid,north,38,SY\n")
    with pytest.raises(PlacesError, match="no place could be read"):
        add_places(path, cache_folder=tmp_path)
    assert list_imports(tmp_path) == ()


def test_damaged_files_are_told_of_plainly(tmp_path: Path) -> None:
    """What is no packed file, ends before its end, or is TopoJSON is refused in a sentence, and changes nothing."""
    wrong = tmp_path / "wrong.csv.gz"
    wrong.write_bytes(b"name,lat,lon,cc\n")
    cut = tmp_path / "cut.csv.gz"
    rows = "".join(f"Qarmid {n * n},36.4,38,SY\n" for n in range(20_000))
    cut.write_bytes(gzip.compress(f"name,lat,lon,cc\n{rows}".encode())[:-5000])
    topology = tmp_path / "adm1.json"
    topology.write_text('{"type": "Topology", "objects": {}, "arcs": []}')
    for path, said in ((wrong, "cannot be read"), (cut, "is damaged"), (topology, "is TopoJSON")):
        with pytest.raises(PlacesError, match=said):
            add_places(path, cache_folder=tmp_path)
    assert list_imports(tmp_path) == ()
    assert not list(imports_home(tmp_path).glob("*.part"))


def test_coordinates_off_the_globe(tmp_path: Path) -> None:
    """GeoJSON whose coordinates are no numbers, or lie off the globe, is counted and shown."""
    points = [[38.0, 36.4], [float("nan"), 36.4], [400.0, 36.4], ["x", 36.4]]
    features = [
        {
            "type": "Feature",
            "properties": {"name": "Qarmid", "cc": "SY"},
            "geometry": {"type": "Point", "coordinates": p},
        }
        for p in points
    ]
    path = tmp_path / "own.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    made, tally = add_places(path, cache_folder=tmp_path)
    assert (made.places, tally.faulty) == (1, 3)


def test_a_damaged_import_is_told_of_and_can_be_removed(tmp_path: Path) -> None:
    """An import whose file is damaged is named with what to do, and removing it helps."""
    add_places(_dump(tmp_path), cache_folder=tmp_path)
    (imports_home(tmp_path) / "SY.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(PlacesError, match="claimbook places remove SY"):
        list_imports(tmp_path)
    remove_import("SY", tmp_path)
    assert list_imports(tmp_path) == ()


def test_a_second_import_waits_for_the_first(tmp_path: Path) -> None:
    """While one process holds the folder's turn another says that it waits, and goes on when the turn is given back."""
    said: list[str] = []
    done = threading.Event()

    def add() -> None:
        add_places(_dump(tmp_path), cache_folder=tmp_path, progress=said.append)
        done.set()

    with one_at_a_time(imports_home(tmp_path)):
        thread = threading.Thread(target=add)
        thread.start()
        assert not done.wait(0.3)
    thread.join(timeout=30)
    assert [i.places for i in list_imports(tmp_path)] == [1]
    assert len(said) == 1 and "waiting for it" in said[0]


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


def test_second_level_boundaries_code_points(tmp_path: Path) -> None:
    """OCHA boundaries of the second level keep their outline: a point in them is told their names and P-codes."""
    square = [[[38.0, 36.0], [39.0, 36.0], [39.0, 37.0], [38.0, 37.0], [38.0, 36.0]]]
    properties = {
        "ADM2_EN": "Qarmid", "ADM2_PCODE": "SY9901", "ADM1_EN": "Norland", "ADM1_PCODE": "SY99",
        "ADM0_EN": "Syrian Arab Republic", "ADM0_PCODE": "SY",
    }  # fmt: skip
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "MultiPolygon", "coordinates": [square]},
    }
    path = tmp_path / "syr_admbnda_adm2.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    add_places(path, cache_folder=tmp_path)
    (entry,) = opened(tmp_path).regions_at(36.5, 38.5)
    assert (entry.kind, entry.name, entry.admin2_code) == ("second-level", "Qarmid", "SY9901")
    assert (entry.admin1, entry.admin1_code, entry.country) == ("Norland", "SY99", "SY")


def test_cod_pp_csv(tmp_path: Path) -> None:
    """OCHA's places are known by their columns; the country may be told by three letters or by name."""
    path = tmp_path / "places.csv"
    path.write_text(
        "featureName_en,featureName_ar,Latitude,Longitude,PPLCLASS,admin1Name,admin1Pcode,admin2Pcode,Country\n"
        "Qarmid,قرميد,36.4,38.0,village,Norland,SY99,SY9901,Syria\n"
        "Rasm,,36.5,38.1,village,Norland,SY99,SY9901,SYR\n",
        encoding="utf-8",
    )
    made, tally = add_places(path, cache_folder=tmp_path)
    entry = opened(tmp_path).exact("قرميد")[0]
    assert (made.form, made.places, tally.faulty) == ("cod-pp", 2, 0)
    assert (entry.admin1_code, entry.admin2_code, entry.country) == ("SY99", "SY9901", "SY")
    assert "OCHA" in made.attribution


def test_geojson_points(tmp_path: Path) -> None:
    """GeoJSON points are places; a feature without a geometry is counted and shown."""
    point = {"type": "Point", "coordinates": [38.0, 36.4]}
    features = [
        {"type": "Feature", "properties": {"name": "Qarmid", "cc": "SY"}, "geometry": point},
        {"type": "Feature", "properties": {"name": "Rasm", "cc": "SY"}, "geometry": None},
    ]
    path = tmp_path / "own.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    made, tally = add_places(path, cache_folder=tmp_path)
    assert (made.form, made.places, tally.faults) == (
        "geojson",
        1,
        ["line 2: no properties, or no geometry that can be read"],
    )


def test_pcodes_meet_the_regions_that_are_known(tmp_path: Path) -> None:
    """OCHA's list of P-codes gives its first-level codes to the regions of those names; what is not known is told."""
    (tmp_path / "places").mkdir()
    for index in cache_home().glob("places-*.sqlite"):
        (tmp_path / index.name).symlink_to(index)
    path = tmp_path / "global_pcodes.csv"
    path.write_text(
        "Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date\n"
        "UKR,1,UA63,Kharkivska,UKR,2021-11-17\nUKR,2,UA6301,Bohodukhivskyi,UA63,2021-11-17\nUKR,1,UA99,Nowhere,UKR,\n"
    )
    made, tally = add_places(path, cache_folder=tmp_path)
    assert (made.form, made.places, tally.faulty) == ("pcodes", 1, 1)
    codes = {e.admin1_code for e in open_gazetteer(tmp_path).exact("Kharkiv") if e.kind == "first-level"}
    assert codes == {"UA63"}


def test_an_import_of_another_version_is_told_of(tmp_path: Path) -> None:
    """An import that an older Claimbook made is refused by name, with what to do."""
    made, _ = add_places(_dump(tmp_path), cache_folder=tmp_path)
    for index in cache_home().glob("places-*.sqlite"):
        (tmp_path / index.name).symlink_to(index)
    with sqlite3.connect(imports_home(tmp_path) / f"{made.name}.sqlite") as link:
        link.execute("UPDATE about SET value = '1' WHERE name = 'schema'")
    link.close()
    with pytest.raises(PlacesError, match="claimbook places remove SY"):
        open_gazetteer(tmp_path)


def _dump(folder: Path) -> Path:
    path = folder / "SY.txt"
    path.write_text(DUMP, encoding="utf-8")
    return path


def test_older_indexes_are_removed(tmp_path: Path) -> None:
    """Embedded indexes that an older version made go when a new one was made; others in the folder stay."""
    for name in ("places-8-old.sqlite", "places-999-newer.sqlite", "other.sqlite"):
        (tmp_path / name).write_bytes(b"")
    _remove_older(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.sqlite", "places-999-newer.sqlite"]
