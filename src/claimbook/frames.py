"""Incidents, claims and reports as frames of pandas, polars and geopandas, which are loaded only where they are asked for.

One row each, in the columns of `claimbook incidents --as csv` and its like, with real days and whole numbers that may
be missing.  A geometry is the disc in which the happening lies, never a point.  Lost: what the columns cannot hold,
which is words, offsets, rival figures and reasons; the objects themselves have them.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from claimbook.book.rows import CLAIM_COLUMNS, INCIDENT_COLUMNS, REPORT_COLUMNS, incident_row, report_row
from claimbook.errors import MissingPart, UsageError
from claimbook.export.geojson import LEAST_RADIUS_KM, disc
from claimbook.export.row import flatten
from claimbook.model import Claim, Incident, Report
from claimbook.pipeline import ReadReport
from claimbook.store import StoredClaim

if TYPE_CHECKING:
    import geopandas
    import pandas
    import polars

Pairs = Iterable[tuple[Report, Claim | StoredClaim]]

_DAYS = ("date_start", "date_end", "start", "end", "published")
_FLAGS = ("background", "aggregate", "ongoing")
_NUMBERS = ("lat", "lon", "radius_km")
_COUNTS = ("happening", "voices", "geo_precision", "where_prec", "quote_start", "quote_end")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the type of each column: str, int, float, bool or date.  A cell that is None is missing."""

    columns: Mapping[str, type]
    rows: tuple[Mapping[str, Any], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """Days as datetime64, counts as Int64, flags as boolean.  Raises MissingPart without pandas."""
        pd = _load("pandas")
        frame = pd.DataFrame({name: self._column(name) for name in self.columns}, dtype=object)
        dtypes = {int: "Int64", float: "float64", bool: "boolean", date: "datetime64[s]", str: "string"}
        typed: pandas.DataFrame = frame.astype({name: dtypes[kind] for name, kind in self.columns.items()})
        return typed

    def to_polars(self) -> polars.DataFrame:
        """Days as Date, counts as Int64.  Raises MissingPart without polars."""
        pl = _load("polars")
        dtypes = {int: pl.Int64, float: pl.Float64, bool: pl.Boolean, date: pl.Date, str: pl.String}
        schema = {name: dtypes[kind] for name, kind in self.columns.items()}
        frame: polars.DataFrame = pl.DataFrame({name: self._column(name) for name in self.columns}, schema=schema)
        return frame

    def to_geopandas(self) -> geopandas.GeoDataFrame:
        """As pandas, with a disc in WGS 84 degrees as geometry; none where a row has no place on the map.

        Raises UsageError for rows without places, MissingPart without geopandas.
        """
        if "lat" not in self.columns:
            raise UsageError("reports have no places of their own: take incidents or claims for a map.")
        gpd = _load("geopandas")
        return gpd.GeoDataFrame(self.to_pandas(), geometry=[_shape(row) for row in self.rows], crs="EPSG:4326")

    def _column(self, name: str) -> list[Any]:
        return [row.get(name) for row in self.rows]


def incidents(found: Iterable[Incident], *, names: Mapping[str, str] | None = None) -> Table:
    """A row for each incident; `names` (`book.report_names()`) puts the reports' names in the place of their ids."""
    return _table(INCIDENT_COLUMNS, (incident_row(i, names or {}) for i in found))


def claims(found: Pairs | ReadReport) -> Table:
    """A row for each claim of `book.claims_with_reports(...)`, or of what `claimbook.read` gave."""
    pairs: Pairs = ((found.report, claim) for claim in found.claims) if isinstance(found, ReadReport) else found
    return _table(CLAIM_COLUMNS, (_claim_row(report, claim) for report, claim in pairs))


def reports(found: Iterable[Report]) -> Table:
    """A row for each report, without its text."""
    return _table(REPORT_COLUMNS, map(report_row, found))


def _claim_row(report: Report, claim: Claim | StoredClaim) -> Mapping[str, Any]:
    if isinstance(claim, StoredClaim):
        return {**flatten(report, claim.view), "state": claim.state}
    return {**flatten(report, claim), "state": "read"}


def _table(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> Table:
    types = {name: _type_of(name) for name in columns}
    days = [name for name, kind in types.items() if kind is date]
    kept = ({name: row.get(name) for name in types} for row in rows)
    return Table(types, tuple({**row, **{d: _day(row[d]) for d in days}} for row in kept))


def _type_of(column: str) -> type:
    if column in _DAYS:
        return date
    if column in _FLAGS:
        return bool
    if column in _NUMBERS:
        return float
    return int if column in _COUNTS or column.endswith(("_low", "_high")) else str


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _shape(row: Mapping[str, Any]) -> Any:
    if row["lat"] is None or row["lon"] is None:
        return None
    shapely = _load("shapely")
    rings = disc(row["lat"], row["lon"], max(row["radius_km"] or 0.0, LEAST_RADIUS_KM))
    parts = [shapely.Polygon(ring) for ring in rings]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _load(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingPart(f"{name} is not installed. Install it: pip install 'claimbook[frames]'.") from error
