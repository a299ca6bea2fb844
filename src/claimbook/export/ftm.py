"""FollowTheMoney: incidents as statements, in the CSV form of its version 4.

An incident is an `Event`, a known party an `Organization`, a place on the map an `Address`.  No person is ever made an
entity.  A statement's id is FollowTheMoney's own hash, so that statements of several exports come together.  Statements
say what is claimed: each Event's summary says so, and `proof` is left empty, because reports are not handed on.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from claimbook.model import Actor, Incident, Period, Place, Precision

from .case import Case, Format, Material, Options, seen
from .countries import acled_name
from .incident_table import published
from .losses import Losses
from .profile import load_names
from .row import fold
from .sentence import say_incident

DATASET = "claimbook"
# The columns of a file of statements, in FollowTheMoney's order.
COLUMNS: dict[str, str] = {
    "canonical_id": "as entity_id: nothing is merged here",
    "entity_id": "claimbook-, then what it is, then its id",
    "prop": "the property",
    "prop_type": "its type",
    "schema": "Event, Organization or Address",
    "value": "the value as FollowTheMoney writes it: ISO days, two small letters for a country",
    "dataset": "claimbook",
    "origin": "the rule that chose the value, where an incident has one",
    "lang": "blank",
    "original_value": "blank",
    "external": "f",
    "first_seen": "the first day on which one of its reports was published",
    "last_seen": "the last such day",
    "id": "FollowTheMoney's hash of dataset, entity, property and value",
}
TYPES = {
    "id": "checksum", "name": "name", "date": "date", "startDate": "date", "endDate": "date", "country": "country",
    "location": "address", "involved": "entity", "summary": "text", "description": "text", "keywords": "string",
    "recordId": "string", "addressEntity": "entity", "full": "address", "region": "string", "latitude": "number",
    "longitude": "number", "remarks": "string",
}  # fmt: skip
LOST: dict[str, str] = {
    "range": "the range in `summary`",
    "rivals": "the range in `summary`",
    "injured": "in `summary`",
    "who": "left out",
    "attribution": "kinds of the first speakers in `summary`",
    "voices": "their number in `summary`",
    "contradictions": "a sentence in `summary`",
    "grade": "a keyword",
    "area": "the centre of the Address; its radius in `remarks`",
    "places": "the one that the incident's rule chose",
    "period": "`startDate` and `endDate`",
    "parties": "all in `involved`, without their sides; parties that no list knows are in `summary` alone",
    "sites": "keywords",
    "outcome": "left out",
    "joinings": "left out",
    "words": "left out",
}


class Statement(NamedTuple):
    """One value of one entity."""

    entity: str
    schema: str
    prop: str
    value: str
    origin: str = ""

    @property
    def id(self) -> str:
        """As FollowTheMoney makes it."""
        return hashlib.sha1(f"{DATASET}.{self.entity}.{self.prop}.{self.value}".encode()).hexdigest()


def statements_of(incident: Incident) -> Iterator[Statement]:
    """Every statement of an incident's Event, and of the parties and the place that it names."""
    event = f"claimbook-incident-{incident.id}"
    place = incident.place.value if incident.place else None
    kind = str(incident.kind.value).replace("_", " ")
    where = f", {fold(place.name)}" if place else ""
    yield Statement(event, "Event", "name", f"{kind.capitalize()}{where}", incident.kind.rule)
    yield Statement(event, "Event", "summary", say_incident(incident))
    yield Statement(event, "Event", "recordId", incident.id)
    yield Statement(event, "Event", "keywords", kind)
    for word in ([f"grade: {incident.grade.grade}"] if incident.grade else []) + [str(s.value) for s in incident.sites]:
        yield Statement(event, "Event", "keywords", word)
    if incident.period:
        for prop, value in _days(incident.period.value):
            yield Statement(event, "Event", prop, value, incident.period.rule)
    if place:
        yield from _place(event, place, incident.place.rule if incident.place else "")
    for actor in dict.fromkeys(a.value for a in (*incident.initiators, *incident.targets) if a.value.entry):
        yield from _party(event, actor)


def _days(period: Period) -> Iterator[tuple[str, str]]:
    """Days cut to what is known: FollowTheMoney reads "2020-08" as a month."""
    length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[period.precision]
    start = period.start.isoformat()[:length]
    if period.precision is not Precision.DAY or period.start == period.end:
        yield "date", start
        return
    yield "startDate", start
    if period.end is not None:
        yield "endDate", period.end.isoformat()


def _place(event: str, place: Place, rule: str) -> Iterator[Statement]:
    country = place.country.lower() if place.country else None
    regions = (place.name, place.admin2, place.admin1, acled_name(place.country or ""))
    names = dict.fromkeys(fold(n) for n in regions if n)
    full = ", ".join(names)
    yield Statement(event, "Event", "location", full, rule)
    if country:
        yield Statement(event, "Event", "country", country, rule)
    if place.lat is None or place.lon is None:
        return
    key = hashlib.sha1(f"{full}|{place.lat}|{place.lon}|{place.radius_km}".encode()).hexdigest()[:16]
    address = f"claimbook-place-{key}"
    yield Statement(event, "Event", "addressEntity", address, rule)
    yield Statement(address, "Address", "full", full)
    if country:
        yield Statement(address, "Address", "country", country)
    if place.admin1:
        yield Statement(address, "Address", "region", fold(place.admin1))
    yield Statement(address, "Address", "latitude", f"{place.lat:g}")
    yield Statement(address, "Address", "longitude", f"{place.lon:g}")
    if place.radius_km is not None:
        yield Statement(address, "Address", "remarks", f"An area: within {place.radius_km:g} km of the point.")


def _party(event: str, actor: Actor) -> Iterator[Statement]:
    party = f"claimbook-party-{actor.entry}"
    yield Statement(event, "Event", "involved", party)
    yield Statement(party, "Organization", "name", _names().get(actor.entry or "") or fold(actor.name))
    if actor.country:
        yield Statement(party, "Organization", "country", actor.country.lower())


@cache
def _names() -> Mapping[str, str]:
    return load_names()


def _write(material: Material, to: Path, losses: Losses, options: Options) -> None:
    del options
    written: set[str] = set()
    known: set[str] = set()
    with to.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, dialect=csv.unix_dialect)
        out.writerow(COLUMNS)
        for case in seen(material.cases, losses):
            days = _seen_days(case)
            for statement in statements_of(case.incident):
                for one in (*([] if statement.entity in known else [_base(statement)]), statement):
                    known.add(one.entity)
                    if one.id not in written:
                        written.add(one.id)
                        out.writerow(_row(one, *days))


def _base(statement: Statement) -> Statement:
    """The statement that an entity is there."""
    value = hashlib.sha1(statement.entity.encode()).hexdigest()
    return Statement(statement.entity, statement.schema, "id", value)


def _seen_days(case: Case) -> tuple[str, str]:
    days = published(case.incident)
    return (days[0].isoformat(), days[-1].isoformat()) if days else ("", "")


def _row(statement: Statement, first: str, last: str) -> list[str]:
    return [
        statement.entity, statement.entity, statement.prop, TYPES[statement.prop], statement.schema, statement.value,
        DATASET, statement.origin, "", "", "f", first, last, statement.id,
    ]  # fmt: skip


FORMAT = Format(
    name="ftm",
    suffix=".csv",
    about="statements of FollowTheMoney, for case systems such as Aleph; no person is an entity",
    write=_write,
    columns={"statements": COLUMNS},
    lost=LOST,
)
