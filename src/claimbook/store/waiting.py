"""Claims that wait for a ruling, those of incidents with the most people harmed first."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Select, func, select

from .schema import decision, decision_claim, incident, incident_claim

RULED = ("accept", "reject")


def waiting_claims(connection: Connection, *, gone: Collection[int], limit: int) -> list[tuple[str, str]]:
    """(incident, claim) of claims on which no ruling stands; `gone` are the numbers of decisions that do not."""
    harmed = 3 * func.coalesce(incident.c.killed_high, incident.c.killed_low, 0)
    harmed += func.coalesce(incident.c.injured_high, incident.c.injured_low, 0)
    query = (
        select(incident_claim.c.incident, incident_claim.c.claim)
        .join(incident, incident.c.id == incident_claim.c.incident)
        .where(incident_claim.c.claim.not_in(_ruled(gone)))
        .order_by(harmed.desc(), incident.c.id, incident_claim.c.claim)
        .limit(limit)
    )
    return [(i, c) for i, c in connection.execute(query)]


def count_waiting(connection: Connection, *, gone: Collection[int]) -> int:
    """How many claims of incidents have no ruling that stands."""
    query = select(func.count()).select_from(incident_claim).where(incident_claim.c.claim.not_in(_ruled(gone)))
    return int(connection.execute(query).scalar_one())


def _ruled(gone: Collection[int]) -> Select[tuple[str]]:
    query = select(decision_claim.c.claim).join(decision, decision.c.number == decision_claim.c.decision)
    query = query.where(decision.c.act.in_(RULED))
    return query.where(decision.c.number.not_in(gone)) if gone else query
