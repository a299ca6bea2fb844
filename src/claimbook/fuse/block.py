"""Which happenings are worth comparing: those that share a key of time and place, or of time and a telling number.

Posts are the keys under which a happening lies, asks those under which it looks.  Two happenings are compared if
either asks for what the other posts.  Keys depend on the one happening alone, so that a book's keys may be kept.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass

from .compare import SEIZURES, UNREST, VIOLENCE
from .facets import Days, Facets

CELL_DEGREES = 0.5
MARGIN_KM = 15.0
TELLING_TOLL = 4
MOST_WORDS = 8
REACH_DAYS = 2  # days apart that two accounts of one happening may lie


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one happening: 63-bit numbers, the same on every machine.

    `plain` marks one with a day and a small place: of two plain ones each asks for the other or neither does.
    """

    posts: frozenset[int]
    asks: frozenset[int]
    plain: bool


def keys_of(facets: Facets) -> Keys:
    """Where the happening lies, and where it looks."""
    group = _group(facets)
    days = facets.days
    marks = _marks(facets)
    strong = [f"a|{group}|{mark}" for mark in _strong(facets)]
    if days is None:
        own = [f"u|{group}|{mark}" for mark in marks]
        return Keys(posts=_numbers(own), asks=_numbers([*own, *strong]), plain=False)
    by_week = [f"d{week}|{group}|{mark}" for week in _weeks(days) for mark in marks]
    if days.long:
        own = [f"w{week}|{group}|{mark}" for week in _weeks(days) for mark in marks]
        return Keys(posts=_numbers([*own, *strong]), asks=_numbers([*own, *by_week]), plain=False)
    plain = any(spot.small for spot in facets.spots)
    there, near = range(days.first, days.last + 1), range(days.first - REACH_DAYS, days.last + REACH_DAYS + 1)
    posts = [f"{day}|{group}|{mark}" for day in there for mark in marks]
    asks = [f"{day}|{group}|{mark}" for day in near for mark in marks]
    loose = [f"{name}|{group}" for name in _loose(facets)]
    posts += [f"{day}|{name}" for day in there for name in loose]
    if not plain:  # without a place on the map it looks by words, and by what else its report names
        asks += [f"{day}|{name}" for day in near for name in loose]
        asks += [f"{day}|{group}|{mark}" for day in near for mark in _nearby(facets)]
    return Keys(posts=_numbers([*posts, *by_week, *strong]), asks=_numbers(asks), plain=plain)


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


def _loose(facets: Facets) -> list[str]:
    """The longest telling words: for those that have no place on the map."""
    return [f"t{word}" for word in sorted(facets.words, key=lambda word: (-len(word), word))[:MOST_WORDS]]


def _nearby(facets: Facets) -> set[str]:
    """Places that the report names elsewhere: for those that have no place on the map."""
    return {f"n{name[1:]}" for name in facets.context if name.startswith("=")}


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


def _numbers(keys: Iterable[str]) -> frozenset[int]:
    return frozenset(int.from_bytes(hashlib.blake2b(k.encode(), digest_size=8).digest(), "big") >> 1 for k in keys)
