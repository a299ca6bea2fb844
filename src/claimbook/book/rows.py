"""Reports, claims and incidents as flat rows, for tables, CSV and the fields that scoring reads.

Lost in the flat columns: words and offsets, rival figures, reasons.  `whole` holds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimbook.export.jsonl import describe
from claimbook.export.row import COLUMNS as CLAIM_CELLS
from claimbook.export.row import flatten
from claimbook.model import Harm, Report, Status
from claimbook.model.incident import Incident, Tally
from claimbook.store import StoredClaim, toll_range

Row = dict[str, Any]

REPORT_COLUMNS = ("id", "name", "outlet", "published", "title", "address", "media_type", "sha256")
CLAIM_COLUMNS = (*CLAIM_CELLS, "state")
INCIDENT_COLUMNS = (
    "id", "date_start", "date_end", "kind", "place", "country", "admin1", "lat", "lon", "radius_km", "initiators",
    "targets", "killed_low", "killed_high", "injured_low", "injured_high", "killed_civilians_low",
    "killed_civilians_high", "grade", "reason", "voices", "claims", "reports",
)  # fmt: skip


def report_row(report: Report) -> Row:
    """One report; its text is left to `show`."""
    return {
        "id": report.id,
        "name": report.name,
        "outlet": report.outlet.value if report.outlet else None,
        "published": report.published.value.isoformat() if report.published and report.published.value else None,
        "title": report.title.value if report.title else None,
        "address": report.address,
        "media_type": report.media_type,
        "sha256": report.sha256,
    }


def claim_row(report: Report, claim: StoredClaim) -> Row:
    """One claim with its corrections, and where it stands."""
    row = flatten(report, claim.view)
    killed = span_of(*toll_range(claim.view, Harm.KILLED))
    return {**row, "state": claim.state, "id": claim.view.id, "day": row["start"], "killed": killed}


def claim_whole(report: Report, claim: StoredClaim) -> Row:
    """One claim with every value's words, and its state."""
    return {**describe(report), **claim.view.model_dump(mode="json"), "state": claim.state}


def incident_row(incident: Incident, names: Mapping[str, str]) -> Row:
    """One incident; `names` are the reports' names by id."""
    period = incident.period.value if incident.period else None
    place = incident.place.value if incident.place else None
    end = (period.end or period.start) if period else None
    row: Row = {
        "id": incident.id,
        "date_start": period.start.isoformat() if period else None,
        "date_end": end.isoformat() if end else None,
        "kind": str(incident.kind.value),
        "place": place.name if place else incident.places[0].value.name if incident.places else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "radius_km": place.radius_km if place else None,
        "initiators": "; ".join(a.value.name for a in incident.initiators),
        "targets": "; ".join(a.value.name for a in incident.targets),
        "grade": str(incident.grade.grade) if incident.grade else None,
        "reason": incident.grade.reason if incident.grade else None,
        "voices": incident.independent_voices,
        "claims": "; ".join(incident.claims),
        "reports": "; ".join(names.get(r, r) for r in incident.reports),
        "day": period.start.isoformat() if period else None,
    }
    for name, tally in _tallies(incident).items():
        row[f"{name}_low"] = tally.low if tally else None
        row[f"{name}_high"] = tally.high if tally else None
    row["killed"] = span_of(row["killed_low"], row["killed_high"])
    return row


def incident_whole(incident: Incident, names: Mapping[str, str]) -> Row:
    """One incident: the fields that scoring reads, and the whole of it under `incident`."""
    row = incident_row(incident, names)
    kept = ("id", "date_start", "date_end", "kind", "place", "lat", "lon", "radius_km", "grade")
    return {
        **{k: row[k] for k in kept},
        "reports": [names.get(r, r) for r in incident.reports],
        **{name: _figure(tally) for name, tally in _tallies(incident).items()},
        "incident": incident.model_dump(mode="json"),
    }


def span_of(low: int | None, high: int | None) -> str:
    """ "3", "3-12", "3+" for a lower bound, "" for none."""
    if low is None:
        return ""
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}-{high}"


def _tallies(incident: Incident) -> dict[str, Tally | None]:
    return {
        "killed": incident.tally(Harm.KILLED),
        "injured": incident.tally(Harm.INJURED),
        "killed_civilians": incident.tally(Harm.KILLED, status=Status.CIVILIAN),
        "injured_civilians": incident.tally(Harm.INJURED, status=Status.CIVILIAN),
    }


def _figure(tally: Tally | None) -> Row | None:
    """The best figure by the incident's rule, and the range of all figures beside it."""
    if tally is None:
        return None
    return {"low": tally.best_low, "high": tally.best_high, "least": tally.low, "most": tally.high, "rule": tally.rule}
