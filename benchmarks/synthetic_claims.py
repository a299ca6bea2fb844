"""Synthetic claims with known truth: a world of incidents over five years, told by outlets that err.

Nothing is taken from any report: names of places and groups are made of syllables.  Each incident is told by one to
six reports, a few of them round-ups that tell of several incidents; figures grow over days, days slip, places are
named more or less exactly, spelled in two ways, or left out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from claimbook.fuse import Source
from claimbook.model import (
    Actor,
    ActorKind,
    Basis,
    Claim,
    Harm,
    Kind,
    Link,
    Modality,
    Period,
    Place,
    Sourced,
    Span,
    SpeakerKind,
    Stance,
    Status,
    Toll,
    claim_id,
)

METHOD = "synthetic@1"
FIRST_DAY = date(2020, 1, 1)
DAYS = 5 * 365
PLACES = 4000
KINDS = (
    Kind.SHELLING,
    Kind.AIR_STRIKE,
    Kind.ARMED_CLASH,
    Kind.EXPLOSIVE_DEVICE,
    Kind.ATTACK,
    Kind.ARREST,
    Kind.PROTEST,
)
OUTLETS = tuple(
    Link(name=f"Outlet {n}", entry=f"outlet-{n}", kind=SpeakerKind.AGENCY, stance=Stance.ASSERTS) for n in range(40)
)
SYLLABLES = [
    "ka",
    "ba",
    "ra",
    "ta",
    "mi",
    "so",
    "dur",
    "fan",
    "gel",
    "hir",
    "jab",
    "kot",
    "lem",
    "nar",
    "pol",
    "qar",
    "rif",
    "sam",
    "tul",
    "vek",
    "zan",
    "bor",
    "dil",
    "fer",
]
OBJECTS = [
    "bakery",
    "bridge",
    "orchard",
    "silo",
    "clinic",
    "depot",
    "workshop",
    "school",
    "convoy",
    "pump",
    "quarry",
    "mosque",
    "bus",
    "tower",
    "garage",
    "mill",
]


@dataclass(slots=True)
class World:
    """Sources by report, and which incident each claim truly tells of (filled while `claims` runs)."""

    sources: dict[str, Source] = field(default_factory=dict)
    truth: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Fact:
    number: int
    day: date
    place: tuple[Place, Place, Place]  # as it is, spelled otherwise and not on the map, the district
    kind: Kind
    initiator: Actor
    target: Actor
    killed: int
    injured: int
    thing: str


def make_claims(count: int, world: World, *, seed: int = 7) -> Iterator[Claim]:
    """About `count` claims, report by report; the same seed gives the same claims."""
    rng = random.Random(seed)
    places = _places(rng)
    parties = _parties(rng)
    made = 0
    number = 0
    backlog: list[_Fact] = []
    while made < count:
        number += 1
        fact = _fact(rng, number, places, parties)
        backlog.append(fact)
        for told in range(rng.choice((1, 1, 2, 2, 3, 4, 6))):
            report = f"{rng.getrandbits(64):016x}"
            facts = [fact]
            if rng.random() < 0.1:  # a round-up of the same days
                near = [f for f in backlog[-4000:] if abs((f.day - fact.day).days) <= 1 and f.number != fact.number]
                facts += near[:4]
            published = fact.day + timedelta(days=min(told, rng.randrange(0, 4)))
            outlet = rng.choice(OUTLETS)
            world.sources[report] = Source(report, outlet.name, published, f"made/{report}")
            for happening, one in enumerate(facts, 1):
                claim = _claim(rng, report, happening, one, outlet, published)
                world.truth[claim.id] = one.number
                made += 1
                yield claim
        if len(backlog) > 8000:
            del backlog[:4000]


def _fact(rng: random.Random, number: int, places: list[tuple[Place, Place, Place]], parties: list[Actor]) -> _Fact:
    initiator, target = rng.sample(parties, 2)
    killed = rng.choice((0, 1, 1, 2, 2, 3, 4, 5, 7, 9, 12, 16, 23, 40))
    return _Fact(
        number,
        FIRST_DAY + timedelta(days=rng.randrange(DAYS)),
        places[min(int(rng.expovariate(1 / 900)), len(places) - 1)],  # some places are struck far oftener than others
        rng.choice(KINDS),
        initiator,
        target if rng.random() < 0.5 else Actor(name="civilians", kind=ActorKind.CIVILIANS),
        killed,
        killed * 2 + rng.randrange(4),
        rng.choice(OBJECTS),
    )


def _places(rng: random.Random) -> list[tuple[Place, Place, Place]]:
    found = []
    for n in range(PLACES):
        name = "".join(rng.choice(SYLLABLES) for _ in range(3)).capitalize()
        lat, lon = rng.uniform(32.5, 37.2), rng.uniform(35.8, 42.2)
        exact = Place(name=name, entry=f"place-{n}", country="SY", lat=lat, lon=lon, radius_km=2.0)
        other = Place(name=name.replace("k", "q").replace("a", "e", 1), country="SY")
        area = Place(name=f"District {n % 60}", entry=f"area-{n % 60}", country="SY", lat=lat, lon=lon, radius_km=40.0)
        found.append((exact, other, area))
    return found


def _parties(rng: random.Random) -> list[Actor]:
    kinds = (ActorKind.STATE_FORCES, ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.EXTERNAL_FORCES)
    return [Actor(name=f"Group {n}", entry=f"group-{n}", kind=rng.choice(kinds)) for n in range(25)]


def _claim(rng: random.Random, report: str, happening: int, fact: _Fact, outlet: Link, published: date) -> Claim:
    slip = rng.choice((0, 0, 0, 0, 0, 0, 0, 1))
    day = fact.day + timedelta(days=slip)
    killed = max(0, fact.killed - rng.choice((0, 0, 0, 1, 2)))
    place = fact.place[rng.choice((0, 0, 0, 0, 1, 1, 2))]
    means = rng.choice((fact.thing, fact.thing, None))
    trigger = Span(start=happening * 100, end=happening * 100 + 5)
    quote = f"{fact.kind} near the {fact.thing}" if means else f"{fact.kind} there"
    tolls: list[Any] = []
    if rng.random() < 0.8:
        status = Status.CIVILIAN if fact.target.kind is ActorKind.CIVILIANS else Status.COMBATANT
        tolls.append(_told(Toll(harm=Harm.KILLED, low=killed, high=killed, group="people", status=status)))
        if rng.random() < 0.6:
            tolls.append(_told(Toll(harm=Harm.INJURED, low=fact.injured, high=fact.injured, group="others")))
    dated = rng.random() < 0.9
    return Claim(
        id=claim_id(report=report, trigger=trigger, kind=fact.kind, speakers=(outlet.name,), ordinal=0),
        report=report,
        happening=happening,
        kind=_told(fact.kind),
        quote=Sourced(value=quote, wording=quote, spans=(trigger,), basis=Basis.STATED, method=METHOD),
        modality=_told(Modality.ASSERTED),
        background=_told(False),
        aggregate=_told(False),
        period=_told(Period(start=day, end=day)) if dated else None,
        places=(_told(place),) if rng.random() < 0.95 else (),
        initiators=(_told(fact.initiator),) if rng.random() < 0.8 else (),
        targets=(_told(fact.target),) if rng.random() < 0.8 else (),
        tolls=tuple(tolls),
        speakers=(_told(outlet),),
    )


def _told(value: Any) -> Any:
    return Sourced(value=value, basis=Basis.INFERRED, method=METHOD)
