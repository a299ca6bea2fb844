"""Incidents as rows: derived from claims and decisions, replaced whenever those change.

The store does not know how incidents are computed; it is given rows and keeps them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from .reports import BATCH
from .schema import block_key, computed, incident, incident_claim, incident_party, pending


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident: its id, its JSON, the claims in it, and the columns to search by."""

    id: str
    body: str
    claims: tuple[str, ...]
    kind: str | None = None
    start: str | None = None
    end: str | None = None
    grade: str | None = None
    killed_low: int | None = None
    killed_high: int | None = None
    injured_low: int | None = None
    injured_high: int | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    place: str | None = None
    country: str | None = None
    admin1: str | None = None
    voices: int | None = None
    parties: tuple[tuple[str, str], ...] = ()  # (side, name), in order; side is initiator or target


def columns(row: IncidentRow) -> dict[str, object]:
    """The row of the incident table."""
    return {c.name: getattr(row, c.name) for c in incident.columns}


def put_incidents(connection: Connection, rows: Sequence[IncidentRow]) -> None:
    """Puts incidents in."""
    if rows:
        connection.execute(insert(incident), [columns(r) for r in rows])
        links = [{"incident": r.id, "claim": c} for r in rows for c in r.claims]
        if links:
            connection.execute(insert(incident_claim), links)
        parties = [{"incident": r.id, "side": side, "name": name} for r in rows for side, name in r.parties]
        if parties:
            connection.execute(insert(incident_party), parties)


def drop_incidents(connection: Connection, ids: Iterable[str]) -> None:
    """Removes incidents."""
    for part in _parts(ids):
        connection.execute(delete(incident).where(incident.c.id.in_(part)))


def note_computed(connection: Connection, **values: str) -> None:
    """Says that incidents are computed for all claims, and with what."""
    connection.execute(delete(pending))
    connection.execute(delete(computed))
    connection.execute(insert(computed), [{"name": k, "value": v} for k, v in values.items()])


def computed_with(connection: Connection) -> dict[str, str]:
    """What incidents were last computed with; empty where they never were, or must all be computed anew."""
    return {row.name: row.value for row in connection.execute(select(computed))}


def put_keys(connection: Connection, keys: Mapping[str, Collection[tuple[int, bool]]]) -> None:
    """Puts the (key, asks) of reports in the place of those they had."""
    for part in _parts(keys):
        connection.execute(delete(block_key).where(block_key.c.report.in_(part)))
    rows = [{"report": r, "key": k, "asks": a} for r, pairs in sorted(keys.items()) for k, a in sorted(pairs)]
    if rows:
        connection.execute(insert(block_key), rows)


def drop_all_keys(connection: Connection) -> None:
    """Removes the keys of every report."""
    connection.execute(delete(block_key))


def all_keys(connection: Connection) -> dict[str, set[tuple[int, bool]]]:
    """The (key, asks) of every report that has some."""
    found: dict[str, set[tuple[int, bool]]] = {}
    for name, key, asks in connection.execute(select(block_key)):
        found.setdefault(name, set()).add((key, asks))
    return found


def reports_with_keys(connection: Connection, keys: Iterable[int], *, asks: bool) -> set[str]:
    """The reports one of whose keys is among these."""
    wanted = sorted(set(keys))
    found: set[str] = set()
    for at in range(0, len(wanted), BATCH):
        query = select(block_key.c.report).distinct()
        query = query.where(block_key.c.key.in_(wanted[at : at + BATCH]), block_key.c.asks == asks)
        found.update(connection.execute(query).scalars())
    return found


def incident_rows(connection: Connection, ids: Iterable[str]) -> dict[str, IncidentRow]:
    """These incidents, as rows."""
    found: dict[str, IncidentRow] = {}
    for part in _parts(ids):
        links: dict[str, list[str]] = {}
        named = select(incident_claim.c.incident, incident_claim.c.claim).where(incident_claim.c.incident.in_(part))
        for i, c in connection.execute(named):
            links.setdefault(i, []).append(c)
        parties: dict[str, list[tuple[str, str]]] = {}
        for i, side, name in connection.execute(select(incident_party).where(incident_party.c.incident.in_(part))):
            parties.setdefault(i, []).append((side, name))
        for row in connection.execute(select(incident).where(incident.c.id.in_(part))):
            held = tuple(sorted(links.get(row.id, ())))
            found[row.id] = IncidentRow(**row._asdict(), claims=held, parties=tuple(sorted(parties.get(row.id, ()))))
    return found


def get_incident(connection: Connection, identifier: str) -> tuple[str, tuple[str, ...]] | None:
    """The incident's JSON and the ids of its claims."""
    body = connection.execute(select(incident.c.body).where(incident.c.id == identifier)).scalar()
    if body is None:
        return None
    links = select(incident_claim.c.claim).where(incident_claim.c.incident == identifier)
    return body, tuple(sorted(connection.execute(links).scalars()))


def incidents_of(connection: Connection, claims: Iterable[str]) -> dict[str, str]:
    """The incident of each claim that is in one."""
    found: dict[str, str] = {}
    for part in _parts(claims):
        query = select(incident_claim.c.claim, incident_claim.c.incident).where(incident_claim.c.claim.in_(part))
        found.update((c, i) for c, i in connection.execute(query))
    return found


def all_incident_rows(connection: Connection) -> dict[str, IncidentRow]:
    """Every incident, as its row."""
    return incident_rows(connection, connection.execute(select(incident.c.id)).scalars())


def _parts(ids: Iterable[str]) -> list[list[str]]:
    wanted = sorted(set(ids))
    return [wanted[at : at + BATCH] for at in range(0, len(wanted), BATCH)]
