"""How far two happenings look like one: nine comparisons, each with the level that fits, by the rules in `levels`.

The sum of the weights decides; one level that says NEVER is enough to keep them apart.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from claimbook.model import Kind, Level

from .facets import Facets, Spot, distance_km
from .levels import LEVELS, NEVER
from .parties import Relations, Relationship

JOIN_AT = 3.5  # bits

STRIKES = frozenset({Kind.AIR_STRIKE, Kind.SHELLING, Kind.CHEMICAL_WEAPON, Kind.ATTACK})
BOMBS = frozenset({Kind.EXPLOSIVE_DEVICE, Kind.SUICIDE_BOMB, Kind.GRENADE, Kind.ATTACK})
FIGHTS = frozenset({Kind.ARMED_CLASH, Kind.TERRITORY_CAPTURED, Kind.ATTACK, Kind.OPERATION})
UNREST = frozenset({Kind.PROTEST, Kind.RIOT})
SEIZURES = frozenset({Kind.ARREST, Kind.ABDUCTION, Kind.OPERATION})
FAMILIES = (STRIKES, BOMBS, FIGHTS, UNREST, SEIZURES)
VIOLENCE = STRIKES | BOMBS | FIGHTS | {Kind.SEXUAL_VIOLENCE, Kind.PROPERTY_DESTRUCTION, Kind.WEAPONS_DISRUPTED}


Fit = tuple[str, tuple[Any, ...]]  # the level, and what its sentence names
_PLACES = LEVELS["place"]
WORD_LEVELS = ("none", "1 shared", "2 shared", "3 shared", "4 or more shared")


def score(a: Facets, b: Facets, relations: Relations) -> float:
    """The sum of the levels' weights; NEVER where one of them forbids."""
    total = 0.0
    for name, compare in _COMPARISONS.items():
        weight = LEVELS[name][compare(a, b, relations)[0]].weight
        if weight <= NEVER:
            return NEVER
        total += weight
    return total


def explain(a: Facets, b: Facets, relations: Relations) -> tuple[Level, ...]:
    """Every level, with its sentence."""
    return tuple(_level(name, *compare(a, b, relations)) for name, compare in _COMPARISONS.items())


@lru_cache(maxsize=50_000)
def _level(comparison: str, level: str, named: tuple[Any, ...]) -> Level:
    """Most levels are met many times over: each is kept once."""
    rule = LEVELS[comparison][level]
    said = rule.sentence.format(*named)
    return Level(comparison=comparison, level=level, weight=rule.weight, sentence=said[:1].upper() + said[1:])


def _time(a: Facets, b: Facets, _: Relations) -> Fit:
    if a.days is None or b.days is None:
        return ("undated", ())
    left, right = a.days, b.days
    gap = max(left.first, right.first) - min(left.last, right.last)
    sure = left.sure and right.sure
    if gap <= 0:
        if left.long or right.long:
            return ("within", ())
        if sure and left.first == right.first and left.last == right.last:
            return ("same", (date.fromordinal(left.first),))
        return ("overlap" if sure else "likely", (date.fromordinal(max(left.first, right.first)),))
    if left.long or right.long:
        return ("weeks apart", ())
    if gap == 1:
        return ("next day" if sure else "next day, assumed", ())
    if gap <= 3 and not sure:
        return ("days apart, assumed", (gap,))
    return ("days apart" if gap == 2 else "apart", (gap,))


def _kind(a: Facets, b: Facets, _: Relations) -> Fit:
    shared = a.kinds & b.kinds
    if shared:
        return ("same", (_say(min(shared)),))
    names = (_say(min(a.kinds)), _say(min(b.kinds)))
    if any(a.kinds & family and b.kinds & family for family in FAMILIES):
        return ("family", names)
    return ("other violence" if a.kinds & VIOLENCE and b.kinds & VIOLENCE else "different", names)


def _place(a: Facets, b: Facets, _: Relations) -> Fit:
    if not a.spots or not b.spots:
        for one, other in ((a, b), (b, a)):
            named = next((s.name for s in one.spots if not other.spots and f"={s.whole}" in other.context), None)
            if named:
                return ("in the report", (named,))
        return ("unplaced", ())
    return max((_spots(p, q) for p in a.spots for q in b.spots), key=lambda fit: _PLACES[fit[0]].weight)


def _spots(p: Spot, q: Spot) -> Fit:
    if p.located and q.located:
        return _discs(p, q)
    names = (p.name, q.name)
    if p.whole == q.whole and len(p.whole) >= 2:
        return ("same name", names)
    if p.keys & q.keys:
        return ("shared name", names)
    if p.small or q.small or not (p.located or q.located):
        return ("other name", names)
    return ("area", names)


def _discs(p: Spot, q: Spot) -> Fit:
    km = distance_km(p, q)
    reach = p.radius_km + q.radius_km
    names = (p.name, q.name, km)
    if p.small and q.small:
        if (p.entry and p.entry == q.entry) or km <= 3:
            return ("same place" if p.name == q.name else "one place", names)
        if km <= max(reach, 5.0):
            return ("near", names)
        if km <= 25:
            return ("neighbours", names)
        if p.whole == q.whole and len(p.whole) >= 3 and p.country == q.country:
            return ("same name apart", names)
        return ("far" if km <= 80 else "too far", names)
    if km <= reach:  # the wider the area, the less it tells
        return ("same area" if max(p.radius_km, q.radius_km) <= 150 else "same country", names)
    return ("just outside" if km <= reach + 50 else "outside", names)


def _initiators(a: Facets, b: Facets, relations: Relations) -> Fit:
    if not a.initiators or not b.initiators:
        return ("not said", ())
    straight = relations.best(a.initiators, b.initiators)
    if straight < Relationship.ALIKE and Kind.ARMED_CLASH in a.kinds | b.kinds:
        # Two sides of a clash may be told either way round.
        crossed = min(relations.best(a.initiators, b.targets), relations.best(a.targets, b.initiators))
        if crossed >= Relationship.ALIKE:
            return ("crossed", ())
    return (straight.name.lower(), ())


def _targets(a: Facets, b: Facets, relations: Relations) -> Fit:
    if not a.targets or not b.targets:
        return ("not said", ())
    return (relations.best(a.targets, b.targets).name.lower(), ())


def _killed(a: Facets, b: Facets, _: Relations) -> Fit:
    return _toll(a, b, a.killed, b.killed)


def _injured(a: Facets, b: Facets, _: Relations) -> Fit:
    return _toll(a, b, a.injured, b.injured)


def _toll(a: Facets, b: Facets, left: tuple[int, int | None] | None, right: tuple[int, int | None] | None) -> Fit:
    if left is None or right is None:
        return ("not said", ())
    low, high = sorted((left[0], right[0]))
    if low == high:  # the same large number is rarely met by chance
        names = ((0, "none"), (1, "one"), (3, "2 or 3"), (9, "4 to 9"))
        return (f"same, {next((name for most, name in names if low <= most), '10 or more')}", (low,))
    given = (left[0], right[0])
    if high <= low * 1.3 + 1:
        return ("close", given)
    first, second = (left, right) if left[0] < right[0] else (right, left)
    if first[1] is None or first[1] >= second[0]:
        return ("open", given)
    if high <= 4 * max(low, 1):
        return ("unlike", given)
    if a.published and b.published and a.published != b.published:
        later = left if a.published > b.published else right
        if later[0] == low:
            return ("fell", given)
    return ("very unlike", given)


def _words(a: Facets, b: Facets, _: Relations) -> Fit:
    shared = sorted(a.words & b.words)
    return (WORD_LEVELS[min(len(shared), 4)], (", ".join(shared[:6]),))


def _context(a: Facets, b: Facets, _: Relations) -> Fit:
    """What else the two reports speak of: fragments of a report often lack the place or party that it names once."""
    shared = len(a.context & b.context)
    least = min(len(a.context), len(b.context))
    if shared >= 4 and shared >= 0.35 * least:
        return ("one subject", (shared,))
    if shared >= 3 and shared >= 0.15 * least:
        return ("near subject", (shared,))
    return ("other subject" if not shared and least >= 6 else "unclear", ())


def _say(kind: Kind) -> str:
    return str(kind).replace("_", " ")


_COMPARISONS: dict[str, Callable[[Facets, Facets, Relations], Fit]] = {
    "period": _time,
    "kind": _kind,
    "place": _place,
    "initiators": _initiators,
    "targets": _targets,
    "killed": _killed,
    "injured": _injured,
    "words": _words,
    "report": _context,
}
