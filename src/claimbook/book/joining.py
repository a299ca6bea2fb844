"""Claims → incidents, for the book: what joining needs out of the store, and its answer back into rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sqlalchemy import Connection

from claimbook import store
from claimbook.fuse.records import Rulings, Source
from claimbook.model import Act, Claim, Decision, Harm
from claimbook.model.incident import Incident
from claimbook.review import Standing, State, stand

Join = Callable[[Iterable[Claim], Mapping[str, Source], Rulings], Iterable[Incident]]
"""Claims (views, rejected ones too), sources by report, rulings → incidents."""


def standing_of(connection: Connection) -> Standing:
    """What stands of the book's decisions today."""
    decisions = store.all_decisions(connection)
    claims = store.claims_of_reports(connection, store.reports_ruled(decisions))
    return stand(decisions, {c.as_read.id: c.as_read for c in claims})


def rulings_of(standing: Standing) -> Rulings:
    """Standing decisions as joining takes them.  Of a join and a part of the same two claims the later one holds."""
    joins: set[tuple[str, str]] = set()
    parts: set[tuple[str, str]] = set()
    for decision in sorted((*standing.joins, *standing.parts), key=lambda d: d.number):
        mine, others = (joins, parts) if decision.act is Act.JOIN else (parts, joins)
        for pair in _pairs(decision):
            mine.add(pair)
            others.discard(pair)
    return Rulings(
        joins=frozenset(joins),
        parts=frozenset(parts),
        rejected=frozenset(c for c in standing.states if standing.state(c) is State.REJECTED),
        grades={
            c.claim: (decision.grade or "", f"{decision.why} ({decision.who}, {decision.id})")
            for decision in standing.grades
            for c in decision.claims
        },
        copies=frozenset((d.claims[0].report, d.claims[1].report) for d in standing.copies.values()),
    )


def _pairs(decision: Decision) -> list[tuple[str, str]]:
    """The first claim with each other one, the smaller id first."""
    first, *others = (c.claim for c in decision.claims)
    return [(min(first, other), max(first, other)) for other in others]


def sources_of(connection: Connection) -> dict[str, Source]:
    """The reports, as joining takes them."""
    return {
        identifier: Source(identifier, outlet, date.fromisoformat(published) if published else None, name)
        for identifier, outlet, published, name in store.all_sources(connection)
    }


def compute_all(connection: Connection, join: Join) -> list[store.IncidentRow]:
    """Every incident of the book, computed afresh from claims and decisions."""
    rulings = rulings_of(standing_of(connection))
    views = (c.view for c in store.all_claims(connection))
    return [incident_row(i) for i in join(views, sources_of(connection), rulings)]


def incident_row(incident: Incident) -> store.IncidentRow:
    """The incident with its columns to search by."""
    period = incident.period.value if incident.period else None
    place = incident.place.value if incident.place else None
    killed, injured = incident.tally(Harm.KILLED), incident.tally(Harm.INJURED)
    end = (period.end or period.start) if period else None
    return store.IncidentRow(
        id=incident.id,
        body=incident.model_dump_json(),
        claims=incident.claims,
        kind=str(incident.kind.value),
        start=period.start.isoformat() if period else None,
        end=end.isoformat() if end else None,
        grade=str(incident.grade.grade) if incident.grade else None,
        killed_low=killed.low if killed else None,
        killed_high=killed.high if killed else None,
        injured_low=injured.low if injured else None,
        injured_high=injured.high if injured else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_km=place.radius_km if place else None,
    )


def write_changes(connection: Connection, rows: Iterable[store.IncidentRow]) -> int:
    """Brings the book's incidents to `rows`, writing only what differs; how many that were."""
    there = store.all_incident_rows(connection)
    wanted = {row.id: row for row in rows}
    gone = [i for i, row in there.items() if wanted.get(i) != row]
    new = [row for i, row in sorted(wanted.items()) if there.get(i) != row]
    store.drop_incidents(connection, gone)
    store.put_incidents(connection, new)
    return len(set(gone) | {row.id for row in new})


def join_with_fuse(claims: Iterable[Claim], sources: Mapping[str, Source], rulings: Rulings) -> Iterable[Incident]:
    """Joins with the rules of `fuse`, loaded here and not before: a look at reports and claims needs none."""
    from claimbook.fuse import fuse

    return fuse(claims, sources, rulings=rulings)
