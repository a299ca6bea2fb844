"""A user's own rows: a CSV file in ACLED's or GED's columns → rows that joining can compare.

Only the columns named here are read; others may be there or not.  What a row says is taken as it stands: its precision
codes become the radius of a disc and the width of a period, its actors' names are looked up by the crosswalks.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from claimbook.errors import UsageError
from claimbook.fuse.records import Happening, Record, Source
from claimbook.model import Actor, Basis, Harm, Kind, Modality, Notice, Period, Place, Status, Toll

from .names import Names

ACLED_COLUMNS = ("event_id_cnty", "event_date", "sub_event_type", "actor1", "latitude", "longitude", "fatalities")
GED_COLUMNS = ("id", "date_start", "date_end", "type_of_violence", "side_a", "side_b", "latitude", "longitude", "best")
RADIUS_KM = {
    "ACLED": {"1": 5.0, "2": 25.0, "3": 60.0},
    "GED": {"1": 5.0, "2": 25.0, "3": 30.0, "4": 80.0, "5": 60.0, "6": 400.0},
}
WEEK_DAYS = 3  # before and after a day that is known to the week
MOST_FIELD = 10_000_000

KINDS = {
    "government regains territory": Kind.TERRITORY_CAPTURED,
    "non-state actor overtakes territory": Kind.TERRITORY_CAPTURED,
    "non-violent transfer of territory": Kind.TERRITORY_CAPTURED,
    "armed clash": Kind.ARMED_CLASH,
    "air/drone strike": Kind.AIR_STRIKE,
    "shelling/artillery/missile attack": Kind.SHELLING,
    "remote explosive/landmine/ied": Kind.EXPLOSIVE_DEVICE,
    "suicide bomb": Kind.SUICIDE_BOMB,
    "grenade": Kind.GRENADE,
    "chemical weapon": Kind.CHEMICAL_WEAPON,
    "attack": Kind.ATTACK,
    "abduction/forced disappearance": Kind.ABDUCTION,
    "sexual violence": Kind.SEXUAL_VIOLENCE,
    "peaceful protest": Kind.PROTEST,
    "protest with intervention": Kind.PROTEST,
    "excessive force against protesters": Kind.PROTEST,
    "violent demonstration": Kind.RIOT,
    "mob violence": Kind.RIOT,
    "agreement": Kind.AGREEMENT,
    "arrests": Kind.ARREST,
    "disrupted weapons use": Kind.WEAPONS_DISRUPTED,
    "looting/property destruction": Kind.PROPERTY_DESTRUCTION,
}


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One row of the user's table, as joining sees it.  `line` counts the file's lines from 1."""

    id: str
    line: int
    day: date
    place: str
    lat: float | None
    lon: float | None
    killed: int | None
    happening: Happening


@dataclass(frozen=True, slots=True)
class Table:
    """The rows in order, and a notice for each that could not be read.  `form` is "ACLED" or "GED"."""

    form: str
    rows: tuple[OwnRow, ...]
    notices: tuple[Notice, ...]


def read_table(path: Path) -> Table:
    """Reads the file; a row that cannot be read leaves a notice.  Raises UsageError where the file is no such table."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Check the path.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8. Save the table as CSV in UTF-8.") from error
    csv.field_size_limit(MOST_FIELD)
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    form = _form(path, [name.strip().lower() for name in reader.fieldnames or ()])
    names = Names()
    rows: dict[str, OwnRow] = {}
    notices: list[Notice] = []
    try:
        for cells, line in _cells(reader):
            where = f"{path}, line {line}"
            try:
                row = _acled(cells, line, names) if form == "ACLED" else _ged(cells, line, names)
            except _Bad as error:
                notices.append(Notice(where=where, what=f"{error}.", next_step="Mend the row, or leave it out."))
                continue
            if row.id in rows:
                again = f"the id {row.id} stands in line {rows[row.id].line} already."
                notices.append(Notice(where=where, what=again, next_step="Give each row an id of its own."))
                continue
            rows[row.id] = row
    except csv.Error as error:
        raise UsageError(f"{path}, line {reader.line_num}: is not CSV ({error}). Save the table again.") from error
    return Table(form, tuple(rows.values()), tuple(notices))


class _Bad(Exception):
    """What is wrong with a row."""


def _form(path: Path, columns: list[str]) -> str:
    for form, needed in (("ACLED", ACLED_COLUMNS), ("GED", GED_COLUMNS)):
        if set(needed) <= set(columns):
            return form
    acled = [c for c in ACLED_COLUMNS if c not in columns]
    ged = [c for c in GED_COLUMNS if c not in columns]
    raise UsageError(
        f"{path}: is neither ACLED's form (lacks {', '.join(acled)}) nor GED's (lacks {', '.join(ged)}). "
        "Give a CSV file with those columns in its first line."
    )


def _cells(reader: csv.DictReader[str]) -> Iterator[tuple[dict[str, str], int]]:
    """Each row as stripped cells by small-letter column, with its line; rows of HXL tags and empty ones are passed."""
    for row in reader:
        cells = {k.strip().lower(): (v or "").strip() for k, v in row.items() if isinstance(k, str)}
        filled = [v for v in cells.values() if v]
        if filled and not all(v.startswith("#") for v in filled):
            yield cells, reader.line_num


def _acled(cells: Mapping[str, str], line: int, names: Names) -> OwnRow:
    day = _day(cells, "event_date")
    known = cells.get("time_precision") or "1"
    kind = KINDS.get(cells["sub_event_type"].lower(), Kind.OTHER_STRATEGIC)
    dead = _number(cells, "fatalities")
    country = names.country(cells.get("country", ""))
    return _row(
        cells,
        "event_id_cnty",
        line,
        kind=kind,
        period=_widen(day, known),
        sure=known == "1",
        place=cells.get("location") or cells.get("admin1") or "",
        radius_km=RADIUS_KM["ACLED"].get(cells.get("geo_precision") or "1", 60.0),
        initiators=names.acled(cells, "1", country=country, day=day),
        targets=names.acled(cells, "2", country=country, day=day),
        # ACLED writes 0 both for nobody and for nothing known.
        killed=(dead, dead) if dead else None,
        words=cells.get("notes", ""),
    )


def _ged(cells: Mapping[str, str], line: int, names: Names) -> OwnRow:
    start, end = _day(cells, "date_start"), _day(cells, "date_end")
    best, high = _number(cells, "best"), _number(cells, "high")
    one_sided = cells["type_of_violence"] == "3"
    where = cells.get("where_prec") or "1"
    described = ("where_description", "source_headline", "source_article")
    return _row(
        cells,
        "id",
        line,
        kind=Kind.ATTACK,  # GED does not say by what means; this is the kind that says least
        period=Period(start=start, end=max(start, end)),
        sure=(cells.get("date_prec") or "1") in ("1", "2"),
        place=cells.get("where_coordinates") or cells.get("adm_2") or cells.get("adm_1") or "",
        radius_km=RADIUS_KM["GED"].get(where),
        initiators=names.ged(cells["side_a"]),
        targets=(Actor(name="civilians", kind=names.CIVILIANS),) if one_sided else names.ged(cells["side_b"]),
        killed=None if best is None else (best, max(best, high or best)),
        words=" ".join(cells.get(column, "") for column in described),
    )


def _row(
    cells: Mapping[str, str],
    identifier: str,
    line: int,
    *,
    kind: Kind,
    period: Period,
    sure: bool,
    place: str,
    radius_km: float | None,
    initiators: tuple[Actor, ...],
    targets: tuple[Actor, ...],
    killed: tuple[int, int] | None,
    words: str,
) -> OwnRow:
    if not cells[identifier]:
        raise _Bad(f"{identifier} is empty")
    lat, lon = _degrees(cells, "latitude", 90), _degrees(cells, "longitude", 180)
    if lat is None or lon is None or radius_km is None:
        lat = lon = radius_km = None
    at = (Place(name=place, lat=lat, lon=lon, radius_km=radius_km),) if place or lat is not None else ()
    record = Record(
        claim=cells[identifier],
        report="own rows",
        happening=line,
        kind=kind,
        modality=Modality.ASSERTED,
        background=False,
        aggregate=False,
        period=period,
        dated=Basis.STATED if sure else Basis.ASSUMED,
        places=at,
        initiators=initiators,
        targets=targets,
        tolls=(Toll(harm=Harm.KILLED, low=killed[0], high=killed[1], status=Status.UNKNOWN),) if killed else (),
        sites=(),
        outcome=None,
        speakers=(),
        words=words,
    )
    source = Source(f"row {cells[identifier]}", None, None, cells[identifier])
    happening = Happening(cells[identifier], source, (record,), (record,))
    return OwnRow(
        id=cells[identifier],
        line=line,
        day=period.start,
        place=place,
        lat=lat,
        lon=lon,
        killed=killed[0] if killed else None,
        happening=happening,
    )


def _widen(day: date, known: str) -> Period:
    """The days that a `time_precision` leaves open."""
    if known == "1":
        return Period(start=day, end=day)
    if known == "2":
        return Period(start=day - timedelta(days=WEEK_DAYS), end=day + timedelta(days=WEEK_DAYS))
    first = day.replace(day=1)
    return Period(start=first, end=(first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _day(cells: Mapping[str, str], column: str) -> date:
    words = cells[column]
    for form in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d-%b-%y", "%d-%b-%Y"):
        try:
            return datetime.strptime(words if form != "%Y-%m-%d" else words[:10], form).date()
        except ValueError:
            continue
    raise _Bad(f"{column} {words!r} is no day such as 2020-08-06 or 06 August 2020")


def _number(cells: Mapping[str, str], column: str) -> int | None:
    words = cells.get(column, "")
    if not words:
        return None
    try:
        return max(0, int(float(words)))
    except (ValueError, OverflowError):
        raise _Bad(f"{column} {words!r} is no number") from None


def _degrees(cells: Mapping[str, str], column: str, most: int) -> float | None:
    words = cells[column]
    if not words:
        return None
    try:
        degrees = float(words)
    except ValueError:
        raise _Bad(f"{column} {words!r} is no number of degrees") from None
    if not -most <= degrees <= most:
        raise _Bad(f"{column} {words} lies off the earth")
    return degrees
