"""Regions and other areas that town lists do not hold: the entries and their loader."""

from __future__ import annotations

from functools import cache

from claimbook.model import Frozen

from .load import built_in, load_entries


class RegionEntry(Frozen):
    """An area as a disc: centre in WGS 84 degrees, radius in kilometres, and where the figures came from.

    `code` is the P-code of a first-level region.
    """

    id: str
    name: str
    country: str
    kind: str
    lat: float
    lon: float
    radius_km: float
    source: str
    names: tuple[str, ...] = ()
    code: str | None = None


@cache
def load_regions() -> tuple[RegionEntry, ...]:
    """The built-in areas."""
    return load_entries(built_in("regions"), RegionEntry)
