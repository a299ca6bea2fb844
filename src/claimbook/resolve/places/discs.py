"""An entry and its cues as an honest area: centre, radius, and the precision codes of ACLED and UCDP.

Rules (kilometres): the place itself keeps its entry's radius; "near" reaches 10; "countryside of" reaches 25; a
distance moves the centre and keeps two fifths of the distance as radius; a part of a region is the disc on its side.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimbook.model import Place, Relation

from .cues import Cues, compass
from .geometry import Spot, distance_km, middle, move
from .index import Entry
from .kinds import FACILITY_KM, FIRST, SECOND, SORT_OF, TOWN

NEAR_KM = 10.0
COUNTRYSIDE_KM = 25.0
MOST_BETWEEN_KM = 150.0
REGION_KM = 30.0  # an area wider than this may lie in several regions
MOVED_KM = 3.0
BEARING_SHARE = 0.4  # of the distance: "east" is anything within 22.5 degrees of it
_PART_SHIFT, _PART_SIZE = 0.45, 0.6  # of the radius
_LINES = {"river", "road", "corridor", "highway", "axis", "front", "frontline"}


def place_at(cue: Cues, entry: Entry, admin1: str, reason: str) -> Place:
    """The area that the cues make of an entry."""
    lat, lon, radius = entry.lat, entry.lon, entry.radius_km
    region = entry.kind != TOWN
    exact = entry.kind == TOWN and cue.relation is Relation.IN
    way = compass(cue.part)
    if cue.km is not None and not region:
        if cue.bearing is not None:
            lat, lon = move(lat, lon, km=cue.km, bearing=cue.bearing)
            radius = max(2.0, BEARING_SHARE * cue.km)
            reason += f" Moved {cue.km:g} km by its bearing."
        else:
            radius = max(2.0, cue.km)
        exact = False
    elif way is not None and (region or cue.wide):
        size = radius if region else max(radius, COUNTRYSIDE_KM)
        lat, lon = move(lat, lon, km=_PART_SHIFT * size, bearing=way)
        radius, exact = _PART_SIZE * size, False
        reason += f" Only its {cue.part} part."
    elif cue.wide:
        radius, exact = max(radius, COUNTRYSIDE_KM), False
    elif cue.relation is not Relation.IN and not region:
        radius, exact = max(radius, NEAR_KM), False
    if entry.kind == TOWN and SORT_OF.get(cue.kind or "") in (FIRST, SECOND):
        radius, exact = max(radius, COUNTRYSIDE_KM), False
        reason += f" The {cue.kind} round the town of its name."
    if cue.kind in FACILITY_KM and not region:
        radius, exact = max(radius, FACILITY_KM[cue.kind]), False
        reason += f" The {cue.kind} that bears its name."
    geo, where = _precision(entry, exact=exact, part=way is not None)
    return Place(
        name=cue.name,
        relation=cue.relation,
        kind=cue.kind,
        entry=entry.id,
        country=entry.country or None,
        admin1=admin1 or None,
        admin1_code=entry.admin1_code or None,
        admin2=entry.admin2 or None,
        admin2_code=entry.admin2_code or None,
        lat=round(lat, 5),
        lon=round(lon, 5),
        radius_km=round(radius, 1),
        geo_precision=geo,
        where_prec=where,
        reason=reason,
    )


def codes_by_point(entry: Entry) -> bool:
    """Whether an entry is small enough to lie in one region, by its centre."""
    return entry.kind not in ("country", FIRST) and entry.radius_km <= REGION_KM


def code_regions(place: Place, entry: Entry, here: Sequence[Entry]) -> Place:
    """`place` with the names and codes of the regions that hold its centre, best known first in `here`.

    The entry's own regions stand, since its source drew them with care and the embedded outlines are rounded.  The
    outlines tell where the centre was moved away from the entry, and where they have a code and the entry has none.
    """
    moved = (
        place.lat is not None and place.lon is not None and distance_km(entry, Spot(place.lat, place.lon)) > MOVED_KM
    )
    update: dict[str, str | None] = {}
    for level, name, code in ((FIRST, "admin1", "admin1_code"), (SECOND, "admin2", "admin2_code")):
        found = next((e for e in here if e.kind == level), None)
        if entry.kind == level or found is None:
            continue
        known = getattr(place, name)
        if moved or not known or (getattr(place, code) is None and getattr(found, code)):
            update[name], update[code] = found.name, getattr(found, code) or None
    return place.model_copy(update=update) if update else place


def place_between(place: Place, first: Entry, second: Entry) -> Place:
    """`place` as the stretch between two entries; unchanged where they lie too far apart to say anything."""
    if distance_km(first, second) > MOST_BETWEEN_KM:
        return place
    lat, lon, radius = middle(first, second)
    return place.model_copy(
        update={
            "relation": Relation.BETWEEN,
            "lat": round(lat, 5),
            "lon": round(lon, 5),
            "radius_km": round(radius, 1),
            "geo_precision": 2,
            "where_prec": 5,
            "reason": f"{place.reason} The stretch between {first.name} and {second.name}.",
        }
    )


def _precision(entry: Entry, *, exact: bool, part: bool) -> tuple[int, int]:
    """ACLED's geo_precision and UCDP's where_prec."""
    if exact:
        return 1, 1
    if entry.kind == TOWN:
        return 2, 2
    if entry.kind == "country":
        return 3, 6
    if not entry.country:
        return 3, 7
    if entry.kind == SECOND or entry.kind == "district":
        return 2, 3
    if entry.kind in _LINES:
        return 2 if entry.radius_km <= COUNTRYSIDE_KM else 3, 5
    if entry.kind == FIRST or entry.radius_km > 40:
        if part and entry.radius_km <= COUNTRYSIDE_KM:
            return 2, 2
        return (2, 5) if part and entry.radius_km < 60 else (3, 4)
    return 2, 2 if entry.radius_km <= COUNTRYSIDE_KM else 5
