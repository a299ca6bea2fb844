"""Which happenings are worth comparing: those that share a key of time and place, or of time and a telling number.

Posts are the keys under which a happening lies, asks those under which it looks.  Two happenings are compared if
either asks for what the other posts.  Keys depend on the one happening alone, so that a book's keys may be kept.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

from .compare import SEIZURES, UNREST, VIOLENCE
from .facets import Days, Facets

CELL_DEGREES = 0.5
MARGIN_KM = 15.0
TELLING_TOLL = 4


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one happening: 63-bit numbers, the same on every machine."""

    posts: frozenset[int]
    asks: frozenset[int]


def keys_of(facets: Facets) -> Keys:
    """Where the happening lies, and where it looks."""
    group = _group(facets)
    days = facets.days
    marks = _marks(facets)
    if days is None:
        own = _numbers(f"u|{group}|{mark}" for mark in marks)
        return Keys(posts=own, asks=own | _numbers(f"a|{group}|{mark}" for mark in _strong(facets)))
    weeks = _weeks(days)
    strong = _numbers(f"a|{group}|{mark}" for mark in _strong(facets))
    if days.long:
        own = _numbers(f"w{w}|{group}|{mark}" for w in weeks for mark in marks)
        return Keys(posts=own | strong, asks=own | _numbers(f"d{w}|{group}|{mark}" for w in weeks for mark in marks))
    own = _numbers(f"{d}|{group}|{mark}" for d in range(days.first - 1, days.last + 2) for mark in marks)
    by_week = _numbers(f"d{w}|{group}|{mark}" for w in weeks for mark in marks)
    vague = not any(s.small for s in facets.spots)
    party = _numbers(
        f"p{d}|{group}|{a.entry}" for d in range(days.first - 1, days.last + 2) for a in facets.initiators if a.entry
    )
    return Keys(posts=own | by_week | strong | party, asks=own | party if vague else own)


def _group(facets: Facets) -> str:
    """Kinds that may tell of one happening share a group."""
    if facets.kinds & VIOLENCE:
        return "violence"
    if facets.kinds & (UNREST | SEIZURES):
        return "order"
    return str(min(facets.kinds))


def _marks(facets: Facets) -> set[str]:
    """Places on the map by cell, others by name; telling numbers."""
    marks = set()
    for spot in facets.spots:
        if spot.small:
            marks |= _cells(spot.lat, spot.lon, max(spot.radius_km, MARGIN_KM))
        # Names serve for places that only one of the reports has on the map.
        marks |= {f"n{key}" for key in (spot.whole, *spot.keys)}
    return marks | _tolls(facets)


def _tolls(facets: Facets) -> set[str]:
    marks = set()
    for name, toll in (("k", facets.killed), ("i", facets.injured)):
        if toll and toll[0] >= TELLING_TOLL:
            marks.add(f"{name}{toll[0]}")
    return marks


def _strong(facets: Facets) -> set[str]:
    """For the undated, over all time: a place's name and a telling number together."""
    return {f"{s}{t}" for spot in facets.spots for s in spot.keys for t in _tolls(facets)}


def _cells(lat: float, lon: float, radius_km: float) -> set[str]:
    up = radius_km / 111.2
    wide = up / max(0.1, math.cos(math.radians(lat)))
    return {
        f"c{y},{x}"
        for y in range(math.floor((lat - up) / CELL_DEGREES), math.floor((lat + up) / CELL_DEGREES) + 1)
        for x in range(math.floor((lon - wide) / CELL_DEGREES), math.floor((lon + wide) / CELL_DEGREES) + 1)
    }


def _weeks(days: Days) -> range:
    return range(days.first // 7, min(days.last // 7, days.first // 7 + 60) + 1)


def _numbers(keys: object) -> frozenset[int]:
    return frozenset(
        int.from_bytes(hashlib.blake2b(k.encode(), digest_size=8).digest(), "big") >> 1
        for k in keys  # type: ignore[attr-defined]
    )
