"""Regions and other areas that town lists do not hold: the entries and their loader."""

from __future__ import annotations

from functools import cache

from claimbook.model import Frozen

from .load import ROOT, built_in, load_entries


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


class AbbreviationEntry(Frozen):
    """How a first-level region is shortened in print; `region` is its GeoNames code, such as "US.KY"."""

    region: str
    words: tuple[str, ...]


@cache
def load_abbreviations() -> dict[str, str]:
    """Abbreviation, with its full stop → GeoNames code of the first-level region."""
    entries = load_entries([ROOT / "abbreviations.yaml"], AbbreviationEntry)
    return {word: entry.region for entry in entries for word in entry.words}
