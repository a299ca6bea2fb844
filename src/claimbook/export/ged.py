"""UCDP GED's form: 49 columns, one row an incident with at least one death.

Sides, deaths by side and the low, best and high figures follow the GED codebook; `source_original` is who said it.
Ids of conflicts, dyads and actors are UCDP's to give and stay blank.  Deaths by side always add up to `best`.
"""

from __future__ import annotations

import math
from typing import Any

from claimbook.lexicon.crosswalks import UcdpSide, type_of_violence, ucdp_side
from claimbook.model import Actor, ActorKind, Harm, Incident, Period, Side, Status

from .case import Case, Format
from .countries import countries, gw_numbers, ucdp_name, ucdp_region
from .flat import write_rows
from .incident_table import join
from .losses import Losses, is_lethal
from .row import fold, is_party
from .sentence import say_place

COLUMNS: dict[str, str] = {
    "id": "blank: UCDP's own",
    "relid": "the incident's id",
    "year": "of the first day",
    "active_year": "blank: needs the deaths of a whole dyad and year",
    "code_status": "blank: nothing was coded by UCDP",
    "type_of_violence": "1 state-based, 2 non-state, 3 one-sided, from the sides; blank where they do not decide it",
    "conflict_dset_id": "blank",
    "conflict_new_id": "blank",
    "conflict_name": "the dyad's name for types 2 and 3; blank for type 1",
    "dyad_dset_id": "blank",
    "dyad_new_id": "blank",
    "dyad_name": "side_a, a hyphen, side_b",
    "side_a_dset_id": "blank",
    "side_a_new_id": "blank",
    "side_a": "the first that acted, in UCDP's wording; for type 1 always the government",
    "side_b_dset_id": "blank",
    "side_b_new_id": "blank",
    "side_b": "the first party acted on, in UCDP's wording; Civilians where civilians were killed and no party is named",
    "number_of_sources": "how many reports tell of it",
    "source_article": "outlet, day and title of each report, joined by semicolons",
    "source_office": "outlets of the reports",
    "source_date": "their days of publication",
    "source_headline": "their titles; blank in the public profile",
    "source_original": "who said it first: the last speaker of every chain",
    "where_prec": "1 exact to 7 international",
    "where_coordinates": "the name of the place",
    "where_description": "the place with its relation, regions and country",
    "adm_1": "first-level area of the place",
    "adm_2": "second-level area of the place",
    "latitude": "of the centre of the place; blank where it has none",
    "longitude": "of the centre of the place; blank where it has none",
    "geom_wkt": "the same as a point",
    "priogrid_gid": "the PRIO-GRID cell of the point",
    "country": "UCDP's name of the country",
    "country_id": "Gleditsch and Ward's number of the country",
    "region": "UCDP's region of the country",
    "event_clarity": "1 where it lies in one day, 2 where its period is longer",
    "date_prec": "1 one day, 2 up to six days, 3 a week, 4 up to a month, 5 more",
    "date_start": "first day of the period",
    "date_end": "last day of the period; the first where it is open",
    "deaths_a": "best figure of the dead of side_a",
    "deaths_b": "best figure of the dead of side_b",
    "deaths_civilians": "best figure of civilians killed",
    "deaths_unknown": "what is left of best",
    "best": "the best figure by the incident's rule",
    "high": "the highest figure; the highest lower bound where no voice gives an upper one",
    "low": "the lowest figure",
    "gwnoa": "Gleditsch and Ward's number of side_a, if it is a government",
    "gwnob": "Gleditsch and Ward's number of side_b, if it is a government",
}
HXL: dict[str, str] = {
    "relid": "#event+id",
    "year": "#date+year",
    "type_of_violence": "#event+type+num",
    "dyad_name": "#event+dyad",
    "side_a": "#group+name+side_a",
    "side_b": "#group+name+side_b",
    "where_coordinates": "#loc+name",
    "where_prec": "#geo+precision",
    "adm_1": "#adm1+name",
    "adm_2": "#adm2+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "country": "#country+name",
    "region": "#region+name",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "deaths_a": "#affected+killed+side_a",
    "deaths_b": "#affected+killed+side_b",
    "deaths_civilians": "#affected+killed+civilians",
    "deaths_unknown": "#affected+killed+unknown",
    "best": "#affected+killed+best",
    "high": "#affected+killed+high",
    "low": "#affected+killed+low",
    "source_office": "#meta+source",
}
LOST: dict[str, str] = {
    "nobody killed": "left out: GED holds events with at least one death",
    "open": "the highest lower bound as `high`",
    "rivals": "low, best and high; who gives which is left out",
    "injured": "left out",
    "attribution": "outlets in `source_office`, first speakers in `source_original`",
    "voices": "left out",
    "contradictions": "left out",
    "grade": "left out",
    "no coordinates": "blank coordinates",
    "area": "its centre, with `where_prec`",
    "places": "the one that the incident's rule chose",
    "parties": "the first party of each side",
    "sites": "left out",
    "outcome": "left out",
    "joinings": "left out",
    "words": "left out",
}
_NO_SIDE = UcdpSide("Unknown actor", "unknown", False)


def ged_row(case: Case, losses: Losses) -> dict[str, Any] | None:
    """The incident's row; None, told to `losses`, where it has no death, day or country."""
    incident = case.incident
    place = incident.place.value if incident.place else None
    tally = incident.tally(Harm.KILLED)
    if tally is None or not is_lethal(incident):
        losses.leave_out("no death")
        return None
    if incident.period is None:
        losses.leave_out("no day")
        return None
    if place is None or place.country is None:
        losses.leave_out("no country")
        return None
    period, code = incident.period.value, place.country
    side_a, side_b, swapped = sides(incident, code)
    a, b, civilians, unknown = deaths(incident, side_b, swapped=swapped)
    kind = type_of_violence(side_a, side_b)
    dyad = f"{fold(side_a.name)} - {fold(side_b.name)}"
    reports = list(case.reports.values())
    lat, lon = (place.lat, place.lon) if place.lat is not None and place.lon is not None else (None, None)
    headline = [fold(r.title.value) if r.title and r.title.value else "" for r in reports]
    office = [r.outlet.value if r.outlet and r.outlet.value else "" for r in reports]
    days = [r.published.value.isoformat() if r.published and r.published.value else "" for r in reports]
    quoted = [f'"{h}"' if h else "" for h in headline]
    sources = (",".join(filter(None, parts)) for parts in zip(office, days, quoted, strict=True))
    filled: dict[str, Any] = {
        "relid": incident.id,
        "year": period.start.year,
        "type_of_violence": kind,
        "conflict_name": dyad if kind in (2, 3) else None,
        "dyad_name": dyad,
        "side_a": fold(side_a.name),
        "side_b": fold(side_b.name),
        "number_of_sources": len(incident.reports),
        "source_article": "; ".join(sources) or None,
        "source_office": join(office),
        "source_date": join(days),
        "source_headline": join(headline),
        "source_original": join(v.speakers[-1].name for v in incident.voices if v.speakers),
        "where_prec": place.where_prec,
        "where_coordinates": fold(place.name),
        "where_description": fold(say_place(place)),
        "adm_1": place.admin1,
        "adm_2": place.admin2,
        "latitude": lat,
        "longitude": lon,
        "geom_wkt": f"POINT ({lon} {lat})" if lat is not None else None,
        "priogrid_gid": priogrid(lat, lon) if lat is not None and lon is not None else None,
        "country": ucdp_name(code),
        "country_id": gw_numbers().get(code),
        "region": ucdp_region(code),
        "event_clarity": 1 if period.start == period.end else 2,
        "date_prec": date_precision(period),
        "date_start": _moment(period.start.isoformat()),
        "date_end": _moment((period.end or period.start).isoformat()),
        "deaths_a": a,
        "deaths_b": b,
        "deaths_civilians": civilians,
        "deaths_unknown": unknown,
        "best": tally.best_low,
        "high": tally.high if tally.high is not None else max(f.low for f in tally.figures),
        "low": tally.low,
        "gwnoa": _government_number(side_a),
        "gwnob": _government_number(side_b),
    }
    return {name: filled.get(name) for name in COLUMNS}


def sides(incident: Incident, code: str) -> tuple[UcdpSide, UcdpSide, bool]:
    """side_a and side_b, and whether they stand the other way round than initiator and target."""
    when = incident.period.value.start if incident.period else None
    first = next((a.value for a in incident.initiators if is_party(a.value)), None)
    second = next((a.value for a in incident.targets if is_party(a.value)), None)
    civil = incident.tally(Harm.KILLED, status=Status.CIVILIAN)
    if second is None and civil is not None and civil.best_low > 0:
        second = Actor(name="civilians", kind=ActorKind.CIVILIANS, country=code)
    side_a, side_b = (ucdp_side(_at_home(a, code), when=when) if a else _NO_SIDE for a in (first, second))
    if side_b.what == "government" and side_a.what == "group":
        return side_b, side_a, True
    return side_a, side_b, False


def _at_home(actor: Actor, code: str) -> Actor:
    """Forces of a state that is not named ("the army", "an army outpost") are those of the country where it happened."""
    nameless = actor.entry is None and actor.country is None and actor.kind is ActorKind.STATE_FORCES
    return actor.model_copy(update={"country": code}) if nameless else actor


def deaths(incident: Incident, side_b: UcdpSide, *, swapped: bool) -> tuple[int, int, int, int]:
    """Deaths of side_a, side_b, civilians, and of whom nothing tells; together the best figure."""
    left = best = _best(incident)
    civilians = min(left, _best(incident, status=Status.CIVILIAN))
    initiator, target = _best(incident, side=Side.INITIATOR), _best(incident, side=Side.TARGET)
    if side_b.what == "civilians":  # those acted on are civilians, and so their dead but for combatants
        civilians = min(best, max(civilians, target - _best(incident, status=Status.COMBATANT)))
        target = 0
    left -= civilians
    of_initiator = min(left, initiator)
    left -= of_initiator
    of_target = min(left, target)
    left -= of_target
    a, b = (of_target, of_initiator) if swapped else (of_initiator, of_target)
    return a, b, civilians, left


def date_precision(period: Period) -> int:
    """UCDP's scale: 1 one day, 2 up to six days, 3 a week, 4 up to a month, 5 more, or open."""
    if period.end is None:
        return 5
    days = (period.end - period.start).days + 1
    return next((code for most, code in ((1, 1), (6, 2), (7, 3), (31, 4)) if days <= most), 5)


def priogrid(lat: float, lon: float) -> int:
    """The number of the PRIO-GRID cell: half degrees, counted from the south-west corner eastwards, 720 a row."""
    row = min(math.floor((90 + lat) * 2), 359)
    column = min(math.floor((180 + lon) * 2), 719)
    return row * 720 + column + 1


def _best(incident: Incident, *, status: Status | None = None, side: Side | None = None) -> int:
    tally = incident.tally(Harm.KILLED, status=status, side=side)
    return tally.best_low if tally else 0


def _government_number(side: UcdpSide) -> int | None:
    if side.what != "government":
        return None
    name = side.name.removeprefix("Government of ")
    code = next((c for c, entry in countries().items() if (entry.ucdp or entry.name) == name), None)
    return gw_numbers().get(code) if code else None


def _moment(day: str) -> str:
    return f"{day} 00:00:00.000"


FORMAT = Format(
    name="ged",
    suffix=".csv",
    about="UCDP GED's 49 columns, incidents with a death",
    write=write_rows(COLUMNS, HXL, ged_row),
    columns={"events": COLUMNS},
    lost=LOST,
    hxl=HXL,
)
