"""Look-ups of places by name, over the embedded gazetteer and whatever a researcher imported.

The embedded index is made once in the user's cache folder; opening it again takes milliseconds.  Each import is an
index file of its own, so that it can be repeated and undone.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from claimbook.errors import PlacesError

from .embedded import ATTRIBUTION, embedded_places, version_key
from .geometry import distance_km
from .index import SCHEMA, Entry, Found, PlaceIndex, write_index
from .keys import strict_key
from .kinds import FIRST, SECOND
from .shapes import Shape
from .turns import one_at_a_time


class Gazetteer(Protocol):
    """Look-ups by name."""

    def exact(self, name: str) -> tuple[Entry, ...]:
        """Entries with a name that has the same strict key, the most populous first."""

    def alike(self, name: str, countries: frozenset[str]) -> tuple[Found, ...]:
        """Entries of these countries with a name that sounds much the same, the most alike first."""

    def region_names(self) -> dict[str, str]:
        """P-code of a first-level region → its name."""

    def country_name(self, code: str) -> str:
        """The name under which a country's entry is found; "" for none."""

    def regions_at(self, lat: float, lon: float) -> tuple[Entry, ...]:
        """The regions whose outline holds a point, imported ones first; none where no outline is known."""


class LayeredGazetteer:
    """Several indexes as one gazetteer: an imported entry goes before the embedded one of the same id."""

    def __init__(self, indexes: Iterable[Path]) -> None:
        self.indexes = tuple(PlaceIndex(path) for path in indexes)
        self._countries: dict[str, str] | None = None
        self._names: dict[str, str] | None = None
        self.exact = lru_cache(maxsize=50_000)(self._exact)
        self.alike = lru_cache(maxsize=20_000)(self._alike)

    def _exact(self, name: str) -> tuple[Entry, ...]:
        key = strict_key(name)
        if not key:
            return ()
        merged: dict[str, Entry] = {}
        for number, index in enumerate(self.indexes):
            for entry in index.exact(key):
                if number and entry.id not in merged:  # a boundary that a file brings may be a region that is known
                    known = next((e for e in merged.values() if _is_same_region(e, entry)), None)
                    if known:
                        merged[known.id] = _merged(known, replace(entry, id=known.id))
                        continue
                merged[entry.id] = _merged(merged[entry.id], entry) if entry.id in merged else entry
        return tuple(merged.values())

    def _alike(self, name: str, countries: frozenset[str]) -> tuple[Found, ...]:
        best: dict[str, Found] = {}
        for index in self.indexes:
            for country in sorted(countries):
                for found in index.alike(name, country):
                    known = best.get(found.entry.id)
                    if known is None or found.alike > known.alike:
                        best[found.entry.id] = found
        return tuple(sorted(best.values(), key=lambda f: (-f.alike, f.entry.id)))

    def region_names(self) -> dict[str, str]:
        """P-code of a first-level region → its name; the embedded name goes before an imported one."""
        if self._names is None:
            entries = [e for index in reversed(self.indexes) for e in index.of_kind(FIRST) if e.admin1_code]
            self._names = {e.admin1_code: e.name for e in entries}
        return self._names

    def regions_at(self, lat: float, lon: float) -> tuple[Entry, ...]:
        """The regions whose outline holds a point, imported ones first; none where no outline is known."""
        return tuple(entry for index in reversed(self.indexes) for entry in index.around(lat, lon))

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of an id."""
        found = (index.entry(entry_id) for index in reversed(self.indexes))
        return next((entry for entry in found if entry), None)

    def outline(self, entry_id: str) -> Shape:
        """The outline of a region; () where none is known."""
        return next((shape for index in reversed(self.indexes) if (shape := index.shape_of(entry_id))), ())

    def country_name(self, code: str) -> str:
        """The name under which a country's entry is found; "" for none."""
        if self._countries is None:
            self._countries = {e.country: e.name for e in self.indexes[0].of_kind("country")}
        return self._countries.get(code, "")


def _is_same_region(a: Entry, b: Entry) -> bool:
    """Whether two regions that bear one name are one: of one level and country, the middle of each within the other."""
    if a.kind != b.kind or a.country != b.country or a.kind not in (FIRST, SECOND):
        return False
    return distance_km(a, b) < 0.6 * max(a.radius_km, b.radius_km)


def _merged(a: Entry, b: Entry) -> Entry:
    """One place told of twice: the codes of whichever has them, and the larger population."""
    return replace(
        a,
        population=max(a.population, b.population),
        radius_km=max(a.radius_km, b.radius_km),
        admin1=a.admin1 or b.admin1,
        admin1_code=a.admin1_code or b.admin1_code,
        admin2=a.admin2 or b.admin2,
        admin2_code=a.admin2_code or b.admin2_code,
    )


def cache_home(folder: Path | None = None) -> Path:
    """Where indexes lie: `folder`, else CLAIMBOOK_CACHE, else the user's cache folder."""
    if folder is None:
        given = os.environ.get("CLAIMBOOK_CACHE") or os.environ.get("XDG_CACHE_HOME")
        folder = (Path(given) if given else Path.home() / ".cache") / "claimbook"
    return folder


def imports_home(folder: Path | None = None) -> Path:
    """Where imported indexes lie."""
    return cache_home(folder) / "places"


def open_gazetteer(
    cache_folder: Path | None = None, *, progress: Callable[[str], None] | None = None
) -> LayeredGazetteer:
    """The embedded gazetteer with every import; the first call on a machine builds its index (some twenty seconds).

    Raises PlacesError where the index cannot be written, or an import cannot be used.
    """
    index = cache_home(cache_folder) / f"places-{version_key()}.sqlite"
    if not _is_whole(index):
        try:
            with one_at_a_time(index.parent, progress=progress):
                if not _is_whole(index):  # another process may have made it meanwhile
                    if progress:
                        progress("Making the index of places (once, some twenty seconds) ...")
                    write_index(index, embedded_places(), {"attribution": ATTRIBUTION})
                    _remove_older(index.parent)
        except OSError as error:
            raise PlacesError(
                f"{index.parent}: the index of places cannot be written ({error.strerror}). Set CLAIMBOOK_CACHE to a folder that can be."
            ) from error
    imports = sorted(imports_home(cache_folder).glob("*.sqlite"))
    for path in imports:
        if about_index(path).get("schema") != str(SCHEMA):
            raise PlacesError(
                f"{path}: another version of Claimbook imported these places."
                f" Repeat `claimbook places add`, or undo it: claimbook places remove {path.stem}."
            )
    return LayeredGazetteer([index, *imports])


def about_index(path: Path) -> dict[str, str]:
    """What an imported index says of itself.  Raises PlacesError where its file is damaged."""
    try:
        return PlaceIndex(path).about()
    except sqlite3.Error as error:
        raise PlacesError(
            f"{path}: this import is damaged ({error}). Repeat `claimbook places add`, or undo it: claimbook places remove {path.stem}."
        ) from error


def _is_whole(index: Path) -> bool:
    """Whether the embedded index is there and can be read; a damaged one is made anew."""
    try:
        return index.exists() and PlaceIndex(index).about().get("schema") == str(SCHEMA)
    except sqlite3.Error:
        return False


def _remove_older(folder: Path) -> None:
    """Removes embedded indexes of older schemas, a hundred megabytes each; one that is in use stays where it must."""
    for path in folder.glob("places-*.sqlite"):
        schema = path.name.split("-")[1]
        if schema.isdecimal() and int(schema) < SCHEMA:
            with contextlib.suppress(OSError):
                path.unlink()


__all__ = ["Entry", "Found", "Gazetteer", "LayeredGazetteer", "cache_home", "imports_home", "open_gazetteer"]
