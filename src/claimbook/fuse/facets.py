"""What is compared of a happening, worked out once: days, spots, parties, tolls and telling words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from claimbook.model import Actor, Basis, Harm, Kind, Place, Precision

from .records import Happening, Record
from .words import name_keys, telling_words, union

LOOK_BACK_DAYS = 3  # a report without a date for its happening tells of the days before it was published
LONG_DAYS = 9  # a longer period says too little of the day
SMALL_KM = 35.0  # a wider disc is an area


@dataclass(frozen=True, slots=True)
class Days:
    """Ordinals of the first and last day; `sure` is False where a rule's default or the day of publication stands in."""

    first: int
    last: int
    sure: bool

    @property
    def long(self) -> bool:
        """Whether the period says too little of the day."""
        return self.last - self.first >= LONG_DAYS


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: its name's key and those of the name's words, its entry, and its disc (`radius_km` below 0: not located)."""

    name: str
    whole: str
    keys: frozenset[str]
    entry: str | None
    country: str | None
    lat: float
    lon: float
    radius_km: float

    @property
    def located(self) -> bool:
        """Whether the gazetteer decided where it is."""
        return self.radius_km >= 0

    @property
    def small(self) -> bool:
        """Whether it is a place and not an area."""
        return 0 <= self.radius_km <= SMALL_KM


@dataclass(frozen=True, slots=True)
class Facets:
    """A happening, ready to be compared."""

    happening: Happening
    days: Days | None
    published: int | None
    kinds: frozenset[Kind]
    spots: tuple[Spot, ...]
    initiators: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    killed: tuple[int, int | None] | None
    injured: tuple[int, int | None] | None
    words: frozenset[str]
    context: frozenset[str]  # the names and telling words of the whole report

    @property
    def key(self) -> str:
        """The happening's key."""
        return self.happening.key


class FacetMaker:
    """Makes facets; equal places are worked out once."""

    def __init__(self) -> None:
        self._spots: dict[int, tuple[Place, Spot]] = {}
        self._contexts: dict[str, frozenset[str]] = {}

    def facets(self, happening: Happening) -> Facets:
        """What is compared of the happening."""
        claims = happening.claims
        context = self._contexts.get(happening.report)
        if context is None:
            context = self._contexts[happening.report] = self._context(happening.around)
        published = happening.source.published
        day = published.toordinal() if published else None
        return Facets(
            happening=happening,
            days=_days(claims, day),
            published=day,
            kinds=frozenset(r.kind for r in claims),
            spots=self._all_spots(claims),
            initiators=_unique(a for r in claims for a in r.initiators),
            targets=_unique(a for r in claims for a in r.targets),
            killed=toll_range(claims, Harm.KILLED),
            injured=toll_range(claims, Harm.INJURED),
            words=_words(claims),
            context=context,
        )

    def _context(self, claims: Iterable[Record]) -> frozenset[str]:
        """The names of places by their keys, and the telling words, of all claims of a report."""
        claims = tuple(claims)
        names = {f"={self._spot(place).whole}" for r in claims for place in r.places}
        return _words(claims) | {n for n in names if len(n) > 3}

    def _all_spots(self, claims: Iterable[Record]) -> tuple[Spot, ...]:
        spots = {}
        for record in claims:
            for place in record.places:
                spot = self._spot(place)
                spots[spot.name, spot.entry] = spot
        return tuple(spots.values())

    def _spot(self, place: Place) -> Spot:
        known = self._spots.get(id(place))  # places are kept once by the records, and this holds on to them
        if known is not None:
            return known[1]
        located = place.lat is not None and place.lon is not None and place.radius_km is not None
        spot = Spot(
            place.name,
            *name_keys(place.name),
            place.entry,
            place.country,
            place.lat if located and place.lat is not None else math.nan,
            place.lon if located and place.lon is not None else math.nan,
            place.radius_km if located and place.radius_km is not None else -1.0,
        )
        self._spots[id(place)] = (place, spot)
        return spot


def _words(claims: Iterable[Record]) -> frozenset[str]:
    """Telling words of the claims: of their quotes, of parties that the lexicon does not know, of groups harmed."""
    texts = set()
    for record in claims:
        texts.add(record.words)
        texts.update(a.name for a in (*record.initiators, *record.targets) if not a.entry)
        texts.update(t.group for t in record.tolls)
    return union(telling_words(text) for text in texts)


def _days(claims: Iterable[Record], published: int | None) -> Days | None:
    """The period of the claims; else the days before publication; else None."""
    dated = [r for r in claims if r.period is not None]
    if dated:
        first = min(r.period.start.toordinal() for r in dated if r.period)
        # An open period reaches at least to the day it starts; publication is as far as the report can see.
        ends = [(r.period.end.toordinal() if r.period.end else published) for r in dated if r.period]
        last = max([first, *(e for e in ends if e is not None)])
        sure = any(r.dated is not Basis.ASSUMED and r.period and r.period.precision is Precision.DAY for r in dated)
        return Days(first, last, sure)
    if published is None:
        return None
    return Days(published - LOOK_BACK_DAYS, published, False)


def toll_range(claims: Iterable[Record], harm: Harm) -> tuple[int, int | None] | None:
    """Lowest and highest number over the claims: each claim's groups summed, parts left out."""
    lows: list[int] = []
    highs: list[int | None] = []
    for record in claims:
        tolls = [t for t in record.tolls if t.harm is harm]
        whole = [t for t in tolls if not t.part] or tolls
        if whole:
            lows.append(sum(t.low for t in whole))
            tops = [t.high for t in whole if t.high is not None]
            highs.append(sum(tops) if len(tops) == len(whole) else None)
    if not lows:
        return None
    known = [h for h in highs if h is not None]
    return min(lows), max(known) if len(known) == len(highs) else None


def _unique(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    return tuple({(a.entry or a.name): a for a in actors}.values())


def distance_km(a: Spot, b: Spot) -> float:
    """Great-circle distance of the centres."""
    return km_between(a.lat, a.lon, b.lat, b.lon)


def km_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance of two points in degrees."""
    p = math.pi / 180
    h = 0.5 - math.cos((other_lat - lat) * p) / 2
    h += math.cos(lat * p) * math.cos(other_lat * p) * (1 - math.cos((other_lon - lon) * p)) / 2
    return 12742 * math.asin(math.sqrt(min(1.0, max(0.0, h))))
