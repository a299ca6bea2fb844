"""How much is in the book."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, Connection, Table, func, select

from .schema import audit, claim, decision, erased, incident, original, report


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of what is in the book; `original_bytes` before packing; days in ISO form."""

    reports: int
    original_bytes: int
    claims: int
    incidents: int
    decisions: int
    erased: int
    audit_entries: int
    first_day: str | None
    last_day: str | None
    outlets: dict[str, int]
    claims_by_kind: dict[str, int]
    claims_by_state: dict[str, int]
    incidents_by_grade: dict[str, int]


def count(connection: Connection) -> Stats:
    """Counts it all."""
    days = connection.execute(select(func.min(claim.c.start), func.max(claim.c.end))).one()
    return Stats(
        reports=_rows(connection, report),
        original_bytes=int(connection.execute(select(func.coalesce(func.sum(original.c.size), 0))).scalar_one()),
        claims=_rows(connection, claim),
        incidents=_rows(connection, incident),
        decisions=_rows(connection, decision),
        erased=_rows(connection, erased),
        audit_entries=_rows(connection, audit),
        first_day=days[0],
        last_day=days[1],
        outlets=_by(connection, report.c.outlet),
        claims_by_kind=_by(connection, claim.c.kind),
        claims_by_state=_by(connection, claim.c.state),
        incidents_by_grade=_by(connection, incident.c.grade),
    )


def _rows(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _by(connection: Connection, column: Column[str]) -> dict[str, int]:
    """How often each value stands there, the most frequent first; "" for none."""
    query = select(column, func.count()).group_by(column).order_by(func.count().desc(), column)
    return {value or "": number for value, number in connection.execute(query)}
