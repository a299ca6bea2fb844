"""Atlos' bulk import: one row an incident, its column names in lower case, as in its own exports.

Atlos asks for a status, a description of 8 to 240 characters and a sensitivity; the rest it takes where there is one.
"""

from __future__ import annotations

from typing import Any

from claimbook.model import Harm, Incident

from .case import Case, Format
from .flat import write_rows
from .losses import Losses
from .sentence import say_incident

SOURCES = 10
MOST_CHARACTERS = 240
COLUMNS: dict[str, str] = {
    "status": "always To Do: nothing here was verified in Atlos",
    "description": "a neutral sentence made from the fields, at most 240 characters",
    "sensitive": "Graphic Violence where people were killed or injured, else Not Sensitive",
    "date": "first day of the period",
    "latitude": "of the centre of the place",
    "longitude": "of the centre of the place",
    "tags": "the kind, the grade and the incident's id, joined by commas",
    **{f"source_{n}": f"address of report {n}, where it has one; blank in the public profile" for n in range(1, SOURCES + 1)},
}  # fmt: skip
LOST: dict[str, str] = {
    "range": "the range in `description`",
    "rivals": "the range in `description`",
    "who": "left out",
    "attribution": "kinds of the first speakers in `description`",
    "contradictions": "a sentence in `description`, where it fits",
    "no coordinates": "blank coordinates",
    "area": "its centre",
    "places": "the one that the incident's rule chose",
    "period": "the first day; the period in `description`",
    "parties": "their names in `description`",
    "sites": "left out",
    "outcome": "left out",
    "joinings": "left out",
    "words": "left out",
}


def atlos_row(case: Case, losses: Losses) -> dict[str, Any]:
    """The incident's row."""
    incident = case.incident
    place = incident.place.value if incident.place else None
    description = say_incident(incident)
    if len(description) > MOST_CHARACTERS:
        losses.change(f"descriptions cut to {MOST_CHARACTERS} characters")
        description = description[: MOST_CHARACTERS - 1] + "…"
    addresses = list(dict.fromkeys(r.address for r in case.reports.values() if r.address))
    if len(addresses) > SOURCES:
        losses.change(f"incidents with more than {SOURCES} addresses")
    return {
        "status": "To Do",
        "description": description,
        "sensitive": "Graphic Violence" if _harmed(incident) else "Not Sensitive",
        "date": incident.period.value.start if incident.period else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "tags": ",".join(
            [str(incident.kind.value), *([str(incident.grade.grade)] if incident.grade else []), incident.id]
        ),
        **{f"source_{n}": address for n, address in enumerate(addresses[:SOURCES], 1)},
    }


def _harmed(incident: Incident) -> bool:
    return any(t.harm in (Harm.KILLED, Harm.INJURED) for t in incident.tallies)


FORMAT = Format(
    name="atlos",
    suffix=".csv",
    about="Atlos' bulk import",
    write=write_rows(COLUMNS, {}, atlos_row),
    columns={"incidents": COLUMNS},
    lost=LOST,
)
