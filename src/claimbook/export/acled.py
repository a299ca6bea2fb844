"""ACLED's form: 31 columns, one row an incident.

Fatalities are the lowest figure that any voice gives; the range and who says what stand in `notes`.  Codes are those of
ACLED's codebook in its wording of today.  Nothing here was coded by ACLED, and its own ids are never used.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from claimbook.lexicon.crosswalks import AcledActor, acled_actor, acled_interaction
from claimbook.lexicon.parties import load_speakers
from claimbook.model import Actor, ActorKind, Harm, Incident, Kind, Period, Precision, Side, Status

from .case import Case, Format, outlets_of
from .countries import acled_name, acled_region, alpha3, iso_number
from .flat import write_rows
from .incident_table import join, published
from .losses import Losses
from .row import fold, is_party
from .sentence import say_incident, say_range

COLUMNS: dict[str, str] = {
    "event_id_cnty": "alpha-3 of the country, a hyphen and the incident's id; never one of ACLED's own ids",
    "event_date": "first day of the period",
    "year": "its year",
    "time_precision": "1 one day, 2 within a week, 3 longer or a month",
    "disorder_type": "from event and sub-event type",
    "event_type": "from the kind, the parties and the toll",
    "sub_event_type": "from the kind, the parties and the toll",
    "actor1": "the first that acted, in ACLED's wording; else an unidentified armed group; in demonstrations the crowd",
    "assoc_actor_1": "the others that acted, joined by semicolons",
    "inter1": "the type of actor1 in ACLED's words",
    "actor2": "the first party acted on, in ACLED's wording; things that were struck are no parties. In battles, where none is told, the second that acted, else an unidentified armed group",
    "assoc_actor_2": "the others on that side",
    "inter2": "the type of actor2 in ACLED's words",
    "interaction": "from inter1 and inter2",
    "civilian_targeting": "Civilian targeting where violence met civilians (actor2), or protesters were harmed",
    "iso": "ISO 3166 number of the country",
    "region": "ACLED's region of the country",
    "country": "ACLED's name of the country",
    "admin1": "first-level area of the place",
    "admin2": "second-level area of the place",
    "admin3": "blank: places are not kept to the third level",
    "location": "the name of the place",
    "latitude": "of the centre of the place, four digits; blank where it has none",
    "longitude": "of the centre of the place, four digits; blank where it has none",
    "geo_precision": "1 exact, 2 near it or part of a region, 3 region",
    "source": "outlets of the reports, joined by semicolons",
    "source_scale": "National and International by the outlets' countries; blank where none is known",
    "notes": "a neutral sentence, then the range of the killed with who gives which, then contradictions",
    "fatalities": "the lowest number killed that a voice gives; 0 where nobody tells of a death",
    "tags": "crowd size=no report for demonstrations; else blank",
    "timestamp": "midnight (UTC) of the last day on which one of its reports was published, in seconds",
}
HXL: dict[str, str] = {
    "event_id_cnty": "#event+code",
    "event_date": "#date+occurred",
    "year": "#date+year",
    "event_type": "#event+type",
    "sub_event_type": "#event+type+sub",
    "actor1": "#group+name+first",
    "actor2": "#group+name+second",
    "interaction": "#group+interaction",
    "region": "#region+name",
    "country": "#country+name",
    "iso": "#country+code",
    "admin1": "#adm1+name",
    "admin2": "#adm2+name",
    "location": "#loc+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "geo_precision": "#geo+precision",
    "source": "#meta+source",
    "notes": "#description",
    "fatalities": "#affected+killed",
}
LOST: dict[str, str] = {
    "range": "the lowest number as `fatalities`; the range in `notes`",
    "rivals": "the lowest number as `fatalities`; each figure and who gives it in `notes`",
    "no toll": "0, as ACLED writes it, which here does not say that nobody was killed",
    "injured": "left out",
    "who": "left out; civilians that were targeted show in `civilian_targeting`",
    "attribution": "outlets in `source`; first speakers in `notes`",
    "voices": "their number in `notes`",
    "contradictions": "a sentence in `notes`",
    "grade": "left out",
    "no coordinates": "blank coordinates",
    "area": "its centre, with `geo_precision`",
    "places": "the one that the incident's rule chose",
    "period": "the first day, with `time_precision`",
    "sites": "left out",
    "outcome": "left out",
    "joinings": "left out",
    "words": "left out; `notes` is made from the fields",
}

_BATTLES, _REMOTE, _CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
_PROTESTS, _RIOTS, _STRATEGIC = "Protests", "Riots", "Strategic developments"
_TYPES: dict[Kind, tuple[str, str]] = {
    Kind.AIR_STRIKE: (_REMOTE, "Air/drone strike"),
    Kind.SHELLING: (_REMOTE, "Shelling/artillery/missile attack"),
    Kind.EXPLOSIVE_DEVICE: (_REMOTE, "Remote explosive/landmine/IED"),
    Kind.SUICIDE_BOMB: (_REMOTE, "Suicide bomb"),
    Kind.GRENADE: (_REMOTE, "Grenade"),
    Kind.CHEMICAL_WEAPON: (_REMOTE, "Chemical weapon"),
    Kind.ABDUCTION: (_CIVILIANS, "Abduction/forced disappearance"),
    Kind.SEXUAL_VIOLENCE: (_CIVILIANS, "Sexual violence"),
    Kind.RIOT: (_RIOTS, "Violent demonstration"),
    Kind.ARREST: (_STRATEGIC, "Arrests"),
    Kind.AGREEMENT: (_STRATEGIC, "Agreement"),
    Kind.WEAPONS_DISRUPTED: (_STRATEGIC, "Disrupted weapons use"),
    Kind.PROPERTY_DESTRUCTION: (_STRATEGIC, "Looting/property destruction"),
    Kind.OPERATION: (_STRATEGIC, "Other"),
    Kind.DISPLACEMENT: (_STRATEGIC, "Other"),
    Kind.OTHER_STRATEGIC: (_STRATEGIC, "Other"),
}
# Strategic developments by ACLED's codebook only where nobody is hurt.
_HARMLESS = (Kind.ARREST, Kind.OPERATION, Kind.DISPLACEMENT, Kind.PROPERTY_DESTRUCTION, Kind.OTHER_STRATEGIC)
_TWO_SIDED = (Kind.ARMED_CLASH, Kind.ATTACK, Kind.TERRITORY_CAPTURED)
_EXCESSIVE = "Excessive force against protesters"
_UNIDENTIFIED = Actor(name="unidentified armed group", kind=ActorKind.POLITICAL_MILITIA)
_CROWDS = {Kind.PROTEST: ActorKind.PROTESTERS, Kind.RIOT: ActorKind.RIOTERS}
_HURT = (Harm.KILLED, Harm.INJURED)
WEEK_DAYS = 7


def acled_row(case: Case, losses: Losses) -> dict[str, Any] | None:
    """The incident's row; None, told to `losses`, where it has no day or no country."""
    incident = case.incident
    place = incident.place.value if incident.place else None
    if incident.period is None:
        losses.leave_out("no day")
        return None
    if place is None or place.country is None:
        losses.leave_out("no country")
        return None
    period, code = incident.period.value, place.country
    first, second, others1, others2 = _actors(incident, code, period.start)
    event, sub = event_type(incident, first, second)
    disorder = _disorder(event, sub)
    days = published(incident)
    return {
        "event_id_cnty": f"{alpha3(code)}-{incident.id}",
        "event_date": period.start,
        "year": period.start.year,
        "time_precision": time_precision(period),
        "disorder_type": disorder,
        "event_type": event,
        "sub_event_type": sub,
        "actor1": first.name,
        "assoc_actor_1": join(a.name for a in others1),
        "inter1": first.inter or None,
        "actor2": second.name if second else None,
        "assoc_actor_2": join(a.name for a in others2),
        "inter2": second.inter if second else None,
        "interaction": acled_interaction(first.inter, second.inter if second else None),
        "civilian_targeting": "Civilian targeting" if _targets_civilians(event, sub, second) else None,
        "iso": iso_number(code),
        "region": acled_region(code),
        "country": acled_name(code),
        "admin1": place.admin1,
        "admin2": place.admin2,
        "admin3": None,
        "location": fold(place.name),
        "latitude": round(place.lat, 4) if place.lat is not None else None,
        "longitude": round(place.lon, 4) if place.lon is not None else None,
        "geo_precision": place.geo_precision,
        "source": join(outlets_of(case)),
        "source_scale": _scale(incident, code),
        "notes": notes(incident),
        "fatalities": fatalities(incident),
        "tags": "crowd size=no report" if event in (_PROTESTS, _RIOTS) else None,
        "timestamp": int(datetime.combine(days[-1], datetime.min.time(), UTC).timestamp()) if days else None,
    }


def event_type(incident: Incident, first: AcledActor, second: AcledActor | None) -> tuple[str, str]:
    """ACLED's event and sub-event type of an incident between two actors."""
    kind = incident.kind.value
    if kind is Kind.TERRITORY_CAPTURED:
        if first.code in (ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES):
            return _BATTLES, "Government regains territory"
        known = incident.initiators and incident.initiators[0].value.kind is not ActorKind.UNKNOWN
        return _BATTLES, "Non-state actor overtakes territory" if known else "Armed clash"
    if kind in (Kind.ATTACK, Kind.ARMED_CLASH) or (kind in _HARMLESS and _is_harmful(incident)):
        on_civilians = second is not None and second.code == ActorKind.CIVILIANS
        return (_CIVILIANS, "Attack") if on_civilians else (_BATTLES, "Armed clash")
    if kind is Kind.PROTEST:
        if first.code == ActorKind.RIOTERS:
            return _TYPES[Kind.RIOT]
        if _is_harmful(incident):
            return _PROTESTS, _EXCESSIVE
        return _PROTESTS, "Protest with intervention" if _told(incident, Harm.CAPTURED) else "Peaceful protest"
    return _TYPES[kind]


def is_civilian_targeting(incident: Incident, code: str) -> bool:
    """Whether ACLED's form marks the incident as targeting civilians."""
    first, second, _, _ = _actors(incident, code, incident.period.value.start if incident.period else None)
    return _targets_civilians(*event_type(incident, first, second), second)


def disorder_of(incident: Incident, code: str) -> str:
    """ACLED's type of disorder of the incident."""
    first, second, _, _ = _actors(incident, code, incident.period.value.start if incident.period else None)
    return _disorder(*event_type(incident, first, second))


def fatalities(incident: Incident) -> int:
    """The lowest number killed that a voice gives; 0 where nobody tells of a death."""
    tally = incident.tally(Harm.KILLED)
    return tally.low if tally else 0


def time_precision(period: Period) -> int:
    """ACLED's scale: 1 one day, 2 within a week, 3 longer."""
    if period.precision is not Precision.DAY or period.end is None:
        return 3
    days = (period.end - period.start).days + 1
    return 1 if days == 1 else 2 if days <= WEEK_DAYS else 3


def notes(incident: Incident) -> str:
    """The neutral sentence, every figure of the killed with its first speakers, and the contradictions."""
    said = [say_incident(incident)]
    tally = incident.tally(Harm.KILLED)
    if tally is not None:
        figures = dict.fromkeys(
            f"{say_range(f.low, f.high)} ({', '.join(map(fold, f.speakers))})" for f in tally.figures
        )
        said.append(f"Killed: {'; '.join(figures)}. Range {say_range(tally.low, tally.high)}.")
    said += [fold(c.sentence) for c in incident.contradictions if fold(c.sentence) not in said[0]]
    return " ".join(said)


def _actors(
    incident: Incident, code: str, when: date | None
) -> tuple[AcledActor, AcledActor | None, list[AcledActor], list[AcledActor]]:
    """actor1, actor2, and those associated with each."""
    initiators = [a.value for a in incident.initiators if is_party(a.value)]
    targets = [a.value for a in incident.targets if is_party(a.value)]
    if crowd := _crowd(incident):
        initiators = [*[a for a in initiators if a.kind is crowd], Actor(name=str(crowd), kind=crowd)][:1]
    civilian_toll = any(t.status is Status.CIVILIAN and t.low > 0 for t in incident.tallies)
    if not targets and (incident.kind.value in (Kind.ABDUCTION, Kind.SEXUAL_VIOLENCE) or civilian_toll):
        targets = [Actor(name="civilians", kind=ActorKind.CIVILIANS)]
    if incident.kind.value is Kind.ARMED_CLASH and all(a.kind is ActorKind.CIVILIANS for a in targets):
        initiators, targets = initiators[:1], [*initiators[1:], *targets]  # "A and B clashed": both are told as acting
    if incident.kind.value in _TWO_SIDED and not targets:
        targets = [_UNIDENTIFIED]
    first = [acled_actor(a, country=code, when=when) for a in initiators or [_UNIDENTIFIED]]
    second = [acled_actor(a, country=code, when=when) for a in targets]
    second = [a for a in second if a.name != first[0].name] or second  # a party is told on both sides: the others first
    others1 = [a for a in first[1:] if a.name != first[0].name]
    others2 = [a for a in second[1:] if a.name != second[0].name]
    return first[0], second[0] if second else None, others1, others2


def _crowd(incident: Incident) -> ActorKind | None:
    """Whose the demonstration is; protesters by whose hands those who faced them were hurt, and they alone, rioted."""
    crowd = _CROWDS.get(incident.kind.value)
    told = [harm for harm in _HURT if _told(incident, harm)]
    if crowd is ActorKind.PROTESTERS and told and all(_hurt_target(incident, harm) for harm in told):
        return ActorKind.RIOTERS
    return crowd


def _hurt_target(incident: Incident, harm: Harm) -> bool:
    """Whether all who were hurt so stood on the side that the crowd faced, and were no civilians."""
    everyone, target = incident.tally(harm), incident.tally(harm, side=Side.TARGET)
    civilians = incident.tally(harm, status=Status.CIVILIAN)
    return (
        everyone is not None
        and target is not None
        and 0 < everyone.low <= target.low
        and (civilians is None or civilians.low == 0)
    )


def _is_harmful(incident: Incident) -> bool:
    return any(_told(incident, harm) for harm in _HURT)


def _disorder(event: str, sub: str) -> str:
    if sub == _EXCESSIVE:
        return "Political violence; Demonstrations"
    if event in (_PROTESTS, _RIOTS):
        return "Demonstrations"
    return _STRATEGIC if event == _STRATEGIC else "Political violence"


def _targets_civilians(event: str, sub: str, second: AcledActor | None) -> bool:
    on_civilians = second is not None and second.code == ActorKind.CIVILIANS
    return sub == _EXCESSIVE or (on_civilians and event != _STRATEGIC)


def _told(incident: Incident, harm: Harm) -> bool:
    tally = incident.tally(harm)
    return tally is not None and tally.low > 0


def _scale(incident: Incident, code: str) -> str | None:
    """National where an outlet is of the country, International where one is of another."""
    homes = {e.id: e.country for e in load_speakers()}
    entries = {v.speakers[0].entry or "" for v in incident.voices if v.speakers}
    known = {home for e in entries if (home := homes.get(e))}
    scales = [s for s, there in (("National", code in known), ("International", bool(known - {code}))) if there]
    return "-".join(scales) or None


FORMAT = Format(
    name="acled",
    suffix=".csv",
    about="ACLED's 31 columns, for models and dashboards made for them",
    write=write_rows(COLUMNS, HXL, acled_row),
    columns={"events": COLUMNS},
    lost=LOST,
    hxl=HXL,
)
