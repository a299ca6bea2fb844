"""How far two happenings look like one: six comparisons, each a named level with a weight in bits and a sentence.

A weight says how much more often the level is met between reports of one happening than between reports of two that
lie near each other in time and place.  The sum decides; a level of -20 says that they cannot be one.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from claimbook.model import Kind, Level

from .facets import Facets, Spot, distance_km
from .parties import Relations, Relationship

NEVER = -20.0
UNPLACED = -0.5
AREA = 0.0
JOIN_AT = 3.5  # bits

STRIKES = frozenset({Kind.AIR_STRIKE, Kind.SHELLING, Kind.CHEMICAL_WEAPON, Kind.ATTACK})
BOMBS = frozenset({Kind.EXPLOSIVE_DEVICE, Kind.SUICIDE_BOMB, Kind.GRENADE, Kind.ATTACK})
FIGHTS = frozenset({Kind.ARMED_CLASH, Kind.TERRITORY_CAPTURED, Kind.ATTACK, Kind.OPERATION})
UNREST = frozenset({Kind.PROTEST, Kind.RIOT})
SEIZURES = frozenset({Kind.ARREST, Kind.ABDUCTION, Kind.OPERATION})
FAMILIES = (STRIKES, BOMBS, FIGHTS, UNREST, SEIZURES)
VIOLENCE = STRIKES | BOMBS | FIGHTS | {Kind.SEXUAL_VIOLENCE, Kind.PROPERTY_DESTRUCTION, Kind.WEAPONS_DISRUPTED}


def score(a: Facets, b: Facets, relations: Relations) -> float:
    """The sum of the levels; NEVER or less where one of them forbids."""
    total = 0.0
    for compare in (_time, _kind):
        total += compare(a, b)[1]
        if total <= NEVER / 2:
            return NEVER
    place = _place(a, b)[1]
    if place <= NEVER:
        return NEVER
    total += place + _initiators(a, b, relations)[1] + _targets(a, b, relations)[1]
    return total + _killed(a, b)[1] + _injured(a, b)[1] + _words(a, b)[1] + _context(a, b)[1]


def explain(a: Facets, b: Facets, relations: Relations) -> tuple[Level, ...]:
    """Every level, with its sentence."""
    rows = (
        ("period", *_time(a, b)),
        ("kind", *_kind(a, b)),
        ("place", *_place(a, b)),
        ("initiators", *_initiators(a, b, relations)),
        ("targets", *_targets(a, b, relations)),
        ("killed", *_killed(a, b)),
        ("injured", *_injured(a, b)),
        ("words", *_words(a, b)),
        ("report", *_context(a, b)),
    )
    return tuple(_level(*row) for row in rows)


@lru_cache(maxsize=50_000)
def _level(comparison: str, level: str, weight: float, sentence: str) -> Level:
    """Most levels are met many times over: each is kept once."""
    return Level(comparison=comparison, level=level, weight=weight, sentence=sentence)


Fit = tuple[str, float, str]  # level, weight, sentence


def _time(a: Facets, b: Facets) -> Fit:
    if a.days is None or b.days is None:
        return ("undated", -1.0, "One of them gives no day.")
    left, right = a.days, b.days
    gap = max(left.first, right.first) - min(left.last, right.last)
    sure = left.sure and right.sure
    if gap <= 0:
        if left.long or right.long:
            return ("within", 0.0, "One period lies within the other's weeks.")
        if sure and left.first == right.first and left.last == right.last:
            return ("same", 3.0, f"Both give {_day(left.first)}.")
        shared = f"Both may be on {_day(max(left.first, right.first))}."
        return ("overlap", 2.0, shared) if sure else ("likely", 1.0, shared)
    if left.long or right.long:
        return ("apart", NEVER, "Their periods do not meet.")
    if gap == 1:
        return ("next day", 0.5 if sure else 0.0, "They lie a day apart, as night and morning are often told.")
    if gap <= 3 and not sure:
        return ("days apart", -2.0, f"They lie {gap} days apart, and one day is assumed.")
    if gap == 2:
        return ("days apart", -3.0, "They lie two days apart.")
    return ("apart", NEVER, f"They lie {gap} days apart.")


def _kind(a: Facets, b: Facets) -> Fit:
    shared = a.kinds & b.kinds
    if shared:
        return ("same", 1.0, f"Both tell of {_say(min(shared))}.")
    for family in FAMILIES:
        if a.kinds & family and b.kinds & family:
            return ("family", 0.0, f"{_say(min(a.kinds))} and {_say(min(b.kinds))} are kinds of one family.")
    if a.kinds & VIOLENCE and b.kinds & VIOLENCE:
        return ("other violence", -2.0, f"{_say(min(a.kinds))} and {_say(min(b.kinds))} are different violence.")
    return ("different", NEVER, f"{_say(min(a.kinds))} and {_say(min(b.kinds))} are different things.")


def _place(a: Facets, b: Facets) -> Fit:
    if not a.spots or not b.spots:
        for one, other in ((a, b), (b, a)):
            named = next((s.name for s in one.spots if not other.spots and f"={s.whole}" in other.context), None)
            if named:
                return ("in the report", 1.0, f"One names no place, but its report names {named}.")
        return ("unplaced", UNPLACED, "One of them names no place.")
    return max((_spots(p, q) for p in a.spots for q in b.spots), key=lambda fit: fit[1])


def _spots(p: Spot, q: Spot) -> Fit:
    if p.located and q.located:
        return _discs(p, q)
    if p.whole == q.whole and len(p.whole) >= 2:
        return ("same name", 4.0, f"{p.name} and {q.name} are one name, though not on the map.")
    if p.keys & q.keys:
        return ("shared name", 2.5, f"{p.name} and {q.name} share a name.")
    if p.small or q.small or not (p.located or q.located):
        return ("other name", -1.5, f"{p.name} and {q.name} are different names, and one is not on the map.")
    return ("area", AREA, f"One of {p.name} and {q.name} is an area.")


def _discs(p: Spot, q: Spot) -> Fit:
    km = distance_km(p, q)
    widest = max(p.radius_km, q.radius_km)
    reach = p.radius_km + q.radius_km
    said = f"{p.name} and {q.name} lie {km:.0f} km apart"
    if p.small and q.small:
        if (p.entry and p.entry == q.entry) or km <= 3:
            return ("same place", 4.0, f"Both are at {p.name}." if p.name == q.name else f"{p.name} is {q.name}.")
        if km <= max(reach, 5.0):
            return ("near", 2.0, f"{said}, within their radii.")
        if km <= 25:
            return ("neighbours", -1.0, f"{said}.")
        if p.whole == q.whole and len(p.whole) >= 3 and p.country == q.country:
            return ("same name apart", 0.0, f"{said}, but bear one name: one of them may be taken for another place.")
        return ("far", -6.0 if km <= 80 else NEVER, f"{said}.")
    if km <= reach:
        # The wider the area, the less it tells.
        return (
            ("same area", 1.0, f"{said}, within an area of {widest:.0f} km.")
            if widest <= 150
            else ("same country", AREA, f"{p.name} and {q.name} may be one: the area is wide.")
        )
    return ("outside", -4.0 if km <= reach + 50 else NEVER, f"{said}, outside their radii.")


def _initiators(a: Facets, b: Facets, relations: Relations) -> Fit:
    if not a.initiators or not b.initiators:
        return ("not said", 0.0, "One of them does not say who acted.")
    straight = relations.best(a.initiators, b.initiators)
    if straight < Relationship.ALIKE and Kind.ARMED_CLASH in a.kinds | b.kinds:
        # Two sides of a clash may be told either way round.
        crossed = min(relations.best(a.initiators, b.targets), relations.best(a.targets, b.initiators))
        if crossed >= Relationship.ALIKE:
            return ("crossed", 1.0, "Both name the same two sides, the other way round.")
    return _RELATED["acted"][straight]


def _targets(a: Facets, b: Facets, relations: Relations) -> Fit:
    if not a.targets or not b.targets:
        return ("not said", 0.0, "One of them does not say who or what was struck.")
    return _RELATED["struck"][relations.best(a.targets, b.targets)]


_RELATED: dict[str, dict[Relationship, Fit]] = {
    "acted": {
        Relationship.SAME: ("same", 1.5, "Both name the same party as acting."),
        Relationship.PART: ("part", 1.5, "One acting party is part of the other."),
        Relationship.ALLIED: ("allied", 1.0, "The acting parties are allied."),
        Relationship.ALIKE: ("alike", 1.0, "The acting parties are named alike."),
        Relationship.UNKNOWN: ("unknown", 0.0, "How the acting parties stand to each other is not known."),
        Relationship.DIFFERENT: ("different", -2.0, "They name different parties as acting."),
    },
    "struck": {
        Relationship.SAME: ("same", 1.0, "Both name the same party as struck."),
        Relationship.PART: ("part", 1.0, "One struck party is part of the other."),
        Relationship.ALLIED: ("allied", 0.5, "The struck parties are allied."),
        Relationship.ALIKE: ("alike", 0.5, "What was struck is named alike."),
        Relationship.UNKNOWN: ("unknown", 0.0, "How the struck parties stand to each other is not known."),
        Relationship.DIFFERENT: ("different", -0.5, "They name different parties as struck."),
    },
}


def _killed(a: Facets, b: Facets) -> Fit:
    return _toll(a, b, a.killed, b.killed, "killed")


def _injured(a: Facets, b: Facets) -> Fit:
    level, weight, sentence = _toll(a, b, a.injured, b.injured, "injured")
    return level, weight * 0.75, sentence


def _toll(
    a: Facets, b: Facets, left: tuple[int, int | None] | None, right: tuple[int, int | None] | None, harm: str
) -> Fit:
    if left is None or right is None:
        return ("not said", 0.0, f"One of them does not say how many were {harm}.")
    low, high = sorted((left[0], right[0]))
    if low == high:
        # The same large number is rarely met by chance.
        weight = 0.0 if low == 0 else 0.5 if low == 1 else 1.0 if low <= 3 else 2.0 if low <= 9 else 3.0
        return ("same", weight, f"Both give {low} {harm}.")
    said = f"They give {left[0]} and {right[0]} {harm}"
    if high <= low * 1.3 + 1:
        return ("close", 0.5, f"{said}: close.")
    first, second = (left, right) if left[0] < right[0] else (right, left)
    if first[1] is None or first[1] >= second[0]:
        return ("open", 0.0, f"{said}: the lower is a lower bound.")
    if high > 4 * max(low, 1) and a.published and b.published and a.published != b.published:
        later = left if a.published > b.published else right
        if later[0] == low:
            return ("fell", -3.0, f"{said}, and the later report gives far fewer: tolls grow.")
    if high <= 4 * max(low, 1):
        return ("unlike", -0.5, f"{said}.")
    return ("very unlike", -1.5, f"{said}: far apart.")


def _words(a: Facets, b: Facets) -> Fit:
    shared = sorted(a.words & b.words)
    if not shared:
        return ("none", 0.0, "They share no telling words.")
    weight = (0.0, 1.0, 2.0, 2.5, 3.0)[min(len(shared), 4)]
    return (f"{min(len(shared), 4)} shared", weight, f"They share {', '.join(shared[:6])}.")


def _context(a: Facets, b: Facets) -> Fit:
    """What else the two reports speak of: fragments of a report often lack the place or party that it names once."""
    shared = a.context & b.context
    least = min(len(a.context), len(b.context))
    if len(shared) >= 4 and len(shared) >= 0.35 * least:
        return ("one subject", 2.5, f"Their reports share {len(shared)} names and telling words.")
    if len(shared) >= 3 and len(shared) >= 0.15 * least:
        return ("near subject", 1.5, f"Their reports share {len(shared)} names and telling words.")
    if not shared and least >= 6:
        return ("other subject", -1.0, "Their reports share no names or telling words.")
    return ("unclear", 0.0, "Their reports share little.")


def _say(kind: Kind) -> str:
    return str(kind).replace("_", " ")


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
