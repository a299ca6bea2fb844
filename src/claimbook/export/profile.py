"""The public profile: incidents, claims and reports as they may leave the house.  Pure: same noun in, same noun out.

What holds of everything that it returns: no word of a report and no name or handle of a person is in it; no point is
finer than the setting; no place is named whose name says more than its coordinates; no precision code promises more
than they do.  What is named are parties, speakers and regions that the lexicon or the gazetteer knows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from claimbook.lexicon.areas import RegionEntry, load_regions
from claimbook.lexicon.parties import load_actors, load_speakers
from claimbook.model import (
    Actor,
    ActorKind,
    Basis,
    Claim,
    Frozen,
    Grade,
    Graded,
    Incident,
    Link,
    Period,
    Place,
    Relation,
    Report,
    Site,
    Sourced,
    SpeakerKind,
    Tally,
    Told,
    Toll,
    Voice,
)

from .sentence import CLASHES, SPEAKERS, say_claim

T = TypeVar("T")

KM_A_DEGREE = 111.2
METHOD = "public@1"
UNNAMED_PLACE = "a place not given"
UNNAMED_SIDE = "another side"
SENSITIVE = frozenset({Site.HOSPITAL, Site.CAMP, Site.SCHOOL})
_SENSITIVE_WORDS = re.compile(
    r"(?i)\b(hospital|clinic|medical|health|ambulance|camp|shelter|displaced|idp|refugee|school|university|kindergarten)"
)
_FIRST_KINDS = ("governorate", "province", "state", "oblast", "region", "department")


class Profile(StrEnum):
    """Who an export is for."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Coarsening(StrEnum):
    """How fine a public point may be."""

    AREA = "area"  # the middle of its second-level region, else of its first-level one, else no point
    TENTH = "0.1"  # of a degree, some 11 km
    HUNDREDTH = "0.01"  # of a degree, some 1.1 km


class Area(Frozen):
    """A region as a disc; `level` is 1 or 2."""

    name: str
    level: int
    lat: float
    lon: float
    radius_km: float


AreaOf = Callable[[Place], Area | None]

ACTORS: dict[ActorKind, str] = {
    ActorKind.UNKNOWN: "an unnamed party",
    ActorKind.STATE_FORCES: "state forces",
    ActorKind.REBEL_GROUP: "a rebel group",
    ActorKind.POLITICAL_MILITIA: "a political militia",
    ActorKind.IDENTITY_MILITIA: "an identity militia",
    ActorKind.RIOTERS: "rioters",
    ActorKind.PROTESTERS: "protesters",
    ActorKind.CIVILIANS: "civilians",
    ActorKind.EXTERNAL_FORCES: "external forces",
}
GRADES: dict[Grade, str] = {
    Grade.CONFIRMED: "The party blamed concedes it.",
    Grade.FAIR: "Independent speakers, not all of one side, agree on party and harm.",
    Grade.WEAK: "One independent voice tells of harm to civilians.",
    Grade.CONTESTED: "Rival accounts of who did it.",
    Grade.DISCOUNTED: "Independent speakers say that it did not happen, or that no civilians were harmed.",
}


def find_area(place: Place) -> Area | None:
    """The first-level region of a place, as far as the lexicon knows it.  `book.areas` knows imported ones too."""
    for region in _regions().get(place.country or "", ()):
        by_code = place.admin1_code is not None and region.code == place.admin1_code
        names = {_fold(region.name), *map(_fold, region.names)}
        if by_code or (place.admin1 and _fold(place.admin1) in names):
            name = place.admin1 or region.name
            return Area(name=name, level=1, lat=region.lat, lon=region.lon, radius_km=region.radius_km)
    return None


def load_names(actors: Sequence[Path] = ()) -> Mapping[str, str]:
    """Entry → the lexicon's own name, for actors and speakers; speakers of kind `local` are left out."""
    named = {e.id: e.name for e in load_actors(tuple(actors))}
    return named | {s.id: s.name for s in load_speakers() if s.kind is not SpeakerKind.LOCAL}


@dataclass(frozen=True, slots=True)
class Public:
    """The public profile with its settings.

    `area_of` finds the region in whose middle a place is drawn; `names` gives what an entry may be called; incidents
    with one of the `sensitive` sites are drawn by region, whatever `coarsening` says.
    """

    coarsening: Coarsening = Coarsening.TENTH
    area_of: AreaOf = find_area
    names: Mapping[str, str] = field(default_factory=load_names)
    sensitive: frozenset[Site] = SENSITIVE
    _known: frozenset[str] = field(init=False, repr=False)  # the lexicon's own names, gathered once

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", frozenset((*self.names.values(), "no side")))

    def incident(self, incident: Incident) -> Incident:
        """The incident as it may be published; its joinings are left out."""
        hidden = self.is_sensitive(incident)

        def place(told: Told[Place]) -> Told[Place]:
            return Told[Place](value=self.place(told.value, sensitive=hidden), claims=told.claims, rule=told.rule)

        def actor(told: Told[Actor]) -> Told[Actor]:
            return Told[Actor](value=self.actor(told.value), claims=told.claims, rule=told.rule)

        period = incident.period and Told[Period](
            value=_without_part(incident.period.value), claims=incident.period.claims, rule=incident.period.rule
        )
        voices = tuple(map(self._voice, incident.voices))
        return incident.model_copy(
            update={
                "period": period,
                "place": incident.place and place(incident.place),
                "places": _each(map(place, incident.places), lambda p: (p.name, p.lat, p.lon)),
                "initiators": _each(map(actor, incident.initiators), lambda a: a.name),
                "targets": _each(map(actor, incident.targets), lambda a: a.name),
                "tallies": tuple(self._tally(t, voices) for t in incident.tallies),
                "contradictions": tuple(
                    c.model_copy(update={"sentence": CLASHES[c.about]}) for c in incident.contradictions
                ),
                "voices": voices,
                "voices_by_side": self._sides(incident.voices_by_side),
                "grade": incident.grade
                and Graded(
                    grade=incident.grade.grade, reason=GRADES[incident.grade.grade], method=incident.grade.method
                ),
                "joinings": (),
            }
        )

    def claim(self, claim: Claim, *, sensitive: bool = False) -> Claim:
        """The claim as it may be published: values without words, and the neutral sentence as its quote.

        Give `sensitive` where another claim of its incident names a sensitive site.
        """
        hidden = sensitive or self._hides(
            [s.value for s in claim.sites if s.value], [p.value for p in claim.places if p.value]
        )
        bare = claim.model_copy(
            update={
                "kind": _bare(claim.kind),
                "sub_kind": None,
                "modality": _bare(claim.modality),
                "background": _bare(claim.background),
                "aggregate": _bare(claim.aggregate),
                "period": claim.period and _bare(claim.period, _without_part),
                "places": tuple(_bare(p, lambda v: self.place(v, sensitive=hidden)) for p in claim.places if p.value),
                "initiators": tuple(_bare(a, self.actor) for a in claim.initiators if a.value),
                "targets": tuple(_bare(a, self.actor) for a in claim.targets if a.value),
                "means": None,
                "sites": tuple(_bare(s) for s in claim.sites if s.value),
                "tolls": tuple(_bare(t, _without_group) for t in claim.tolls if t.value),
                "outcome": claim.outcome and _bare(claim.outcome),
                "speakers": tuple(_bare(s, self.link) for s in claim.speakers if s.value),
                "mentions": (),
            }
        )
        quote = Sourced[str](value=say_claim(bare), basis=Basis.INFERRED, method=METHOD)
        return bare.model_copy(update={"quote": quote})

    def report(self, report: Report, *, entry: str | None = None) -> Report:
        """The report as it may be published: its day, and its outlet where `entry` or its name is one of the lexicon."""
        given = report.outlet.value if report.outlet else None
        name = self.names.get(entry or "") or (given if given in self._known else None)
        return Report(
            id=report.id,
            sha256=report.sha256,
            name=report.id,
            media_type=report.media_type,
            text="",
            body=None,
            outlet=Sourced[str](value=name, basis=Basis.INFERRED, method=METHOD) if name else None,
            published=report.published and _bare(report.published),
        )

    def place(self, place: Place, *, sensitive: bool = False) -> Place:
        """The place drawn no finer than the setting allows, and named no finer than it is drawn."""
        step = Coarsening.AREA if sensitive else self.coarsening
        if place.lat is None or place.lon is None or place.radius_km is None:
            return _nowhere(place)
        if step is Coarsening.AREA:
            return self._in_area(place, sensitive=sensitive)
        degrees = float(step)
        half_km = degrees / math.sqrt(2) * KM_A_DEGREE
        named = place.radius_km >= half_km and place.entry is not None and not _tells(place)
        unit = 5 if step is Coarsening.TENTH else 1
        return Place(
            name=place.name if named else _region(place) or UNNAMED_PLACE,
            relation=place.relation if named else Relation.IN,
            entry=place.entry if named else None,
            country=place.country,
            admin1=place.admin1,
            admin1_code=place.admin1_code,
            admin2=place.admin2,
            admin2_code=place.admin2_code,
            lat=round(round(place.lat / degrees) * degrees, 2),
            lon=round(round(place.lon / degrees) * degrees, 2),
            radius_km=float(math.ceil((half_km + place.radius_km) / unit) * unit),
            geo_precision=max(place.geo_precision or 3, 2),
            where_prec=max(place.where_prec or 4, 2),
            reason=f"Coarsened for publication to {step} of a degree.",
        )

    def actor(self, actor: Actor) -> Actor:
        """The party by the lexicon's name, else by its kind."""
        name = self.names.get(actor.entry or "")
        return Actor(
            name=name or ACTORS[actor.kind],
            entry=actor.entry if name else None,
            kind=actor.kind,
            country=actor.country if name or actor.kind is not ActorKind.UNKNOWN else None,
        )

    def link(self, link: Link) -> Link:
        """The speaker by the lexicon's name, else by its kind."""
        name = self.names.get(link.entry or "")
        return Link(
            name=name or SPEAKERS[link.kind], entry=link.entry if name else None, kind=link.kind, stance=link.stance
        )

    def is_sensitive(self, incident: Incident) -> bool:
        """Whether some claim of the incident names a site, or a place, that is coarsened by rule."""
        return self._hides([s.value for s in incident.sites], [p.value for p in incident.places])

    def _hides(self, sites: Iterable[Site], places: Iterable[Place]) -> bool:
        return not self.sensitive.isdisjoint(sites) or (bool(self.sensitive) and any(map(_tells, places)))

    def _in_area(self, place: Place, *, sensitive: bool) -> Place:
        area = self.area_of(place)
        if area is None:
            return _nowhere(place)
        if place.radius_km is not None and place.radius_km > area.radius_km and not sensitive:
            area = Area(name=place.name, level=1, lat=place.lat or 0.0, lon=place.lon or 0.0, radius_km=place.radius_km)
        second = area.level == 2
        return Place(
            name=area.name,
            country=place.country,
            admin1=place.admin1,
            admin1_code=place.admin1_code,
            admin2=place.admin2 if second else None,
            admin2_code=place.admin2_code if second else None,
            lat=round(area.lat, 2),
            lon=round(area.lon, 2),
            radius_km=float(math.ceil(area.radius_km)),
            geo_precision=3,
            where_prec=max(place.where_prec or 4, 3 if second else 4),
            reason="Drawn as its region for publication.",
        )

    def _tally(self, tally: Tally, voices: Sequence[Voice]) -> Tally:
        first = {v.claim: v.speakers[-1].name for v in voices if v.speakers}
        figures = tuple(
            f.model_copy(update={"speakers": tuple(dict.fromkeys(first[c] for c in f.claims if c in first))})
            for f in tally.figures
        )
        moved = "It moved as reports came in." if tally.moved else None
        return tally.model_copy(update={"figures": figures, "moved": moved})

    def _sides(self, sides: Mapping[str, int]) -> dict[str, int]:
        """Voices by side; a side that is not the lexicon's is not named."""
        counts: dict[str, int] = {}
        for side, number in sides.items():
            name = side if side in self._known else UNNAMED_SIDE
            counts[name] = counts.get(name, 0) + number
        return dict(sorted(counts.items()))

    def _voice(self, voice: Voice) -> Voice:
        return voice.model_copy(update={"speakers": tuple(map(self.link, voice.speakers))})


class SmallCell(Frozen):
    """A region and month with so few incidents that who was there may be told from them."""

    where: str
    month: str
    incidents: int


def small_cells(incidents: Iterable[Incident], *, least: int = 5) -> tuple[SmallCell, ...]:
    """Every region (or point of the grid) and month with fewer than `least` of these public incidents."""
    counts: dict[tuple[str, str], int] = {}
    for incident in incidents:
        cell = cell_of(incident)
        counts[cell] = counts.get(cell, 0) + 1
    return list_small(counts, least=least)


def cell_of(incident: Incident) -> tuple[str, str]:
    """(where, month) in which a public incident is counted."""
    place = incident.place.value if incident.place else None
    period = incident.period.value if incident.period else None
    where = [place.country, place.admin2 or place.admin1 or place.name] if place else []
    if place and place.lat is not None and place.geo_precision != 3:
        where.append(f"{place.lat:g}, {place.lon:g}")
    return ", ".join(w for w in where if w) or "no place", period.start.isoformat()[:7] if period else "no day"


def list_small(counts: Mapping[tuple[str, str], int], *, least: int) -> tuple[SmallCell, ...]:
    """The cells with fewer than `least`, by place and month."""
    return tuple(
        SmallCell(where=where, month=month, incidents=number)
        for (where, month), number in sorted(counts.items())
        if number < least
    )


def _bare(sourced: Sourced[T], change: Callable[[T], T] | None = None) -> Sourced[T]:
    """The value without its words; what the report stated says so in its method."""
    value = change(sourced.value) if change and sourced.value is not None else sourced.value
    stated = sourced.basis is Basis.STATED
    basis, method = (Basis.INFERRED, f"{METHOD}, stated in the report") if stated else (sourced.basis, METHOD)
    return type(sourced)(value=value, basis=basis, method=method)


def _each(told: Iterable[Told[T]], name: Callable[[T], Hashable]) -> tuple[Told[T], ...]:
    """What has become alike is one."""
    kept: dict[Hashable, Told[T]] = {}
    for one in told:
        old = kept.setdefault(name(one.value), one)
        if old is not one:
            claims = tuple(dict.fromkeys((*old.claims, *one.claims)))
            kept[name(one.value)] = old.model_copy(update={"claims": claims})
    return tuple(kept.values())


def _nowhere(place: Place) -> Place:
    return Place(
        name=_region(place) or UNNAMED_PLACE,
        country=place.country,
        admin1=place.admin1,
        admin1_code=place.admin1_code,
        reason="Left without coordinates for publication.",
    )


def _region(place: Place) -> str | None:
    return place.admin2 or place.admin1 or place.country


def _tells(place: Place) -> bool:
    """Whether a place's own name or kind is that of a sensitive site."""
    return bool(_SENSITIVE_WORDS.search(f"{place.kind or ''} {place.name}"))


def _without_part(period: Period) -> Period:
    return period.model_copy(update={"part_of_day": None})


def _without_group(toll: Toll) -> Toll:
    return toll.model_copy(update={"group": ""})


@cache
def _regions() -> Mapping[str, tuple[RegionEntry, ...]]:
    found: dict[str, tuple[RegionEntry, ...]] = {}
    for region in load_regions():
        if region.kind in _FIRST_KINDS:
            found[region.country] = (*found.get(region.country, ()), region)
    return found


def _fold(name: str) -> str:
    words = re.sub(r"(?i)\b(governorate|province|oblast|region|state|department)\b", "", name)
    return "".join(c for c in words.casefold() if c.isalnum())
