"""OCHA's list of P-codes, which has names and no coordinates: its first level is matched to the regions that are known.

Other levels are left out: their boundaries (COD-AB) bring both code and outline.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from .countries import country_code
from .forms import Row, RowFault, Rows, open_text
from .index import Entry, PlaceIndex
from .kinds import FIRST

FORM = "pcodes"
COLUMNS = ("location", "admin level", "p-code", "name")
_KIND_WORDS = ("oblast", "governorate", "province", "state", "region")  # "Kharkivska" is listed as "Kharkivska oblast"
_SAME = 0.85  # how alike the names are at least


def read_pcodes(path: Path, known: PlaceIndex) -> Rows:
    """A row for each first-level code whose region is found by name in `known`; it keeps that region's own id."""
    with open_text(path) as lines:
        reader = csv.DictReader(lines)
        for raw in reader:
            told = {str(column).strip().lower(): value or "" for column, value in raw.items()}
            if told.get("admin level", "").strip() != "1":
                continue
            yield reader.line_num, _row(told, known)


def _row(told: dict[str, str], known: PlaceIndex) -> Row | RowFault:
    country, name, code = country_code(told["location"]), told["name"].strip(), told["p-code"].strip()
    if not (country and name and code):
        return RowFault("no country, name or P-code")
    found = next(_regions(name, country, known), None)
    if found is None:
        return RowFault(f"{name}: no first-level region of {country} is called so")
    return Row(
        name, country, FIRST, found.lat, found.lon, (found.name,), entry=found.id, population=found.population,
        admin1=found.admin1, admin1_code=code, radius_km=found.radius_km,
    )  # fmt: skip


def _regions(name: str, country: str, known: PlaceIndex) -> Iterator[Entry]:
    for called in (name, *(f"{name} {word}" for word in _KIND_WORDS)):
        for found in known.alike(called, country):
            if found.entry.kind == FIRST and found.alike >= _SAME:
                yield found.entry
