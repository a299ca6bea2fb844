"""OCHA HAPI's conflict events: 19 columns, counts by month, region and type of event.

Types follow ACLED's form: an incident may count as political violence and as civilian targeting.  Strategic
developments are no conflict events there and are left out.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from claimbook.model import Place

from .acled import disorder_of, fatalities, is_civilian_targeting
from .case import Case, Format, Material, Options, seen
from .countries import alpha3
from .flat import write_table
from .losses import Losses

COLUMNS: dict[str, str] = {
    "location_code": "ISO 3166 alpha-3 of the country",
    "has_hrp": "blank: not known here",
    "in_gho": "blank: not known here",
    "provider_admin1_name": "first-level area as the gazetteer names it",
    "provider_admin2_name": "second-level area as the gazetteer names it",
    "admin1_code": "P-code of the first-level area, where one is known",
    "admin1_name": "its name, where the code is known",
    "admin2_code": "P-code of the second-level area, where one is known",
    "admin2_name": "its name, where the code is known",
    "admin_level": "2, 1 or 0: the finest level that the places name",
    "event_type": "political_violence, civilian_targeting or demonstration",
    "events": "how many incidents",
    "fatalities": "sum of the lowest numbers killed; blank for demonstrations",
    "reference_period_start": "first day of the month",
    "reference_period_end": "last day of the month",
    "dataset_hdx_id": "blank: not on HDX",
    "resource_hdx_id": "blank: not on HDX",
    "warning": "what to mind: claims, not verified events; a missing P-code",
    "error": "blank",
}
HXL: dict[str, str] = {
    "location_code": "#country+code",
    "has_hrp": "#meta+has_hrp",
    "in_gho": "#meta+in_gho",
    "provider_admin1_name": "#adm1+name+provider",
    "provider_admin2_name": "#adm2+name+provider",
    "admin1_code": "#adm1+code",
    "admin1_name": "#adm1+name",
    "admin2_code": "#adm2+code",
    "admin2_name": "#adm2+name",
    "admin_level": "#geo+admin_level",
    "event_type": "#event+type",
    "events": "#event+num",
    "fatalities": "#affected+killed",
    "reference_period_start": "#date+start",
    "reference_period_end": "#date+end",
    "dataset_hdx_id": "#meta+dataset+id",
    "resource_hdx_id": "#meta+resource+id",
    "warning": "#meta+warning",
    "error": "#meta+error",
}
LOST: dict[str, str] = {
    "range": "the lowest numbers are summed",
    "rivals": "the lowest numbers are summed",
    "no toll": "counted as an event with no fatalities",
    "injured": "left out",
    "who": "left out",
    "attribution": "left out",
    "voices": "left out",
    "contradictions": "left out",
    "grade": "left out",
    "area": "counted in its region",
    "places": "counted in the region of the one that the incident's rule chose",
    "period": "counted in the month of the first day",
    "parties": "left out",
    "sites": "left out",
    "outcome": "left out",
    "joinings": "left out",
    "words": "left out",
}
VIOLENCE, TARGETING, DEMONSTRATION = "political_violence", "civilian_targeting", "demonstration"
CLAIMS = "claims of reports, not verified events"
_Key = tuple[str, str, str, str, str, date, str]


def write(material: Material, to: Path, losses: Losses, options: Options) -> None:
    """Writes the counts, by country, region, month and type."""
    counts: dict[_Key, list[int]] = {}
    for case in seen(material.cases, losses):
        for key in _keys(case, losses):
            count = counts.setdefault(key, [0, 0])
            count[0] += 1
            count[1] += fatalities(case.incident)
    rows = (_row(key, *counts[key]) for key in sorted(counts))
    write_table(to, COLUMNS, rows, HXL if options.hxl else {})


def event_types(case: Case, code: str) -> list[str]:
    """The types under which an incident counts; none for strategic developments."""
    disorder = disorder_of(case.incident, code)
    found = [VIOLENCE] if "Political violence" in disorder else []
    if is_civilian_targeting(case.incident, code) and disorder != "Strategic developments":
        found.append(TARGETING)
    return [*found, DEMONSTRATION] if "Demonstrations" in disorder else found


def _keys(case: Case, losses: Losses) -> Iterator[_Key]:
    incident = case.incident
    place = incident.place.value if incident.place else None
    if incident.period is None:
        losses.leave_out("no day")
        return
    if place is None or place.country is None:
        losses.leave_out("no country")
        return
    types = event_types(case, place.country)
    if not types:
        losses.leave_out("a strategic development")
    month = incident.period.value.start.replace(day=1)
    for kind in types:
        yield alpha3(place.country), *_regions(place), month, kind


def _regions(place: Place) -> tuple[str, str, str, str]:
    """Names and codes of the first and the second level; "" where not known."""
    return place.admin1 or "", place.admin1_code or "", place.admin2 or "", place.admin2_code or ""


def _row(key: _Key, events: int, killed: int) -> dict[str, Any]:
    location, admin1, code1, admin2, code2, month, kind = key
    missing = [name for name, code in ((admin1, code1), (admin2, code2)) if name and not code]
    last = calendar.monthrange(month.year, month.month)[1]
    return {
        "location_code": location,
        "provider_admin1_name": admin1,
        "provider_admin2_name": admin2,
        "admin1_code": code1,
        "admin1_name": admin1 if code1 else None,
        "admin2_code": code2,
        "admin2_name": admin2 if code2 else None,
        "admin_level": 2 if admin2 else 1 if admin1 else 0,
        "event_type": kind,
        "events": events,
        "fatalities": None if kind == DEMONSTRATION else killed,
        "reference_period_start": month,
        "reference_period_end": month.replace(day=last),
        "warning": "; ".join([CLAIMS, *(f"no P-code for {name}" for name in missing)]),
    }


FORMAT = Format(
    name="hapi",
    suffix=".csv",
    about="OCHA HAPI's conflict events, 19 columns, counted by month and region",
    write=write,
    columns={"counts": COLUMNS},
    lost=LOST,
    hxl=HXL,
)
