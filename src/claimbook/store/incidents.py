"""Incidents as rows: derived from claims and decisions, replaced whenever those change.

The store does not know how incidents are computed; it is given rows and keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from .reports import BATCH
from .schema import claim, incident, incident_claim, pending


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


def drop_incidents(connection: Connection, ids: Iterable[str]) -> None:
    """Removes incidents."""
    for part in _parts(ids):
        connection.execute(delete(incident).where(incident.c.id.in_(part)))


def drop_all_incidents(connection: Connection) -> None:
    """Removes every incident."""
    connection.execute(delete(incident_claim))
    connection.execute(delete(incident))


def pending_claims(connection: Connection) -> set[str]:
    """The claims that changed since incidents were computed; some may be gone."""
    return set(connection.execute(select(pending.c.claim)).scalars())


def clear_pending(connection: Connection) -> None:
    """Says that incidents are computed for all claims."""
    connection.execute(delete(pending))


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
    links: dict[str, list[str]] = {}
    for i, c in connection.execute(select(incident_claim.c.incident, incident_claim.c.claim)):
        links.setdefault(i, []).append(c)
    return {
        row.id: IncidentRow(**row._asdict(), claims=tuple(sorted(links.get(row.id, ()))))
        for row in connection.execute(select(incident))
    }


def claims_near(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Claim → incident for every claim that shares an incident with one of `ids`."""
    own = set(incidents_of(connection, ids).values())
    found: dict[str, str] = {}
    for part in _parts(own):
        query = select(incident_claim.c.claim, incident_claim.c.incident).where(incident_claim.c.incident.in_(part))
        found.update((c, i) for c, i in connection.execute(query))
    return found


def ids_between(connection: Connection, start: str, end: str) -> list[str]:
    """The ids of claims whose period touches [start, end] (ISO dates)."""
    query = select(claim.c.id).where(claim.c.start <= end, claim.c.end >= start).order_by(claim.c.id)
    return list(connection.execute(query).scalars())


def _parts(ids: Iterable[str]) -> list[list[str]]:
    wanted = sorted(set(ids))
    return [wanted[at : at + BATCH] for at in range(0, len(wanted), BATCH)]
