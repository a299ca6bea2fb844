"""How values are told on the pages: plain words, figures with their ranges, never more certain than they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from claimbook.book.rows import span_of
from claimbook.export.table import tell_period
from claimbook.model import Kind, Link, Period, Place, Precision

FAMILIES: dict[str, tuple[str, tuple[Kind, ...]]] = {
    "fighting": ("Fighting on the ground", (Kind.ARMED_CLASH, Kind.TERRITORY_CAPTURED)),
    "air": ("From the air", (Kind.AIR_STRIKE,)),
    "shelling": ("Shelling", (Kind.SHELLING,)),
    "explosives": (
        "Explosives, chemicals",
        (Kind.EXPLOSIVE_DEVICE, Kind.SUICIDE_BOMB, Kind.GRENADE, Kind.CHEMICAL_WEAPON),
    ),
    "people": ("Against people", (Kind.ATTACK, Kind.ABDUCTION, Kind.SEXUAL_VIOLENCE)),
    "public": ("Protest, arrest", (Kind.PROTEST, Kind.RIOT, Kind.ARREST)),
    "other": ("Other", ()),
}
GRADE_WORDS = {
    "confirmed": "the party blamed concedes it",
    "fair": "independent speakers, not all of one side, agree",
    "weak": "one voice",
    "contested": "rival accounts of who did it",
    "discounted": "independent speakers say otherwise",
}


def name_of(code: object) -> str:
    """ "air_strike" → "air strike"."""
    return str(code).replace("_", " ")


def family_of(kind: object) -> str:
    """The family of kinds that gives the colour."""
    return next((name for name, (_, kinds) in FAMILIES.items() if kind in kinds), "other")


def tell_days(start: str | None, end: str | None) -> str:
    """ "2020-08-03", "2020-08-03 – 05", "no day"."""
    if start is None:
        return "no day"
    if end is None or end == start:
        return start
    shared = start[:8] == end[:8]
    return f"{start} – {end[8:] if shared else end}"


def tell_toll(low: int | None, high: int | None) -> str:
    """ "3", "3–12", "3 or more", "" where nobody gives a figure."""
    if low is None:
        return ""
    return f"{low:,} or more" if high is None else span_of(low, high).replace("-", "–")


def tell_where(place: Place) -> str:
    """The place with how the happening lies to it: "near Riverton"."""
    before = {"in": "", "area": "area of "}.get(str(place.relation), f"{place.relation} ")
    return before + place.name


def tell_radius(km: float | None) -> str:
    """ "within 4 km"."""
    if km is None:
        return ""
    return f"within {round(km):,} km" if km >= 10 else f"within {round(km, 1):g} km"


def tell_chain(links: tuple[Link, ...]) -> str:
    """ "Daily Lines reports › Alba Watch claims"."""
    return " › ".join(f"{link.name} {link.stance}" for link in links)


def tell_long_period(period: Period) -> str:
    """The period in words, its precision with it."""
    words = tell_period(period)
    return words if period.precision is Precision.DAY else f"{words} (known to the {period.precision})"


def count_of(number: int, one: str, many: str = "") -> str:
    """ "1 incident", "1,204 incidents"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def tell_day(day: date | None) -> str:
    """The day in ISO form."""
    return day.isoformat() if day else "no day"


FILTERS: dict[str, Callable[..., Any]] = {
    "named": name_of,
    "family": family_of,
    "days": tell_days,
    "toll": tell_toll,
    "where": tell_where,
    "radius": tell_radius,
    "chain": tell_chain,
    "period": tell_long_period,
    "counted": count_of,
    "day": tell_day,
}
