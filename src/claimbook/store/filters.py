"""Finding reports, claims and incidents: one filter for all three, turned into SQL.

A filter on incidents by place name, actor, speaker or words asks for an incident with one claim that fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, Connection, String, Table, column, exists, false, func, or_, select, text
from sqlalchemy.sql.elements import ColumnElement

from claimbook.model import Report

from .distance import within
from .reports import BATCH, StoredClaim, stored
from .schema import claim, claim_spot, claim_term, incident, incident_claim, report
from .words import fold, matching, terms


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look for; what is left out does not matter.

    Times are days, both included, and match a period that touches them.  `near` is (lat, lon) in degrees: the centre
    of a place must lie within `within_km` of it.  `place`, `actor` and `speaker` match whole words of a name or
    entry.  `killed_from` asks for a lower figure of at least so many, `killed_to` for a higher one of at most so
    many; the same for `injured_from` and `injured_to`.  `words` must all be there.  `state` is read, accepted or
    rejected.  `order` is that of incidents: "day", or "told" for those that most independent voices tell of first.
    `offset` passes over the first so many.
    """

    since: date | None = None
    until: date | None = None
    place: str | None = None
    near: tuple[float, float] | None = None
    within_km: float = 25.0
    kinds: tuple[str, ...] = ()
    actor: str | None = None
    speaker: str | None = None
    killed_from: int | None = None
    killed_to: int | None = None
    injured_from: int | None = None
    injured_to: int | None = None
    grades: tuple[str, ...] = ()
    words: str | None = None
    report: str | None = None
    state: str | None = None
    limit: int | None = None
    order: str = "day"
    offset: int = 0


def find_reports(connection: Connection, wanted: Filter) -> Iterator[Report]:
    """The reports that fit, in the order of publication; those without a day last.

    Time is the day of publication; kinds, places, parties, speakers and tolls ask for one claim that fits them all.
    """
    conditions: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        conditions.append(report.c.published >= wanted.since.isoformat())
    if wanted.until is not None:
        conditions.append(report.c.published <= wanted.until.isoformat())
    if wanted.report is not None:
        conditions.append(or_(report.c.id == wanted.report, report.c.name == wanted.report))
    if wanted.words is not None:
        conditions.append(_has_words(connection, report.c.id, "report_words", wanted.words))
    own = [*_own(claim, wanted, with_time=False), *_named(wanted), *_placed(connection, wanted), *_ruled(wanted)]
    own += _graded(wanted)
    if own:
        conditions.append(exists().where(claim.c.report == report.c.id, *own))
    query = select(report.c.body).where(*conditions)
    query = (
        query.order_by(report.c.published.is_(None), report.c.published, report.c.name)
        .limit(wanted.limit)
        .offset(wanted.offset)
    )
    for body in connection.execute(query, execution_options={"yield_per": 500}).scalars():
        yield Report.model_validate_json(body)


def find_claims(connection: Connection, wanted: Filter, *, loose: bool = False) -> Iterator[StoredClaim]:
    """The claims that fit, by report in order of adding, then in reading order; `loose`: those in no incident."""
    conditions = [*_own(claim, wanted, with_time=True), *_named(wanted), *_placed(connection, wanted), *_ruled(wanted)]
    conditions += _graded(wanted)
    if wanted.report is not None:
        conditions.append(or_(report.c.id == wanted.report, report.c.name == wanted.report))
    if wanted.words is not None:
        conditions.append(_has_words(connection, claim.c.id, "claim_words", wanted.words))
    if loose:
        conditions.append(~exists().where(incident_claim.c.claim == claim.c.id))
    query = (
        select(claim.c.id, claim.c.body, claim.c.view, claim.c.state)
        .join(report, report.c.id == claim.c.report)
        .where(*conditions)
        .order_by(report.c.number, claim.c.ordinal)
        .limit(wanted.limit)
        .offset(wanted.offset)
    )
    for row in connection.execute(query, execution_options={"yield_per": 500}):
        yield stored(row)


def find_incidents(connection: Connection, wanted: Filter) -> Iterator[str]:
    """The JSON of the incidents that fit, by start, then id; or in the order that is wanted."""
    ids = find_incident_ids(connection, wanted)  # in order by an index; the bodies would be sorted with all they hold
    for at in range(0, len(ids), BATCH):
        part = ids[at : at + BATCH]
        bodies = dict(connection.execute(select(incident.c.id, incident.c.body).where(incident.c.id.in_(part))).all())
        yield from (bodies[i] for i in part)


def find_incident_ids(connection: Connection, wanted: Filter) -> list[str]:
    """Their ids in the same order, without reading the incidents."""
    by_day = (incident.c.start.is_(None), incident.c.start, incident.c.id)
    harmed = func.coalesce(incident.c.killed_low, 0) + func.coalesce(incident.c.injured_low, 0)
    order = (incident.c.voices.desc(), harmed.desc(), *by_day) if wanted.order == "told" else by_day
    query = select(incident.c.id).where(*incident_conditions(connection, wanted)).order_by(*order)
    return list(connection.execute(query.limit(wanted.limit).offset(wanted.offset)).scalars())


def incident_conditions(connection: Connection, wanted: Filter) -> list[ColumnElement[bool]]:
    """What the columns of an incident must hold for the filter; its limit is left to the caller."""
    conditions = _own(incident, wanted, with_time=True)
    if wanted.grades:
        conditions.append(incident.c.grade.in_(wanted.grades))
    asked = [*_named(wanted), *_ruled(wanted)]
    if wanted.words is not None:
        asked.append(_has_words(connection, claim.c.id, "claim_words", wanted.words))
    if wanted.report is not None:
        named = select(report.c.id).where(or_(report.c.id == wanted.report, report.c.name == wanted.report))
        asked.append(claim.c.report.in_(named))
    if asked:
        inside = select(incident_claim.c.incident).join(claim, claim.c.id == incident_claim.c.claim).where(*asked)
        conditions.append(incident.c.id.in_(inside))
    if wanted.near is not None:
        conditions.append(within(connection, incident.c.lat, incident.c.lon, wanted.near, wanted.within_km))
    return conditions


def _own(table: Table, wanted: Filter, *, with_time: bool) -> list[ColumnElement[bool]]:
    """Conditions on the columns that claims and incidents have alike."""
    found: list[ColumnElement[bool]] = []
    if with_time and wanted.since is not None:
        found.append(table.c.end >= wanted.since.isoformat())
    if with_time and wanted.until is not None:
        found.append(table.c.start <= wanted.until.isoformat())
    if wanted.kinds:
        found.append(table.c.kind.in_([str(k) for k in wanted.kinds]))
    for harm, least, most in (
        ("killed", wanted.killed_from, wanted.killed_to),
        ("injured", wanted.injured_from, wanted.injured_to),
    ):
        if least is not None:
            found.append(table.c[f"{harm}_low"] >= least)
        if most is not None:
            found.append(table.c[f"{harm}_high"] <= most)
    return found


def _named(wanted: Filter) -> list[ColumnElement[bool]]:
    """Conditions on the names of a claim's places, actors and speakers."""
    found: list[ColumnElement[bool]] = []
    for role, name in (("place", wanted.place), ("actor", wanted.actor), ("speaker", wanted.speaker)):
        if name is None:
            continue
        words = fold(name)
        if not words:
            return [false()]
        # Words are letters and digits only once folded, so that no wildcard of LIKE is among them.
        holds = (" " + claim_term.c.term + " ").like(f"% {words} %")
        inside = select(claim_term.c.claim).where(claim_term.c.role == role, holds)
        found.append(claim.c.id.in_(inside))
    return found


def _ruled(wanted: Filter) -> list[ColumnElement[bool]]:
    return [claim.c.state == wanted.state] if wanted.state is not None else []


def _graded(wanted: Filter) -> list[ColumnElement[bool]]:
    """Conditions on the incident that a claim is in."""
    if not wanted.grades:
        return []
    inside = select(incident_claim.c.claim).join(incident, incident.c.id == incident_claim.c.incident)
    return [claim.c.id.in_(inside.where(incident.c.grade.in_(wanted.grades)))]


def _placed(connection: Connection, wanted: Filter) -> list[ColumnElement[bool]]:
    if wanted.near is None:
        return []
    spots = select(claim_spot.c.claim).where(
        within(connection, claim_spot.c.lat, claim_spot.c.lon, wanted.near, wanted.within_km)
    )
    return [claim.c.id.in_(spots)]


def _has_words(connection: Connection, ids: Column[str], table: str, question: str) -> ColumnElement[bool]:
    if not terms(question):
        return false()
    query, parameters = matching(connection.dialect.name, table, question, "word")
    return ids.in_(text(query).bindparams(**parameters).columns(column("id", String)))
