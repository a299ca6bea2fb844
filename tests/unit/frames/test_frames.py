"""Frames hold what the book holds, in real types, whatever the library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bookmaking import make_claim, make_report

from claimbook import frames
from claimbook.book import Book
from claimbook.book.rows import INCIDENT_COLUMNS
from claimbook.errors import MissingPart, UsageError


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Two incidents on the map, the one west of Greenwich with dead, and one that has neither place nor day."""
    with Book.open(tmp_path_factory.mktemp("frames") / "book.db", create=True) as book:
        west = make_report("Guns shelled =Riverton, killing two.", name="west")
        book.put(
            west, [make_claim(west, "shelled", killed=2, spot=(35.0, -40.0), place="=Riverton")], west.text.encode()
        )
        east = make_report("Planes shelled Bandul.", name="east", day=date(2021, 6, 1))
        book.put(
            east,
            [make_claim(east, "shelled", spot=(-17.0, 179.995), place="Bandul", day=date(2021, 5, 30))],
            east.text.encode(),
        )
        lost = make_report("Somebody shelled something.", name="lost", day=date(2022, 1, 1))
        book.put(lost, [make_claim(lost, "shelled", spot=None, place="Somewhere", day=None)], lost.text.encode())
        yield book


def test_pandas_holds_what_the_incidents_hold(book: Book) -> None:
    """Each cell of a pandas frame is the incident's value; what is missing is missing, and a day is a day."""
    pd = pytest.importorskip("pandas", reason="pandas is not installed: pip install 'claimbook[frames]'")
    found = list(book.incidents())
    frame = frames.incidents(found, names=book.report_names()).to_pandas()
    assert tuple(frame.columns) == INCIDENT_COLUMNS
    assert list(frame["id"]) == [i.id for i in found]
    assert frame.dtypes["date_start"].kind == "M"
    assert list(frame["killed_low"].dropna()) == [2]
    assert frame["killed_low"].dtype == "Int64"
    row = frame[frame["place"] == "=Riverton"].iloc[0]
    assert (row["lat"], row["lon"], row["reports"]) == (35.0, -40.0, "west")
    assert row["date_start"] == pd.Timestamp("2021-03-03")
    assert frame["lat"].isna().sum() == 1


def test_polars_holds_the_same_as_pandas(book: Book) -> None:
    """A polars frame has the same columns and cells as the table, with Date and Int64."""
    pl = pytest.importorskip("polars", reason="polars is not installed: pip install 'claimbook[frames]'")
    table = frames.claims(book.claims_with_reports())
    frame = table.to_polars()
    assert frame.columns == list(table.columns)
    assert frame.schema["start"] == pl.Date and frame.schema["happening"] == pl.Int64
    assert frame.rows() == [tuple(row[c] for c in table.columns) for row in table.rows]


def test_geometries_are_discs_round_the_place(book: Book) -> None:
    """A geometry holds its centre and reaches the radius; two parts at the antimeridian; none without a place."""
    pytest.importorskip("geopandas", reason="geopandas is not installed: pip install 'claimbook[frames]'")
    frame = frames.incidents(book.incidents()).to_geopandas().set_index("place")
    assert frame.crs.to_epsg() == 4326
    west = frame.loc["=Riverton"]
    assert west.geometry.geom_type == "Polygon"
    assert (round(west.geometry.centroid.x, 2), round(west.geometry.centroid.y, 2)) == (-40.0, 35.0)
    assert west.geometry.bounds[3] == pytest.approx(35.0 + 2.0 / 111.2, abs=1e-3)
    assert frame.loc["Bandul"].geometry.geom_type == "MultiPolygon"
    assert frame.geometry.isna().sum() + frame.geometry.is_empty.sum() == 1


def test_no_rows_still_have_columns_and_types(book: Book) -> None:
    """A question that nothing fits gives an empty frame with every column."""
    pytest.importorskip("pandas", reason="pandas is not installed: pip install 'claimbook[frames]'")
    frame = frames.incidents(book.incidents(place="nowhere at all")).to_pandas()
    assert tuple(frame.columns) == INCIDENT_COLUMNS
    assert len(frame) == 0 and frame["killed_low"].dtype == "Int64"


def test_reports_have_no_map(book: Book) -> None:
    """Reports become rows, but asking for their map says what to take instead."""
    table = frames.reports(book.reports())
    assert [row["name"] for row in table.rows] == ["west", "east", "lost"]
    with pytest.raises(UsageError, match="take incidents or claims"):
        table.to_geopandas()


def test_a_missing_library_is_named(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library, the error names it and the command that installs it."""

    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(frames.importlib, "import_module", missing)
    with pytest.raises(MissingPart, match=r"pandas is not installed.*claimbook\[frames\]"):
        frames.reports([]).to_pandas()


def test_a_book_is_asked_in_keywords(book: Book, tmp_path: Path) -> None:
    """Keywords ask what the commands' options ask; a wrong word or day says what is right."""
    assert [i.place.value.name for i in book.incidents(since="2021-05-01", until="2021-06-30") if i.place] == ["Bandul"]
    assert len(list(book.claims(place="riverton", kind="shelling"))) == 1
    assert [r.name for r in book.reports(text="planes")] == ["east"]
    with pytest.raises(UsageError, match="since='May'"):
        next(book.incidents(since="May"))
    with pytest.raises(UsageError, match="there is no such kind"):
        next(book.claims(kind="war"))
    with pytest.raises(UsageError, match="colour: a book cannot be asked for it"):
        next(book.claims(colour="red"))  # type: ignore[call-arg]
