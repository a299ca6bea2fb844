"""Counting, listing and mapping incidents: every question here is answered from one index, without reading a body.

Numbers count incidents.  Tolls are never summed: rival figures stand side by side, and a sum of them means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, Integer, Select, and_, cast, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from .filters import Filter, incident_conditions
from .schema import incident, incident_party

WORLD_DEGREES = 360


@dataclass(frozen=True, slots=True)
class Box:
    """A view of the map in degrees; `west` may lie east of `east`, where the view crosses the date line."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which incidents: a filter, and what only the overview asks for.

    `region` is (country, first-level region or None); `party` a name as incidents have it; `placed` False asks for
    those that have no place on the map.
    """

    filter: Filter = field(default_factory=Filter)
    box: Box | None = None
    region: tuple[str, str | None] | None = None
    party: str | None = None
    placed: bool | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One incident of a list; days in ISO form."""

    id: str
    kind: str
    start: str | None
    end: str | None
    place: str | None
    admin1: str | None
    country: str | None
    killed_low: int | None
    killed_high: int | None
    injured_low: int | None
    injured_high: int | None
    grade: str | None
    voices: int
    lat: float | None
    lon: float | None
    radius_km: float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """Incidents whose centres lie close together: how many of each kind, and the middle of their centres.

    `only` is the id of the one that there is, and `radius_km` its area's.
    """

    lat: float
    lon: float
    kinds: dict[str, int]
    only: str | None = None
    radius_km: float | None = None

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.kinds.values())


_LINE = [incident.c[name] for name in Line.__dataclass_fields__ if name in incident.c]
ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "day": (incident.c.start.desc().nulls_last(), incident.c.id),
    "oldest": (incident.c.start.asc().nulls_last(), incident.c.id),
    "killed": (func.coalesce(incident.c.killed_high, incident.c.killed_low, -1).desc(), incident.c.id),
    "voices": (incident.c.voices.desc(), incident.c.id),
}


def count_incidents(connection: Connection, wanted: Wanted) -> int:
    """How many fit."""
    return int(connection.execute(_from(connection, wanted, func.count())).scalar_one())


def list_incidents(
    connection: Connection, wanted: Wanted, *, order: str = "day", limit: int = 50, offset: int = 0
) -> list[Line]:
    """Those that fit, in one of ORDERS."""
    query = _from(connection, wanted, *_LINE).order_by(*ORDERS[order]).limit(limit).offset(offset)
    return [Line(**row._asdict()) for row in connection.execute(query)]


def lines_of(connection: Connection, ids: Sequence[str]) -> dict[str, Line]:
    """These incidents, as lines."""
    query = select(*_LINE).where(incident.c.id.in_(ids))
    return {row.id: Line(**row._asdict()) for row in connection.execute(query)}


def parties_of(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """{incident: {side: names}} for these incidents."""
    found: dict[str, dict[str, list[str]]] = {i: {"initiator": [], "target": []} for i in ids}
    query = select(incident_party).where(incident_party.c.incident.in_(ids)).order_by(incident_party.c.name)
    for identifier, side, name in connection.execute(query):
        found[identifier][side].append(name)
    return found


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over the index tells: how many of each kind, how many have no place, the box round the others."""

    kinds: dict[str, int]
    unplaced: int
    extent: Box | None

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.kinds.values())


def survey(connection: Connection, wanted: Wanted) -> Survey:
    """Looks over those that fit; kinds with the most incidents first."""
    lat, lon = incident.c.lat, incident.c.lon
    bounds = (func.min(lat), func.min(lon), func.max(lat), func.max(lon))
    query = _from(connection, wanted, incident.c.kind, func.count(), func.count(lat), *bounds).group_by(incident.c.kind)
    rows = list(connection.execute(query.order_by(func.count().desc(), incident.c.kind)))
    boxes = [row[3:] for row in rows if row[3] is not None]
    edges = (
        [pick(values) for pick, values in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)]
        if boxes
        else []
    )
    return Survey(
        {row[0] or "": row[1] for row in rows}, sum(row[1] - row[2] for row in rows), Box(*edges) if edges else None
    )


def count_regions(
    connection: Connection, wanted: Wanted, *, limit: int = 12
) -> list[tuple[str | None, str | None, int]]:
    """(country, first-level region, how many), the most first; (None, None, n) for those without."""
    columns = (incident.c.country, incident.c.admin1)
    query = _from(connection, wanted, *columns, func.count()).group_by(*columns)
    rows = connection.execute(query.order_by(func.count().desc(), *columns).limit(limit))
    return [(country, admin1, n) for country, admin1, n in rows]


def count_parties(connection: Connection, wanted: Wanted, *, limit: int | None = 12) -> list[tuple[str, int, int]]:
    """(name, incidents that it is said to have begun, incidents in which it was struck), the most first."""
    begun = func.sum(cast(incident_party.c.side == "initiator", Integer))
    struck = func.sum(cast(incident_party.c.side == "target", Integer))
    query = select(incident_party.c.name, begun, struck)
    if wanted != Wanted():
        query = query.where(incident_party.c.incident.in_(_from(connection, wanted, incident.c.id)))
    query = query.group_by(incident_party.c.name).order_by((begun + struck).desc(), incident_party.c.name).limit(limit)
    return [(name, int(a), int(b)) for name, a, b in connection.execute(query)]


def count_days(connection: Connection, wanted: Wanted) -> list[tuple[str, str, str, int]]:
    """(start, end, kind, how many) of every period, by start; the undated are left out."""
    columns = (incident.c.start, incident.c.end, incident.c.kind)
    query = _from(connection, wanted, *columns, func.count()).where(incident.c.start.is_not(None))
    rows = connection.execute(query.group_by(*columns).order_by(*columns))
    return [(start, end or start, kind or "", n) for start, end, kind, n in rows]


def count_cells(connection: Connection, wanted: Wanted, *, degrees: float) -> list[Cell]:
    """Incidents gathered in squares of so many degrees."""
    row, column = (_floor(connection, part / degrees) for part in (incident.c.lat + 90, incident.c.lon + 180))
    sums = (func.sum(incident.c.lat), func.sum(incident.c.lon), func.min(incident.c.id), func.max(incident.c.radius_km))
    query = _from(connection, wanted, row, column, incident.c.kind, func.count(), *sums)
    query = query.where(incident.c.lat.is_not(None)).group_by(row, column, incident.c.kind)
    gathered: dict[tuple[int, int], list[tuple[str, int, float, float, str, float | None]]] = {}
    for north, east, kind, *rest in connection.execute(query):
        gathered.setdefault((int(north), int(east)), []).append((kind or "", *rest))
    return [_cell(parts) for _, parts in sorted(gathered.items())]


def _cell(parts: Sequence[tuple[str, int, float, float, str, float | None]]) -> Cell:
    count = sum(n for _, n, *_ in parts)
    lat, lon = sum(p[2] for p in parts) / count, sum(p[3] for p in parts) / count
    kinds = {kind: n for kind, n, *_ in parts}
    return Cell(lat, lon, kinds, parts[0][4], parts[0][5]) if count == 1 else Cell(lat, lon, kinds)


def all_bodies(connection: Connection) -> Iterator[str]:
    """The JSON of every incident."""
    query = select(incident.c.body).order_by(incident.c.id)
    yield from connection.execute(query, execution_options={"yield_per": 500}).scalars()


def _from(connection: Connection, wanted: Wanted, *columns: Any) -> Select[Any]:
    conditions = incident_conditions(connection, wanted.filter)
    if wanted.box is not None:
        conditions.append(_inside(wanted.box))
    if wanted.placed is not None:
        conditions.append(incident.c.lat.is_not(None) if wanted.placed else incident.c.lat.is_(None))
    if wanted.region is not None:
        country, admin1 = wanted.region
        conditions.append(incident.c.country == country)
        if admin1 is not None:
            conditions.append(incident.c.admin1 == admin1)
    if wanted.party is not None:
        named = select(incident_party.c.incident).where(incident_party.c.name == wanted.party)
        conditions.append(incident.c.id.in_(named))
    return select(*columns).select_from(incident).where(*conditions)


def _inside(box: Box) -> ColumnElement[bool]:
    lat: Column[float] = incident.c.lat
    lon: Column[float] = incident.c.lon
    across = lon.between(box.west, box.east) if box.west <= box.east else or_(lon >= box.west, lon <= box.east)
    return and_(lat.between(box.south, box.north), across)


def _floor(connection: Connection, value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Down to a whole number, of a value that is not negative: SQLite cuts when it casts, PostgreSQL rounds."""
    return cast(value, Integer) if connection.dialect.name == "sqlite" else cast(func.floor(value), Integer)
