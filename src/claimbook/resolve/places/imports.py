"""Imports of places: GeoNames dumps, OCHA boundaries and places, Who's On First, GeoJSON and plain CSV.

Each import becomes one index file in the imports folder: repeating it replaces the file, undoing it deletes the file.
A malformed row is counted and shown, never fatal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from claimbook.errors import PlacesError

from . import pcodes
from .forms import RowFault, Rows, guess_form, read_rows
from .gazetteer import about_index, imports_home, open_gazetteer
from .index import Entry, Listed, write_index
from .kinds import FIRST, SECOND
from .turns import one_at_a_time

_SHOWN = 5  # faults that are shown word for word
_NAME = re.compile(r"[^\w.-]+")
_RADIUS_KM = {FIRST: 50.0, SECOND: 20.0}
_TOWN_RADIUS_KM = 1.5


@dataclass(frozen=True, slots=True)
class Import:
    """One import that stands: its name, form, number of places, day, and the words its licence asks for."""

    name: str
    form: str
    places: int
    made: str
    attribution: str


@dataclass(slots=True)
class Tally:
    """What became of the rows of an import."""

    kept: int = 0
    faulty: int = 0
    faults: list[str] = field(default_factory=list)

    def fault(self, line: int, why: str) -> None:
        """Counts a row that cannot be used; the first few are kept in words."""
        self.faulty += 1
        if len(self.faults) < _SHOWN:
            self.faults.append(f"line {line}: {why}")


def add_places(
    path: Path,
    *,
    form: str | None = None,
    columns: Mapping[str, str] | None = None,
    country: str | None = None,
    name: str | None = None,
    cache_folder: Path | None = None,
    day: datetime | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[Import, Tally]:
    """Imports one file; a second import under the same name replaces the first.

    `form` is one of `forms.FORMS` (None: told from the file), `columns` maps our fields to a CSV's columns, `country`
    is used where rows name none.  Raises PlacesError if the file cannot be read or holds no usable row.
    """
    form = form or guess_form(path, columns)
    label = _NAME.sub("-", name or path.name.split(".")[0]).strip("-.") or "places"
    tally = Tally()
    target = imports_home(cache_folder) / f"{label}.sqlite"
    about = {
        "name": label,
        "form": form,
        "made": (day or datetime.now(UTC)).date().isoformat(),
        "attribution": _ATTRIBUTIONS.get(form, ""),
    }
    if form == pcodes.FORM:
        rows = pcodes.read_pcodes(path, open_gazetteer(cache_folder).indexes[0])
    else:
        rows = read_rows(path, form, columns or {}, country)
    places = _entries(rows, label, tally)
    first = next(places, None)
    if first is None:
        seen = "; ".join(tally.faults) or "it has no rows"
        raise PlacesError(f"{path}: no place could be read as {form} ({seen}). Name the form with --form.")
    try:
        with one_at_a_time(target.parent, progress=progress):
            count = write_index(target, chain([first], places), about)
    except OSError as error:
        raise PlacesError(f"{target.parent}: cannot be written ({error.strerror}). Check the cache folder.") from error
    return Import(label, form, count, about["made"], about["attribution"]), tally


def list_imports(cache_folder: Path | None = None) -> tuple[Import, ...]:
    """The imports that stand, in name order."""
    return tuple(_import(path) for path in sorted(imports_home(cache_folder).glob("*.sqlite")))


def remove_import(name: str, cache_folder: Path | None = None) -> Import:
    """Undoes an import.  Raises PlacesError if there is none of this name."""
    path = imports_home(cache_folder) / f"{_NAME.sub('-', name)}.sqlite"
    if not path.exists():
        raise PlacesError(f"There is no import named {name}. `claimbook places list` shows the names.")
    try:
        gone = _import(path)
    except PlacesError:  # a damaged one goes too
        gone = Import(path.stem, "", 0, "", "")
    path.unlink()
    return gone


def _import(path: Path) -> Import:
    about = about_index(path)
    return Import(path.stem, about["form"], int(about["places"]), about["made"], about["attribution"])


def _entries(rows: Rows, label: str, tally: Tally) -> Iterator[Listed]:
    for line, row in rows:
        if isinstance(row, RowFault):
            tally.fault(line, row.why)
            continue
        tally.kept += 1
        number = row.entry or (f"geonames-{row.geonames_id}" if row.geonames_id else f"{label}-{row.own_id or line}")
        radius = row.radius_km or _RADIUS_KM.get(row.kind, _TOWN_RADIUS_KM)
        entry = Entry(
            number, row.name, row.country, row.kind, row.lat, row.lon, radius, row.population,
            row.admin1, row.admin1_code, row.admin2, row.admin2_code,
        )  # fmt: skip
        yield Listed(entry, [row.name, *row.names], row.shape)


_ATTRIBUTIONS = {
    "geonames": "GeoNames (geonames.org), CC BY 4.0",
    "whosonfirst": "Who's On First (whosonfirst.org), CC0 and the sources named there, among them GeoNames, CC BY 4.0",
    "cod-ab": "OCHA Common Operational Datasets, CC BY-IGO",
    "pcodes": "OCHA Common Operational Datasets, CC BY-IGO",
    "cod-pp": "OCHA Common Operational Datasets, CC BY-IGO",
}
