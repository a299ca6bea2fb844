"""Regions and other areas that town lists do not hold: the entries and their loader."""

from __future__ import annotations

from functools import cache

from claimbook.model import Frozen

from .load import ROOT, built_in, load_entries


class RegionEntry(Frozen):
    """An area as a disc: centre in WGS 84 degrees, radius in kilometres, and where the figures came from.

    `code` is the P-code of a first-level region: the area's own, or the one that holds it.
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


class AbbreviationEntry(Frozen):
    """How a first-level region is shortened in print; `region` is its GeoNames code, such as "US.KY"."""

    region: str
    words: tuple[str, ...]


@cache
def load_abbreviations() -> dict[str, str]:
    """Abbreviation, with its full stop → GeoNames code of the first-level region."""
    entries = load_entries([ROOT / "abbreviations.yaml"], AbbreviationEntry)
    return {word: entry.region for entry in entries for word in entry.words}


class OccupiedEntry(Frozen):
    """A town that its source lists under the country that holds it: the first-level region it is coded to instead.

    `town` is its GeoNames id, `region` a GeoNames code such as "SY.03".
    """

    town: int
    name: str
    region: str


@cache
def load_occupied() -> dict[int, str]:
    """GeoNames id of a town on occupied land → the GeoNames code of the first-level region that it is coded to."""
    return {entry.town: entry.region for entry in load_entries([ROOT / "occupied.yaml"], OccupiedEntry)}
