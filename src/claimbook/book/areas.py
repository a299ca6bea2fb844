"""The region in whose middle a place is drawn for the public: from the gazetteer and its imports, else the lexicon."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from claimbook.export.profile import Area, AreaOf, find_area
from claimbook.model import Place
from claimbook.resolve.places.gazetteer import Entry, open_gazetteer
from claimbook.resolve.places.kinds import FIRST, SECOND
from claimbook.settings import Settings

_Key = tuple[str, str]


def area_finder(settings: Settings) -> AreaOf:
    """A function that gives a place's second-level region, else its first-level one, else None."""

    @cache
    def regions() -> tuple[dict[_Key, Entry], dict[_Key, Entry]]:
        indexes = open_gazetteer(settings.cache_folder).indexes
        first = [e for index in indexes for e in index.of_kind(FIRST)]
        second = [e for index in indexes for e in index.of_kind(SECOND)]
        return (
            _by_key((e.country, name, e) for e in first for name in (e.admin1_code, _fold(e.admin1 or e.name))),
            _by_key(
                (e.country, name, e)
                for e in second
                for name in (e.admin2_code, f"{_fold(e.admin1)}/{_fold(e.admin2 or e.name)}")
            ),
        )

    def find(place: Place) -> Area | None:
        first, second = regions()
        country = place.country or ""
        finer = second.get((country, place.admin2_code or "")) or (
            second.get((country, f"{_fold(place.admin1 or '')}/{_fold(place.admin2)}")) if place.admin2 else None
        )
        if finer:
            return _area(finer, place.admin2 or finer.name, level=2)
        known = find_area(place)
        if known:
            return known
        found = first.get((country, place.admin1_code or "")) or first.get((country, _fold(place.admin1 or "")))
        return _area(found, place.admin1 or found.name, level=1) if found else None

    return find


def _area(entry: Entry, name: str, *, level: int) -> Area:
    return Area(name=name, level=level, lat=entry.lat, lon=entry.lon, radius_km=entry.radius_km)


def _by_key(entries: Iterable[tuple[str, str, Entry]]) -> dict[_Key, Entry]:
    """The last of a key stands: imports come after the embedded index."""
    return {(country, name): entry for country, name, entry in entries if name and not name.endswith("/")}


def _fold(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
