"""What changed since a moment, for programs that keep a copy.

Reports, claims and decisions change by entries of the audit chain.  Incidents are derived and have no entry there: their
changes are counted in turns, one for each time that incidents were written, and those that are gone leave a tombstone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from .audit import Entry, now
from .reports import BATCH
from .schema import audit, incident, metadata

incident_change = Table(
    "incident_change",
    metadata,
    Column("incident", String(32), primary_key=True),
    Column("turn", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
    Column("at", String(32), nullable=False),
    Column("gone", Boolean, nullable=False),
    Index("incident_change_turn", "turn"),
)


def note_incidents(connection: Connection, written: Iterable[str]) -> None:
    """Notes the incidents that were written just now, and those noted before that are there no more."""
    turn, at = last_turn(connection) + 1, now()
    there = exists().where(incident.c.id == incident_change.c.incident)
    connection.execute(
        update(incident_change).where(~incident_change.c.gone, ~there).values(turn=turn, at=at, gone=True)
    )
    ids = sorted(set(written))
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        connection.execute(delete(incident_change).where(incident_change.c.incident.in_(part)))
        rows = [{"incident": i, "turn": turn, "at": at, "gone": False} for i in part]
        connection.execute(insert(incident_change), rows)


def last_turn(connection: Connection) -> int:
    """The number of the last turn; 0 before the first."""
    return connection.execute(select(func.max(incident_change.c.turn))).scalar() or 0


def incidents_since(connection: Connection, turn: int) -> list[tuple[str, bool]]:
    """(id, gone) of the incidents that changed after this turn, those that changed first before the others."""
    query = select(incident_change.c.incident, incident_change.c.gone).where(incident_change.c.turn > turn)
    order = query.order_by(incident_change.c.turn, incident_change.c.incident)
    return [(i, gone) for i, gone in connection.execute(order)]


def entries_since(connection: Connection, number: int) -> Sequence[Entry]:
    """The entries of the audit chain after this one."""
    query = select(audit).where(audit.c.number > number).order_by(audit.c.number)
    return [Entry(*row) for row in connection.execute(query)]


def numbers_at(connection: Connection, moment: str) -> tuple[int, int]:
    """The last entry and the last turn before a moment (UTC, in ISO form, to the second)."""
    entry = connection.execute(select(func.max(audit.c.number)).where(audit.c.at < moment)).scalar() or 0
    turn = connection.execute(select(func.max(incident_change.c.turn)).where(incident_change.c.at < moment)).scalar()
    return entry, turn or 0
