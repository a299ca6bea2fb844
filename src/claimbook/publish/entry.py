"""One public incident, as the pages tell it: words and numbers, nothing to be worked out in a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from claimbook.export.countries import acled_name
from claimbook.export.profile import GRADES
from claimbook.export.sentence import SPEAKERS, say_incident, say_period, say_range
from claimbook.model import Harm, Incident, Place, Side, Status, Tally, Voice

FAMILIES = {
    "armed_clash": "fighting", "territory_captured": "fighting", "air_strike": "air", "shelling": "shelling",
    "explosive_device": "explosives", "suicide_bomb": "explosives", "grenade": "explosives",
    "chemical_weapon": "explosives", "attack": "people", "abduction": "people", "sexual_violence": "people",
    "protest": "public", "riot": "public", "arrest": "public",
}  # fmt: skip

STATUSES = {
    Status.CIVILIAN: "civilians", Status.COMBATANT: "combatants", Status.CHILD: "children", Status.WOMAN: "women",
    Status.JOURNALIST: "journalists", Status.MEDICAL: "medical staff", Status.AID_WORKER: "aid workers",
    Status.UNKNOWN: "people of whom no more is told",
}  # fmt: skip
SIDES = {
    Side.INITIATOR: "of those who acted", Side.TARGET: "of those who were struck", Side.BOTH: "of both sides",
    Side.BYSTANDER: "bystanders", Side.UNKNOWN: "of a side that is not told",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """One toll: whose, the best figure and why, the range, and what each voice gives."""

    title: str
    best: str
    range: str
    rule: str
    given: tuple[tuple[str, str, str], ...]  # number, speakers, day of publication
    moved: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident.  `start` and `end` are ISO days, `month` is YYYY-MM; None where no day is told."""

    id: str
    kind: str
    family: str
    start: str | None
    end: str | None
    month: str | None
    when: str
    place: str
    region: str
    lat: float | None
    lon: float | None
    radius_km: float | None
    drawn: str
    initiators: tuple[str, ...]
    targets: tuple[str, ...]
    sites: tuple[str, ...]
    outcome: str
    killed: str
    injured: str
    grade: str
    reason: str
    figures: tuple[Figures, ...]
    contradictions: tuple[str, ...]
    voices: tuple[tuple[str, str, str, str], ...]  # chain, kind of the first speaker, stance, day
    independent: int
    reports: int
    sentence: str
    rules: tuple[tuple[str, str], ...]

    def for_map(self) -> dict[str, Any]:
        """What the map and its list need of it."""
        return {
            "id": self.id, "kind": self.kind, "family": self.family, "start": self.start, "end": self.end,
            "when": self.when, "place": self.place, "region": self.region, "lat": self.lat, "lon": self.lon,
            "r": self.radius_km, "killed": self.killed, "injured": self.injured, "grade": self.grade,
            "voices": self.independent, "by": ", ".join(self.initiators), "against": ", ".join(self.targets),
        }  # fmt: skip


def entry_of(incident: Incident) -> Entry:
    """The page's words for a public incident."""
    period = incident.period.value if incident.period else None
    place = incident.place.value if incident.place else (incident.places[0].value if incident.places else None)
    located = place is not None and place.lat is not None
    kind = str(incident.kind.value)
    end = (period.end or period.start) if period else None
    told = (("kind", incident.kind), ("day", incident.period), ("place", incident.place), ("outcome", incident.outcome))
    return Entry(
        id=incident.id,
        kind=kind.replace("_", " "),
        family=FAMILIES.get(kind, "other"),
        start=period.start.isoformat() if period else None,
        end=end.isoformat() if end else None,
        month=period.start.isoformat()[:7] if period else None,
        when=say_period(period).removeprefix("on ") if period else "day not told",
        place=_name(place) if place else "a place not told",
        region=_region(place) if place else "",
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_km=place.radius_km if place else None,
        drawn=f"{place.reason} It lies within {place.radius_km:g} km of the middle." if place and located else "",
        initiators=tuple(a.value.name for a in incident.initiators),
        targets=tuple(a.value.name for a in incident.targets),
        sites=tuple(str(s.value).replace("_", " ") for s in incident.sites),
        outcome=str(incident.outcome.value) if incident.outcome else "",
        killed=_range(incident, Harm.KILLED),
        injured=_range(incident, Harm.INJURED),
        grade=str(incident.grade.grade) if incident.grade else "",
        reason=GRADES[incident.grade.grade] if incident.grade else "",
        figures=tuple(map(_figures, incident.tallies)),
        contradictions=tuple(dict.fromkeys(c.sentence for c in incident.contradictions)),
        voices=tuple(map(_voice, incident.voices)),
        independent=incident.independent_voices,
        reports=len(incident.reports),
        sentence=say_incident(incident),
        rules=tuple((name, value.rule) for name, value in told if value is not None),
    )


def _name(place: Place) -> str:
    return (acled_name(place.country) or place.name) if place.name == place.country else place.name


def _region(place: Place) -> str:
    country = acled_name(place.country) if place.country else None
    return ", ".join(
        dict.fromkeys(n for n in (place.admin2, place.admin1, country or place.country) if n and n != _name(place))
    )


def _range(incident: Incident, harm: Harm) -> str:
    tally = incident.tally(harm)
    return say_range(tally.low, tally.high) if tally else ""


def _figures(tally: Tally) -> Figures:
    whose = [STATUSES[tally.status]] if tally.status else []
    whose += [SIDES[tally.side]] if tally.side else []
    return Figures(
        title=", ".join([str(tally.harm).capitalize(), *whose]),
        best=say_range(tally.best_low, tally.best_high),
        range=say_range(tally.low, tally.high),
        rule=tally.rule,
        given=tuple(
            (say_range(f.low, f.high), "; ".join(f.speakers), f.published.isoformat() if f.published else "")
            for f in tally.figures
        ),
        moved=tally.moved or "",
    )


def _voice(voice: Voice) -> tuple[str, str, str, str]:
    last = voice.speakers[-1] if voice.speakers else None
    chain = " ← ".join(link.name for link in reversed(voice.speakers)) or "the report itself"
    kind = SPEAKERS[last.kind] if last else ""
    return chain, kind, str(last.stance) if last else "", voice.published.isoformat() if voice.published else ""
