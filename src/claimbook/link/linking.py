"""A book beside a user's table: every row and every incident once, with its outcome and the reasons in words.

Nothing is written into the book.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimbook import store
from claimbook.book import Book
from claimbook.book.joining import rulings_of, sources_of, standing_of
from claimbook.fuse.cluster import MEAN_AT
from claimbook.fuse.compare import JOIN_AT
from claimbook.fuse.levels import NEVER
from claimbook.fuse.match import Fit, match
from claimbook.fuse.records import Happening, gather
from claimbook.model import Harm, Incident
from claimbook.store.distance import km_between
from claimbook.store.filters import Filter

from .table import OwnRow, Table

MATCHED, HERE, THERE = "matched", "only here", "only there"
COLUMNS: dict[str, str] = {
    "outcome": "matched, only here (in the book) or only there (in your table)",
    "row": "the id of your row",
    "line": "its line in your file",
    "incident": "the incident's id",
    "bits": "how far they look like one; 3 are needed",
    "reasons": "why, in words",
    "row_day": "first day of your row",
    "incident_day": "first day of the incident",
    "row_place": "the place of your row",
    "incident_place": "the place of the incident",
    "km": "between the two places' centres",
    "row_killed": "killed, in your row",
    "incident_killed_low": "least killed that a voice gives",
    "incident_killed_high": "most killed that a voice gives; empty for a lower bound",
}
TELLING_BITS = 0.5  # a level that weighs less is not told as a reason


@dataclass(slots=True)
class Linked:
    """The rows of the answer, matched ones first, and how many there are of each outcome."""

    rows: list[dict[str, Any]]
    counts: dict[str, int] = field(default_factory=dict)


def link(book: Book, table: Table, wanted: Filter | None = None) -> Linked:
    """Every row of `table` and every incident of the book that fits `wanted`, once."""
    own = {row.id: row for row in table.rows}
    incidents = {i.id: i for i in book.incidents(wanted)}
    found = match([row.happening for row in table.rows], _happenings(book, incidents))
    partner_of_incident = {fit.incident: fit for fit in found.pairs}
    partner_of_row = {fit.row: fit for fit in found.pairs}
    rows = [_answer(MATCHED, own[f.row], incidents[f.incident], f, _why(f)) for f in found.pairs]
    for identifier, fit in found.nearest_incident.items():
        why = _why_no_incident(fit, partner_of_incident)
        rows.append(_answer(THERE, own[identifier], None, fit, why))
    first, last = _days(table.rows)
    for identifier, fit in found.nearest_row.items():
        incident = incidents[identifier]
        why = _outside(incident, first, last) or _why_no_row(fit, partner_of_row)
        rows.append(_answer(HERE, None, incident, fit, why))
    order = (MATCHED, THERE, HERE)
    rows.sort(
        key=lambda r: (
            order.index(r["outcome"]),
            r["row_day"] or r["incident_day"] or "",
            r["row"] or "",
            r["incident"] or "",
        )
    )
    return Linked(rows, {outcome: sum(r["outcome"] == outcome for r in rows) for outcome in (MATCHED, HERE, THERE)})


def _happenings(book: Book, incidents: Mapping[str, Incident]) -> dict[str, list[Happening]]:
    """The happenings of each incident, as joining gathers them."""
    home = {claim: i.id for i in incidents.values() for claim in i.claims}
    with store.reading(book.engine, book.where) as connection:
        claims = (c.view for c in store.all_claims(connection))
        gathered, _ = gather(claims, sources_of(connection), rulings_of(standing_of(connection)))
    found: dict[str, list[Happening]] = {identifier: [] for identifier in incidents}
    for happening in gathered:
        if happening.key in home:
            found[home[happening.key]].append(happening)
    return {identifier: happenings for identifier, happenings in found.items() if happenings}


def _answer(outcome: str, row: OwnRow | None, incident: Incident | None, fit: Fit | None, why: str) -> dict[str, Any]:
    place = incident.place.value if incident and incident.place else None
    period = incident.period.value if incident and incident.period else None
    killed = incident.tally(Harm.KILLED) if incident else None
    return {
        "outcome": outcome,
        "row": row.id if row else None,
        "line": row.line if row else None,
        "incident": incident.id if incident else None,
        "bits": round(fit.best, 1) if fit and outcome == MATCHED else None,
        "reasons": why,
        "row_day": row.day.isoformat() if row else None,
        "incident_day": period.start.isoformat() if period else None,
        "row_place": row.place if row else None,
        "incident_place": place.name if place else None,
        "km": _km(row, incident),
        "row_killed": row.killed if row else None,
        "incident_killed_low": killed.low if killed else None,
        "incident_killed_high": killed.high if killed else None,
    }


def _why(fit: Fit) -> str:
    """What speaks for it and what against, by weight."""
    levels = [level for level in fit.levels if abs(level.weight) >= TELLING_BITS]
    levels.sort(key=lambda level: -abs(level.weight))
    return " ".join(f"{level.sentence} ({_bits(level.weight)})" for level in levels) or "Nothing speaks for or against."


def _why_no_incident(fit: Fit | None, partners: Mapping[str, Fit]) -> str:
    if fit is None:
        return "No incident of the book lies near it in time and place, or in time and a telling number."
    if fit.holds and (partner := partners.get(fit.incident)):
        return f"Incident {fit.incident} fits, but it is matched with your row {partner.row}. {_why(fit)}"
    return f"The nearest, incident {fit.incident}, does not fit: {_short(fit)} {_against(fit)}"


def _why_no_row(fit: Fit | None, partners: Mapping[str, Fit]) -> str:
    if fit is None:
        return "No row of yours lies near it in time and place, or in time and a telling number."
    if fit.holds and (partner := partners.get(fit.row)):
        return f"Your row {fit.row} fits, but it is matched with incident {partner.incident}. {_why(fit)}"
    return f"The nearest, your row {fit.row}, does not fit: {_short(fit)} {_against(fit)}"


def _short(fit: Fit) -> str:
    """By how much it falls short."""
    if fit.best >= JOIN_AT:
        return f"the mean over the incident's reports is {fit.mean:.1f} bits, {MEAN_AT:g} are needed."
    if fit.best <= NEVER / 2:
        return "joining forbids it."
    return f"{_bits(fit.best)}, {JOIN_AT:g} are needed."


def _against(fit: Fit) -> str:
    worst = sorted((level for level in fit.levels if level.weight < 0), key=lambda level: level.weight)
    return " ".join(level.sentence for level in worst[:3]) or "Too little speaks for it."


def _bits(weight: float) -> str:
    return f"{weight:+.1f} bits" if weight > NEVER / 2 else "forbids it"


def _outside(incident: Incident, first: str, last: str) -> str | None:
    """Where the table cannot hold the incident, because its days end before or begin after."""
    period = incident.period.value if incident.period else None
    if period is None or not first:
        return None
    end = (period.end or period.start).isoformat()
    if end < first:
        return f"Your table begins on {first}; the incident lies before."
    if period.start.isoformat() > last:
        return f"Your table ends on {last}; the incident lies after."
    return None


def _days(rows: Sequence[OwnRow]) -> tuple[str, str]:
    days = sorted(row.day.isoformat() for row in rows)
    return (days[0], days[-1]) if days else ("", "")


def _km(row: OwnRow | None, incident: Incident | None) -> float | None:
    place = incident.place.value if incident and incident.place else None
    if row is None or place is None or place.lat is None or place.lon is None:
        return None
    km = km_between(row.lat, row.lon, place.lat, place.lon)
    return None if km is None else round(km, 1)
