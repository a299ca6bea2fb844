"""The log of decisions: put at its end, read whole, never changed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select

from claimbook.model import Decision

from . import audit
from .schema import decision, decision_claim


def next_number(connection: Connection) -> int:
    """The number that the next decision gets, within the caller's writing transaction."""
    return (connection.execute(select(func.max(decision.c.number))).scalar() or 0) + 1


def put_decision(connection: Connection, new: Decision) -> None:
    """Puts a decision at the end of the log."""
    body = new.model_dump_json()
    digest = audit.digest(body)
    connection.execute(insert(decision).values(number=new.number, act=str(new.act), body=body, digest=digest))
    rows = [{"decision": new.number, "claim": c.claim, "report": c.report} for c in new.claims]
    if rows:
        connection.execute(insert(decision_claim), rows)
    audit.append(connection, [("decision", new.id, digest)])


def all_decisions(connection: Connection) -> list[Decision]:
    """The log, in order, without what an erasure took."""
    bodies = connection.execute(select(decision.c.body).where(decision.c.body.is_not(None)).order_by(decision.c.number))
    return [Decision.model_validate_json(b) for b in bodies.scalars() if b is not None]


def reports_ruled(decisions: Iterable[Decision]) -> set[str]:
    """The reports whose claims the decisions name."""
    return {c.report for d in decisions for c in d.claims}
