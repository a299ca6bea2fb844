"""Every format is read back by a library that others keep, and compared value by value."""

from __future__ import annotations

import csv
import json
import math
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import openpyxl
import pytest
from exporting import CLAIMS, INCIDENTS, REPORTS, SECRETS, SHELLED, TAKEN, VILLAGES, cases, material, write
from lxml import etree

from claimbook.errors import MissingPart, UsageError
from claimbook.export import arrow, workbook
from claimbook.export.formats import FORMATS, format_names, load_format, write_export
from claimbook.export.gis import rings_of
from claimbook.export.incident_table import COLUMNS, flatten_incident
from claimbook.export.native import PARTS, claim_cells, read_jsonl, read_parquet, report_cells
from claimbook.export.profile import Coarsening, Public

ROWS = [flatten_incident(case) for case in cases()]
BY_ID = {row["id"]: row for row in ROWS}
PUBLISHED = sorted(set(FORMATS) - {"label-studio"})  # which is made of the reports' words, and refuses


def table(path: Path) -> list[dict[str, str]]:
    """A CSV file as Python's own reader has it."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def same(value: Any, told: Any) -> bool:
    """Whether a value read back is the one that was written; days may come back as moments, gaps as NaN."""
    if value is None:
        return told is None or (isinstance(told, float) and math.isnan(told)) or str(told) in ("NaT", "nan", "<NA>", "")
    if isinstance(value, date):
        return str(told)[:10] == value.isoformat()
    if isinstance(value, float):
        return float(told) == pytest.approx(value)
    if isinstance(value, bool):
        return bool(told) == value
    return told == value or str(told) == str(value)


def agree(rows: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    """Every cell of every row."""
    assert len(rows) == len(expected)
    for row, wanted in zip(rows, expected, strict=True):
        for column, value in wanted.items():
            assert same(value, row[column]), (column, value, row[column])


@pytest.mark.parametrize("read", ["jsonl", "parquet"])
def test_native_formats_lose_nothing(read: str, tmp_path: Path):
    """JSON lines and Parquet give back the same reports, claims, states and incidents."""
    done = write(read, tmp_path)
    whole = read_jsonl(done.path) if read == "jsonl" else read_parquet(done.path)
    loose = list(material().loose)
    assert sorted(whole.reports, key=lambda r: r.id) == sorted(REPORTS.values(), key=lambda r: r.id)
    assert whole.incidents == list(INCIDENTS)
    wanted = {c.id: c for c in (*CLAIMS, *(one.claim for one in loose))}
    assert {c.id: c for c in whole.claims} == wanted
    assert whole.states["1" * 16] == "rejected"
    assert whole.homes["0" * 16] is None
    assert whole.homes[SHELLED.id] in {i.id for i in INCIDENTS}
    assert done.told["lost"] == []


def test_duckdb_reads_the_parquet_tables(tmp_path: Path):
    """DuckDB reads the three tables, with days as days and numbers as numbers."""
    folder = write("parquet", tmp_path).path
    assert sorted(p.stem for p in folder.iterdir()) == sorted(PARTS)
    for part, expected in (
        ("incidents", ROWS),
        ("reports", [report_cells(r) for r in sorted(REPORTS.values(), key=lambda r: r.id)]),
    ):
        found = duckdb.sql(f"select * from '{folder}/{part}.parquet' order by id").fetchall()
        names = [d[0] for d in duckdb.sql(f"select * from '{folder}/{part}.parquet'").description]
        agree([dict(zip(names, row, strict=True)) for row in found], sorted(expected, key=lambda r: r["id"]))
    days = duckdb.sql(f"select start from '{folder}/claims.parquet' where start is not null").fetchall()
    assert all(type(day) is date for (day,) in days)


def test_csv_holds_every_column(tmp_path: Path):
    """CSV has the columns in order, and every value."""
    rows = table(write("csv", tmp_path).path)
    assert list(rows[0]) == list(COLUMNS)
    wanted = [{k: str(v).lower() if isinstance(v, bool) else v for k, v in row.items()} for row in ROWS]
    agree(rows, wanted)


@pytest.mark.parametrize("name", ["csv", "acled", "ged", "hapi"])
def test_hxl_tags_stand_below_the_header(name: str, tmp_path: Path):
    """With HXL, the second row holds a tag for every column that has one, and the data begin after it."""
    plain, tagged = table(write(name, tmp_path).path), table(write(name, tmp_path, hxl=True).path)
    assert tagged[1:] == plain
    tags = load_format(name).hxl
    assert {c: t for c, t in tagged[0].items() if t} == dict(tags)
    assert set(tags) <= set(next(iter(load_format(name).columns.values())))
    assert len(set(tags.values())) == len(tags)


def test_formats_without_tags_say_so(tmp_path: Path):
    """HXL tags for a format that has none are refused, and nothing is written."""
    with pytest.raises(UsageError, match="HXL"):
        write("kml", tmp_path, hxl=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["geojson", "gpkg", "geoparquet", "kml"])
def test_geopandas_reads_areas_as_areas(name: str, tmp_path: Path):
    """GIS formats give back every value, and the area in which the incident lies, in WGS 84."""
    path = write(name, tmp_path).path
    frame = geopandas.read_parquet(path) if name == "geoparquet" else geopandas.read_file(path)
    assert frame.crs is not None
    assert frame.crs.to_epsg() in (4326, None)
    assert len(frame) == len(ROWS)
    for (_, row), case in zip(frame.iterrows(), cases(), strict=True):
        if name != "kml":
            agree([dict(row)], [BY_ID[case.incident.id]])
        (ring,) = rings_of(case)
        assert row.geometry.is_valid
        assert row.geometry.geom_type in ("Polygon", "MultiPolygon")
        assert row.geometry.bounds == pytest.approx(
            (min(x for x, _ in ring), min(y for _, y in ring), max(x for x, _ in ring), max(y for _, y in ring))
        )


def test_an_incident_without_coordinates_stays_in_map_files(tmp_path: Path):
    """It is there with all its values, and without a geometry."""
    case = cases()[0]
    bare = type(case)(case.incident.model_copy(update={"place": None}), case.reports, case.claims)
    for name in ("geojson", "gpkg", "geoparquet"):
        to = tmp_path / f"bare{load_format(name).suffix}"
        write_export(type(material())([bare]), name, to)
        frame = geopandas.read_parquet(to) if name == "geoparquet" else geopandas.read_file(to)
        assert list(frame["id"]) == [case.incident.id]
        assert frame.geometry.isna().all()


def test_kml_holds_the_columns_and_the_time(tmp_path: Path):
    """KML has a placemark an incident with every value that there is, and its period."""
    root = etree.parse(str(write("kml", tmp_path).path)).getroot()
    space = {"k": "http://www.opengis.net/kml/2.2"}
    marks = root.findall(".//k:Placemark", space)
    assert len(marks) == len(ROWS)
    for mark, row in zip(marks, ROWS, strict=True):
        data = {d.get("name"): d.findtext("k:value", namespaces=space) for d in mark.findall(".//k:Data", space)}
        assert data == {k: v.isoformat() if isinstance(v, date) else str(v) for k, v in row.items() if v is not None}
        assert mark.findtext("k:TimeSpan/k:begin", namespaces=space) == row["start"].isoformat()


def test_openpyxl_reads_the_workbook(tmp_path: Path):
    """The workbook has four sheets with real days, a filter over all rows and a frozen header, and every value."""
    book = openpyxl.load_workbook(write("xlsx", tmp_path).path)
    assert book.sheetnames == ["incidents", "claims", "reports", "speakers"]
    read: dict[str, list[dict[str, Any]]] = {}
    for sheet in book:
        header, *rows = sheet.iter_rows(values_only=True)
        assert list(header) == list(workbook.SHEETS[sheet.title])
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        read[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
    agree(read["incidents"], ROWS)
    agree(sorted(read["reports"], key=lambda r: r["id"]), [report_cells(REPORTS[r]) for r in sorted(REPORTS)])
    homes = {c: i.id for i in INCIDENTS for c in i.claims}
    claims = {c.id: claim_cells(REPORTS[c.report], c, "read", homes[c.id]) for c in CLAIMS}
    for row in read["claims"]:
        if row["claim"] in claims:
            agree([row], [claims[row["claim"]]])
    assert {row["state"] for row in read["claims"]} == {"read", "rejected"}
    starts = [row["start"] for row in read["incidents"]]
    assert all(isinstance(start, datetime) for start in starts)
    told = {row["speaker"]: row for row in read["speakers"]}
    assert (told["SOHR"]["kind"], told["SOHR"]["claims"], told["SOHR"]["first"]) == ("monitor", 1, 0)
    assert told["Colonel Hassan Madeupov"]["denies"] == 1


def test_a_table_that_takes_the_largest_text(tmp_path: Path):
    """A cell of Excel holds 32,767 characters: what is longer is cut, and the sidecar says so."""
    case = cases()[0]
    title = "é𝔄" * 20_000
    report = next(iter(case.reports.values()))
    long = report.model_copy(update={"title": report.title.model_copy(update={"value": title})})
    done = write_export(type(material())([type(case)(case.incident, {long.id: long})]), "xlsx", tmp_path / "long.xlsx")
    cell = openpyxl.load_workbook(done.path)["reports"]["E2"].value
    assert len(cell.encode("utf-16-le")) // 2 <= 32_767
    assert title.startswith(cell[:-1])
    assert sum(done.told["changed"].values()) == 1


@pytest.mark.parametrize("name", PUBLISHED)
@pytest.mark.parametrize("coarsening", Coarsening)
def test_no_public_file_tells_names_or_exact_points(name: str, coarsening: Coarsening, tmp_path: Path):
    """No byte of a public export or its sidecar tells a name, a handle, a report's words or an exact coordinate."""
    done = write(name, tmp_path, public=Public(coarsening=coarsening))
    secrets = SECRETS if coarsening is Coarsening.HUNDREDTH else SECRETS + VILLAGES
    text = everything(name, done.path) + done.sidecar.read_text(encoding="utf-8")
    assert len(text) > 400
    for secret in secrets:
        assert secret.casefold() not in text.casefold(), secret


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"hapi", "acled", "atlos"}))
def test_internal_files_tell_what_they_can(name: str, tmp_path: Path):
    """The search for secrets is not blind: the internal profile of most formats holds some."""
    text = everything(name, write(name, tmp_path).path)
    assert "35.12345" in text or "Tell Sorat" in text


def everything(name: str, path: Path) -> str:
    """All that a file says, unpacked."""
    if name == "xlsx":
        sheets = openpyxl.load_workbook(path)
        return "\n".join(str(v) for sheet in sheets for row in sheet.iter_rows(values_only=True) for v in row if v)
    if name == "parquet":
        return "\n".join(str(duckdb.sql(f"select * from '{p}'").fetchall()) for p in sorted(path.iterdir()))
    if name == "geoparquet":
        return str(duckdb.sql(f"select * from '{path}'").fetchall()) + geopandas.read_parquet(path).to_wkt().to_csv()
    if name == "gpkg":
        return geopandas.read_file(path).to_wkt().to_csv() + path.read_bytes().decode("latin-1")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_export_says_what_was_lost(name: str, tmp_path: Path):
    """The sidecar names the format and the profile, counts the incidents, and says what stands for what was lost."""
    done = write(name, tmp_path, public=Public())
    told = json.loads(done.sidecar.read_text(encoding="utf-8"))
    assert told == done.told
    assert (told["format"], told["profile"]) == (name, {"name": "public", "points": "0.1"})
    assert told["incidents"] == len(INCIDENTS)
    assert all(1 <= lost["incidents"] <= len(INCIDENTS) and lost["instead"] for lost in told["lost"])
    assert told["small_cells"]["cells"]
    assert "small_cells" not in write(name, tmp_path).told


def test_the_counts_of_what_was_lost_are_right(tmp_path: Path):
    """GED leaves out incidents without a death; ACLED counts the one range, and the two whose toll nobody tells."""
    ged = write("ged", tmp_path).told
    assert ged["left_out"] == {"no death": 2}
    acled = {lost["what"]: lost["incidents"] for lost in write("acled", tmp_path).told["lost"]}
    assert acled["incidents whose number of killed is a range"] == 1
    assert acled["incidents of which nobody tells how many were killed"] == 2
    assert acled["incidents with people injured, captured, missing or displaced"] == 1


def test_an_export_is_whole_or_not_there(tmp_path: Path):
    """Where writing fails half way, neither the file nor a part of it is left, and an older file stays."""

    def broken() -> Any:
        yield cases()[0]
        raise RuntimeError("the lights went out")

    to = tmp_path / "out.csv"
    to.write_text("older")
    with pytest.raises(RuntimeError):
        write_export(type(material())(broken()), "csv", to)
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]
    assert to.read_text() == "older"


def test_where_nothing_can_be_written(tmp_path: Path):
    """A folder that is not there, a folder of something else and a format that is not known are told of."""
    with pytest.raises(UsageError, match="no such folder"):
        write_export(material(), "csv", tmp_path / "away" / "out.csv")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("all of it")
    with pytest.raises(UsageError, match="no Parquet export"):
        write_export(material(), "parquet", tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").exists()
    with pytest.raises(UsageError, match="no such format"):
        load_format("dbase")
    write("parquet", tmp_path)
    write("parquet", tmp_path)  # one of ours is replaced


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch):
    """Without an optional package, the error names it and the extra that brings it."""

    def without(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(arrow.importlib, "import_module", without)
    with pytest.raises(MissingPart, match=r"pyarrow.*claimbook\[export\]"):
        arrow.load("pyarrow.parquet")


def test_other_packages_may_bring_formats():
    """Our formats come first, and every one can be described without its packages."""
    assert format_names()[: len(FORMATS)] == tuple(FORMATS)
    assert all(load_format(name).name == name for name in FORMATS)


def test_the_same_incidents_give_the_same_bytes(tmp_path: Path):
    """Two exports of the same incidents are the same, byte by byte, but for the dates that some containers carry."""
    for name in sorted(set(FORMATS) - {"xlsx", "gpkg", "parquet"}):
        (tmp_path / "a").mkdir(exist_ok=True)
        (tmp_path / "b").mkdir(exist_ok=True)
        assert write(name, tmp_path / "a").path.read_bytes() == write(name, tmp_path / "b").path.read_bytes(), name


def test_taken_people_are_no_dead(tmp_path: Path):
    """An abduction without a death is an event of ACLED with no fatalities."""
    row = next(r for r in table(write("acled", tmp_path).path) if TAKEN.id in claims_of(r["event_id_cnty"]))
    assert (row["event_type"], row["fatalities"]) == ("Violence against civilians", "0")


def claims_of(event: str) -> tuple[str, ...]:
    """The claims of the incident with this ACLED id."""
    return next(i.claims for i in INCIDENTS if event.endswith(i.id))
