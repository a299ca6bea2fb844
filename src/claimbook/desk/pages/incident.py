"""One incident: what is claimed, by whom, how far the voices agree, and each claim's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from claimbook import store
from claimbook.book.joining import standing_of
from claimbook.export.page_data import plain
from claimbook.model import Act, Decision, Incident, Place, Tally
from claimbook.review import Standing
from claimbook.store import Filter, overview
from claimbook.store.overview import Line, Wanted

from ..asking import Asked, Desk
from ..choosing import read_box
from ..page import render
from ..people import Role
from ..telling import ToldClaim, tell_claim
from ..wording import family_of, name_of, tell_days, tell_radius, tell_toll
from .overview import line_area, towns_in, zoom_of

NEAR_KM = 50.0
NEAR_DAYS = 3
MOST_NEAR = 15


def show(desk: Desk, asked: Asked) -> Response:
    """The page of an incident."""
    with desk.reading() as connection:
        incident = get_incident(connection, asked.path["id"])
        log = store.all_decisions(connection)
        standing = standing_of(connection)
        claims = told_claims(connection, incident.claims, log)
        near = near_lines(connection, incident)
        near_parties = overview.parties_of(connection, [line.id for line in near])
    happenings = [[claims[c] for c in group if c in claims] for group in incident.happenings]
    return render(
        asked,
        "incident.html",
        title=f"{name_of(incident.kind.value).capitalize()}{_at(incident)}",
        incident=incident,
        happenings=happenings,
        reports={c.report.id: c.report for c in claims.values()},
        tallies=[chart(t) for t in incident.tallies],
        joinings=sorted(incident.joinings, key=lambda j: j.score),
        claims=claims,
        history=history_of(log, standing, incident.claims),
        near=near,
        near_parties=near_parties,
        box=box_of(p for c in claims.values() for p in places_of(c)),
        may_decide=asked.person.role.may(Role.CODER),
        may_grade=asked.person.role.may(Role.EDITOR),
    )


def draw(desk: Desk, asked: Asked) -> Response:
    """What its map draws: the areas that its claims give, and near incidents to choose from."""
    with desk.reading() as connection:
        incident = get_incident(connection, asked.path["id"])
        claims = told_claims(connection, incident.claims, [])
        near = near_lines(connection, incident)
    return JSONResponse(
        {
            "areas": [
                *areas_of(claims.values(), incident),
                *(near_area(line) for line in near if line.lat is not None),
            ],
            "towns": towns_in(read_box(asked.query.get("view", "-90,-180,90,180")), zoom_of(asked)),
        }
    )


def claim(desk: Desk, asked: Asked) -> Response:
    """From a claim to its incident; one that is in none (it was rejected) to its report."""
    identifier = asked.path["id"]
    with desk.reading() as connection:
        found = store.get_claims(connection, [identifier])
        incident = store.incidents_of(connection, [identifier]).get(identifier)
    if identifier not in found:
        raise HTTPException(404, f"{identifier}: there is no such claim in the book.")
    to = f"/incidents/{incident}" if incident else f"/reports/{found[identifier].as_read.report}"
    return RedirectResponse(f"{to}#claim-{identifier}", 303)


def get_incident(connection: Connection, identifier: str) -> Incident:
    """The incident.  Raises a 404 where there is none: it may have been computed anew since."""
    found = store.get_incident(connection, identifier)
    if found is None:
        raise HTTPException(404, "There is no such incident now. Joining may have made it part of another.")
    return Incident.model_validate_json(found[0])


def told_claims(connection: Connection, ids: Sequence[str], log: Sequence[Decision]) -> dict[str, ToldClaim]:
    """The claims, told, by id; each with the decisions that name it."""
    stored = store.get_claims(connection, ids)
    reports = {r: store.get_report(connection, r) for r in {c.as_read.report for c in stored.values()}}
    told = {}
    for identifier in ids:
        if identifier in stored and (report := reports[stored[identifier].as_read.report]) is not None:
            mine = tuple(d for d in log if any(c.claim == identifier for c in d.claims))
            told[identifier] = tell_claim(report, stored[identifier], mine)
    return told


def chart(tally: Tally) -> dict[str, Any]:
    """A toll as rows: each voice's figure as a bar from low to high, in the order of publication."""
    top = max([f.high or f.low for f in tally.figures] + [tally.best_high or tally.best_low, 1])
    x = 100 / (top * 1.15)
    bars = [
        {
            "figure": f,
            "x": round(f.low * x, 2),
            "width": round(max(((f.high or f.low) - f.low) * x, 1.2), 2),
            "open": f.high is None,
        }
        for f in tally.figures
    ]
    best_high = tally.best_high if tally.best_high is not None else tally.best_low
    whose = [name_of(tally.status) if tally.status else "", f"of the {tally.side}" if tally.side else ""]
    return {
        "tally": tally,
        "name": " ".join(w for w in (str(tally.harm), *whose) if w),
        "main": tally.status is None and tally.side is None,
        "bars": bars,
        "best_x": round(tally.best_low * x, 2),
        "best_width": round(max((best_high - tally.best_low) * x, 1.2), 2),
    }


def history_of(log: Sequence[Decision], standing: Standing, ids: Iterable[str]) -> list[dict[str, Any]]:
    """The decisions on these claims, and their undoings, the latest first, each with where it stands."""
    wanted = set(ids)
    mine = {d.number for d in log if any(c.claim in wanted for c in d.claims)}
    mine |= {d.number for d in log if d.act is Act.UNDO and d.undoes in mine}
    reasons = {s.decision.number: s.reason for s in standing.suggestions}
    rows = []
    for decision in sorted((d for d in log if d.number in mine), key=lambda d: -d.number):
        state = "stands"
        if decision.number in standing.undone:
            state = f"undone by {standing.undone[decision.number].id}"
        elif decision.number in reasons:
            state = f"only a suggestion: {reasons[decision.number]}"
        rows.append({"decision": decision, "state": state, "stands": state == "stands"})
    return rows


def near_lines(connection: Connection, incident: Incident) -> list[Line]:
    """Incidents that lie near in time, and in place where it has one: the ones that it may be one with."""
    period = incident.period.value if incident.period else None
    place = incident.place.value if incident.place else None
    if period is None and place is None:
        return []
    around = None
    if place is not None and place.lat is not None and place.lon is not None:
        around = Filter(near=(place.lat, place.lon), within_km=max(NEAR_KM, place.radius_km or 0))
    wanted = around or Filter()
    if period is not None:
        wanted = replace(
            wanted, since=_shift(period.start, -NEAR_DAYS), until=_shift(period.end or period.start, NEAR_DAYS)
        )
    lines = overview.list_incidents(connection, Wanted(filter=wanted), order="voices", limit=MOST_NEAR + 1)
    return [line for line in lines if line.id != incident.id][:MOST_NEAR]


def places_of(told: ToldClaim) -> list[Place]:
    """The places of a claim that lie somewhere."""
    return [p.value for p in told.claim.places if p.value is not None and p.value.lat is not None]


def areas_of(claims: Iterable[ToldClaim], incident: Incident | None) -> list[dict[str, Any]]:
    """The areas of claims for the map, each once."""
    found: dict[tuple[float | None, float | None, float | None], dict[str, Any]] = {}
    for told in claims:
        for place in places_of(told):
            key = (place.lat, place.lon, place.radius_km)
            area = found.setdefault(
                key,
                {
                    "id": incident.id if incident else told.claim.id,
                    "lat": place.lat,
                    "lon": place.lon,
                    "r": place.radius_km or 0,
                    "family": family_of(told.claim.kind.value),
                    "place": plain(place.name),
                    "within": tell_radius(place.radius_km),
                    "words": "",
                },
            )
            line = plain(f"{name_of(told.claim.kind.value)}: {told.chain}")
            area["words"] = "; ".join(dict.fromkeys([*filter(None, area["words"].split("; ")), line]))
    return list(found.values())


def near_area(line: Line) -> dict[str, Any]:
    """A near incident on the map, dotted."""
    toll = tell_toll(line.killed_low, line.killed_high)
    words = ["another incident", name_of(line.kind), tell_days(line.start, line.end), f"{toll} killed" if toll else ""]
    return {**line_area(line, words), "line": "dotted"}


def box_of(places: Iterable[Place]) -> str:
    """The view that holds all these areas, as the map reads it; "" where there is none."""
    boxes = []
    for place in places:
        if place.lat is not None and place.lon is not None:
            reach = min(max(place.radius_km or 0, 8.0), 150.0) / 111
            boxes.append((place.lat - reach, place.lon - reach, place.lat + reach, place.lon + reach))
    if not boxes:
        return ""
    south, west = min(b[0] for b in boxes), min(b[1] for b in boxes)
    return f"{south:.3f},{west:.3f},{max(b[2] for b in boxes):.3f},{max(b[3] for b in boxes):.3f}"


def _at(incident: Incident) -> str:
    place = incident.place or (incident.places[0] if incident.places else None)
    return f" at {place.value.name}" if place else ""


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day
