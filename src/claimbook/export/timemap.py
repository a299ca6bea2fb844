"""TimeMap's events sheet: 8 columns, one row an incident with a day and a point.

Days are written MM/DD/YYYY, TimeMap's own default.  `sources` and `associations` name rows of its other sheets.
"""

from __future__ import annotations

from typing import Any

from claimbook.model import Incident

from .case import Case, Format
from .flat import write_rows
from .losses import Losses
from .row import fold
from .sentence import say_incident

COLUMNS: dict[str, str] = {
    "id": "the incident's id",
    "date": "first day of the period, as MM/DD/YYYY",
    "latitude": "of the centre of the place",
    "longitude": "of the centre of the place",
    "location": "the name of the place",
    "description": "a neutral sentence made from the fields",
    "sources": "ids of the reports, joined by commas",
    "associations": "the kind, the grade and the parties, joined by commas",
}
LOST: dict[str, str] = {
    "range": "the range in `description`",
    "rivals": "the range in `description`",
    "who": "left out",
    "attribution": "kinds of the first speakers in `description`",
    "contradictions": "a sentence in `description`",
    "area": "its centre",
    "places": "the one that the incident's rule chose",
    "period": "the first day; the period in `description`",
    "sites": "left out",
    "outcome": "left out",
    "joinings": "left out",
    "words": "left out",
}


def timemap_row(case: Case, losses: Losses) -> dict[str, Any] | None:
    """The incident's row; None, told to `losses`, where it has no day or no point: TimeMap cannot show it."""
    incident = case.incident
    place = incident.place.value if incident.place else None
    if incident.period is None:
        losses.leave_out("no day")
        return None
    if place is None or place.lat is None:
        losses.leave_out("no coordinates")
        return None
    return {
        "id": incident.id,
        "date": incident.period.value.start.strftime("%m/%d/%Y"),
        "latitude": place.lat,
        "longitude": place.lon,
        "location": fold(place.name),
        "description": say_incident(incident),
        "sources": ",".join(incident.reports),
        "associations": _associations(incident),
    }


def _associations(incident: Incident) -> str:
    names = [str(incident.kind.value), *([str(incident.grade.grade)] if incident.grade else [])]
    names += [a.value.name for a in (*incident.initiators, *incident.targets)]
    return ",".join(dict.fromkeys(fold(n).replace(",", " ") for n in names))


FORMAT = Format(
    name="timemap",
    suffix=".csv",
    about="the events sheet of TimeMap",
    write=write_rows(COLUMNS, {}, timemap_row),
    columns={"events": COLUMNS},
    lost=LOST,
)
