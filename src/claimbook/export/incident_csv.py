"""CSV of incidents: the columns of `incident_table`, one row an incident."""

from __future__ import annotations

from typing import Any

from .case import Case, Format
from .flat import write_rows
from .incident_table import COLUMNS, HXL, LOST, flatten_incident
from .losses import Losses


def _row(case: Case, losses: Losses) -> dict[str, Any]:
    return flatten_incident(case)


FORMAT = Format(
    name="csv",
    suffix=".csv",
    about="one row an incident, for spreadsheets and statistics",
    write=write_rows(COLUMNS, HXL, _row),
    columns={"incidents": COLUMNS},
    lost=LOST,
    hxl=HXL,
)
