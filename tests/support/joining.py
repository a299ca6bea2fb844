"""Small claims for tests of joining, and a book's shelf in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from claimbook.fuse import Rulings, Source, block_keys
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

HILL = Place(name="Tell Sorat", entry="p-1", country="SY", lat=35.0, lon=38.0, radius_km=2.0)
PORT = Place(name="Bandul", entry="p-2", country="SY", lat=35.6, lon=35.8, radius_km=3.0)
ARMY = Actor(name="the Northern Army", entry="sy-armed-forces", kind=ActorKind.STATE_FORCES, country="SY")
REBELS = Actor(name="the Southern Front", entry="sy-hts", kind=ActorKind.REBEL_GROUP, country="SY")
PEOPLE = Actor(name="civilians", kind=ActorKind.CIVILIANS)


def outlet(name: str, **more: Any) -> Link:
    """An outlet that speaks for itself."""
    return Link(name=name, **{"kind": SpeakerKind.AGENCY, "stance": Stance.ASSERTS, **more})


def killed(low: int, high: int | None = -1, status: Status = Status.CIVILIAN, group: str = "people") -> Toll:
    """A toll of people killed; one number for an exact count."""
    return Toll(harm=Harm.KILLED, low=low, high=low if high == -1 else high, group=group, status=status)


def told(value: Any) -> Any:
    """A value that the report does not state in one place."""
    return Sourced(value=value, basis=Basis.INFERRED, method="test@1")


def make_claim(
    report: str,
    happening: int = 1,
    *,
    day: date | None = date(2020, 3, 5),
    kind: Kind = Kind.SHELLING,
    places: tuple[Place, ...] = (HILL,),
    initiators: tuple[Actor, ...] = (ARMY,),
    targets: tuple[Actor, ...] = (PEOPLE,),
    tolls: tuple[Toll, ...] = (),
    speakers: tuple[Link, ...] = (),
    modality: Modality = Modality.ASSERTED,
    quote: str = "shells fell",
    background: bool = False,
    aggregate: bool = False,
    basis: Basis = Basis.INFERRED,
) -> Claim:
    """A claim; without speakers the report itself speaks."""
    trigger = Span(start=happening * 50, end=happening * 50 + 6)
    chain = speakers or (outlet(f"Outlet {report}"),)
    period = Sourced(value=Period(start=day, end=day), basis=basis, method="test@1") if day else None
    return Claim(
        id=claim_id(report=report, trigger=trigger, kind=kind, speakers=tuple(s.name for s in chain), ordinal=0),
        report=report,
        happening=happening,
        kind=told(kind),
        quote=Sourced(value=quote, wording=quote, spans=(trigger,), basis=Basis.STATED, method="test@1"),
        modality=told(modality),
        background=told(background),
        aggregate=told(aggregate),
        period=period,
        places=tuple(told(p) for p in places),
        initiators=tuple(told(a) for a in initiators),
        targets=tuple(told(a) for a in targets),
        tolls=tuple(told(t) for t in tolls),
        speakers=tuple(told(s) for s in chain),
    )


def sources_of(claims: Iterable[Claim], published: Mapping[str, date] | None = None) -> dict[str, Source]:
    """A source for each report, published on 6 March 2020 unless told otherwise."""
    days = published or {}
    return {
        c.report: Source(c.report, f"Outlet {c.report}", days.get(c.report, date(2020, 3, 6)), c.report) for c in claims
    }


class MemoryShelf:
    """A book's claims in memory, found by their keys."""

    def __init__(self, claims: Iterable[Claim], sources: Mapping[str, Source], rulings: Rulings) -> None:
        self._reports: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            self._reports[claim.report].append(claim)
        self._keys = {r: block_keys(cs, sources, rulings=rulings).get(r) for r, cs in self._reports.items()}

    def sharing(self, keys: Collection[int]) -> list[Claim]:
        """Claims of the reports that post one of the keys."""
        return [c for r, k in self._keys.items() if k and not k.posts.isdisjoint(keys) for c in self._reports[r]]

    def asking(self, keys: Collection[int]) -> list[Claim]:
        """Claims of the reports that ask for one of the keys."""
        return [c for r, k in self._keys.items() if k and not k.asks.isdisjoint(keys) for c in self._reports[r]]

    def of_claims(self, claims: Collection[str]) -> list[Claim]:
        """Claims of the reports that hold one of the claims."""
        return [c for cs in self._reports.values() if any(x.id in claims for x in cs) for c in cs]
