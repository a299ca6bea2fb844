"""One incident as one flat row, for `incidents --as jsonl` and for the scorer of incidents.

Lost: which claims say what, the voices behind each figure, the levels of every joining.  Tolls are the best figure;
the bounds over all figures stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimbook.model import Harm, Incident, Status

# Tolls of a row: column → harm and whose.
_TOLLS = {
    "killed": (Harm.KILLED, None),
    "injured": (Harm.INJURED, None),
    "killed_civilians": (Harm.KILLED, Status.CIVILIAN),
    "injured_civilians": (Harm.INJURED, Status.CIVILIAN),
}


def incident_row(incident: Incident, names: Mapping[str, str]) -> dict[str, Any]:
    """The row: `names` gives each report's name by its id.  Dates are ISO days, coordinates WGS 84 degrees.

    A toll is {"low", "high", "lowest", "highest"}: the best figure, then the bounds over all figures; null where no
    claim gives one.
    """
    period = incident.period.value if incident.period else None
    place = incident.place.value if incident.place else None
    end = (period.end or period.start) if period else None
    row: dict[str, Any] = {
        "id": incident.id,
        "kind": str(incident.kind.value),
        "date_start": period.start.isoformat() if period else None,
        "date_end": end.isoformat() if end else None,
        "place": place.name if place else (incident.places[0].value.name if incident.places else None),
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "radius_km": place.radius_km if place else None,
        "initiators": [a.value.name for a in incident.initiators],
        "targets": [a.value.name for a in incident.targets],
    }
    for column, (harm, status) in _TOLLS.items():
        tally = incident.tally(harm, status=status)
        row[column] = tally and {
            "low": tally.best_low,
            "high": tally.best_high,
            "lowest": tally.low,
            "highest": tally.high,
        }
    return row | {
        "grade": str(incident.grade.grade) if incident.grade else None,
        "reason": incident.grade.reason if incident.grade else None,
        "independent_voices": incident.independent_voices,
        "voices_by_side": incident.voices_by_side,
        "contradictions": [c.sentence for c in incident.contradictions],
        "reports": [names.get(r, r) for r in incident.reports],
        "claims": list(incident.claims),
    }
