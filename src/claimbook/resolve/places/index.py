"""An index of places: one SQLite file, made once and then only read.

The embedded gazetteer and every import have this form.  A file is written beside its place and moved there, so that a
reader never sees half an index.  Who writes holds the folder's turn (`turns`).
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from .keys import Keys, keys_of, keys_of_all, similarity
from .shapes import Shape, bounds, holds
from .spelling import LEARNED_FOR, Spelled, by_similarity, is_arabic, rank

SCHEMA = 15
_TABLES = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE TABLE place (row INTEGER PRIMARY KEY, id TEXT, name TEXT, country TEXT, kind TEXT, lat REAL, lon REAL,
    radius_km REAL, population INTEGER, admin1 TEXT, admin1_code TEXT, admin2 TEXT, admin2_code TEXT, capital INTEGER);
CREATE TABLE alias (strict TEXT, sound TEXT, skeleton TEXT, country TEXT, place INTEGER);
CREATE TABLE shape (place INTEGER, south REAL, west REAL, north REAL, east REAL, rings BLOB);
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
"""
_INDEXES = """
CREATE INDEX by_strict ON alias(strict);
CREATE INDEX by_skeleton ON alias(country, skeleton);
CREATE INDEX by_id ON place(id);
"""
_FIELDS = (
    "p.id, p.name, p.country, p.kind, p.lat, p.lon, p.radius_km, p.population,"
    " p.admin1, p.admin1_code, p.admin2, p.admin2_code, p.capital"
)
_MOST = 80  # entries of one name that are looked at, the largest first
_NEAR_BONES = 8  # skeletons of one length beside the name's own that are looked at
_MOST_ALIKE = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that a name may mean: a disc of `radius_km` round WGS 84 degrees; codes are P-codes, "" if not known.

    The population of a region is that of its towns.  `capital` is true for the seat of a country.
    """

    id: str
    name: str
    country: str
    kind: str
    lat: float
    lon: float
    radius_km: float
    population: int = 0
    admin1: str = ""
    admin1_code: str = ""
    admin2: str = ""
    admin2_code: str = ""
    capital: bool = False


class Listed(NamedTuple):
    """An entry as it goes into an index: with all its names and, where known, its outline."""

    entry: Entry
    names: Iterable[str]
    shape: Shape = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An entry, and how alike (0 to 1) its nearest name is to the one looked for."""

    entry: Entry
    alike: float


def write_index(path: Path, places: Iterable[Listed], about: dict[str, str]) -> int:
    """Writes entries with all their names to `path`; gives their number.  Raises OSError where it cannot write.

    The caller holds the turn of the path's folder, so what an earlier run left half-written there goes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob("*.part"):
        left.unlink(missing_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    try:
        with contextlib.closing(sqlite3.connect(temporary)) as link:
            count = _fill(link, places, about)
        Path(temporary).replace(path)
    except sqlite3.Error as error:
        raise OSError(errno.EIO, str(error)) from error  # such as: database or disk is full
    finally:
        Path(temporary).unlink(missing_ok=True)
    return count


def _fill(link: sqlite3.Connection, places: Iterable[Listed], about: dict[str, str]) -> int:
    link.executescript(_TABLES)
    count = 0
    aliases: list[tuple[str, str, str, str, int]] = []
    for count, (entry, names, shape) in enumerate(places, 1):
        link.execute(f"INSERT INTO place VALUES ({','.join('?' * 14)})", (count, *_values(entry)))
        aliases.extend(_aliases(names, entry.country, count))
        if shape:
            link.execute("INSERT INTO shape VALUES (?,?,?,?,?,?)", (count, *bounds(shape), _pack(shape)))
        if len(aliases) > 50_000:
            link.executemany("INSERT INTO alias VALUES (?,?,?,?,?)", aliases)
            aliases.clear()
    link.executemany("INSERT INTO alias VALUES (?,?,?,?,?)", aliases)
    told = {**about, "places": str(count), "schema": str(SCHEMA)}
    link.executemany("INSERT INTO about VALUES (?,?)", told.items())
    link.executescript(_INDEXES)
    link.commit()
    return count


def _values(entry: Entry) -> tuple[Any, ...]:
    return tuple(getattr(entry, field) for field in Entry.__slots__)


def _pack(shape: Shape) -> bytes:
    return zlib.compress(json.dumps([[round(x, 5) for x in ring] for ring in shape]).encode())


def _aliases(names: Iterable[str], country: str, row: int) -> Iterator[tuple[str, str, str, str, int]]:
    for keys in keys_of_all(names):
        yield (*keys, country, row)


class PlaceIndex:
    """Look-ups in one index file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._process = -1
        self._link: sqlite3.Connection | None = None
        self.exact = lru_cache(maxsize=50_000)(self._exact)
        self.alike = lru_cache(maxsize=20_000)(self._alike)
        self._skeletons = lru_cache(maxsize=16)(self._load_skeletons)
        self._shape = lru_cache(maxsize=200)(self._load_shape)

    def about(self) -> dict[str, str]:
        """What the index says of itself: its source, its form, its number of places."""
        return {str(name): str(value) for name, value in self._rows("SELECT name, value FROM about")}

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """All entries of one kind; there is no index over kinds, so this is for once at the start."""
        return tuple(Entry(*row) for row in self._rows(f"SELECT {_FIELDS} FROM place p WHERE p.kind = ?", kind))

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of an id."""
        rows = self._rows(f"SELECT {_FIELDS} FROM place p WHERE p.id = ?", entry_id)
        return Entry(*rows[0]) if rows else None

    def around(self, lat: float, lon: float) -> tuple[Entry, ...]:
        """The entries whose outline holds the point; those without an outline are not asked."""
        rows = self._rows(
            f"SELECT s.rowid, {_FIELDS} FROM shape s JOIN place p ON p.row = s.place"
            " WHERE ? BETWEEN s.south AND s.north AND ? BETWEEN s.west AND s.east ORDER BY p.id",
            lat,
            lon,
        )
        return tuple(Entry(*fields) for number, *fields in rows if holds(self._shape(number), lat, lon))

    def shape_of(self, entry_id: str) -> Shape:
        """The outline of an entry; () where there is none."""
        rows = self._rows("SELECT s.rowid FROM shape s JOIN place p ON p.row = s.place WHERE p.id = ?", entry_id)
        return self._shape(rows[0][0]) if rows else ()

    def _load_shape(self, number: int) -> Shape:
        ((packed,),) = self._rows("SELECT rings FROM shape WHERE rowid = ?", number)
        return tuple(tuple(ring) for ring in json.loads(zlib.decompress(packed)))

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        # A connection must not cross a fork: each process opens its own.
        if self._link is None or self._process != os.getpid():
            self._link = sqlite3.connect(f"file:{self.path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            self._process = os.getpid()
        return self._link.execute(sql, values).fetchall()

    def _exact(self, strict: str) -> tuple[Entry, ...]:
        rows = self._rows(
            f"SELECT {_FIELDS} FROM alias a JOIN place p ON p.row = a.place WHERE a.strict = ?"
            " ORDER BY p.population DESC, p.id LIMIT ?",
            strict,
            _MOST,
        )
        return tuple(Entry(*row) for row in rows)

    def _alike(self, name: str, country: str) -> tuple[Found, ...]:
        keys = keys_of(name)
        bones = [keys.skeleton]
        size = len(keys.skeleton)
        if size > 2:
            by_size = self._skeletons(country)
            for length in (size - 1, size, size + 1):
                near = process.extract(
                    keys.skeleton, by_size.get(length, ()),
                    scorer=Levenshtein.distance, score_cutoff=1 if size < 5 else 2, limit=_NEAR_BONES,
                )  # fmt: skip
                bones += [skeleton for skeleton, _, _ in near if skeleton != keys.skeleton]
        marks = ",".join("?" * len(bones))
        rows = self._rows(
            f"SELECT strict, sound, skeleton, place FROM alias WHERE country = ? AND skeleton IN ({marks})",
            country,
            *bones,
        )
        if not rows:
            return ()
        scored = [
            (similarity(keys, Keys(strict, sound, skeleton)), strict, place) for strict, sound, skeleton, place in rows
        ]
        ranked = rank(Spelled(keys, is_arabic(name)), scored) if country in LEARNED_FOR else by_similarity(scored)
        best: dict[int, float] = {}
        for score, place in ranked:
            best.setdefault(place, score)
        leading = sorted(best, key=lambda place: (-best[place], place))[:_MOST_ALIKE]
        marks = ",".join("?" * len(leading))
        entries = self._rows(f"SELECT p.row, {_FIELDS} FROM place p WHERE p.row IN ({marks})", *leading)
        found = [Found(Entry(*fields), best[row]) for row, *fields in entries]
        return tuple(sorted(found, key=lambda f: (-f.alike, f.entry.id)))

    def _load_skeletons(self, country: str) -> dict[int, list[str]]:
        """The country's skeletons by their length."""
        by_size: dict[int, list[str]] = {}
        for (skeleton,) in self._rows(
            "SELECT DISTINCT skeleton FROM alias WHERE country = ? ORDER BY skeleton", country
        ):
            by_size.setdefault(len(skeleton), []).append(skeleton)
        return by_size
