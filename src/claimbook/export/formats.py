"""The formats that incidents are exported to, and how an export is made: file and sidecar, whole or not at all.

A package may bring its own by an entry point of the group `claimbook.exporters` that names a `Format`.
"""

from __future__ import annotations

import importlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from claimbook.errors import UsageError

from .arrow import load
from .case import Case, Format, Material, Options, publish
from .losses import Losses, sidecar_of, write_sidecar
from .profile import Public, cell_of, list_small

SMALL_CELL = 5

# format: (module of this package, its Format)
FORMATS: dict[str, tuple[str, str]] = {
    "jsonl": ("native", "JSONL"),
    "parquet": ("native", "PARQUET"),
    "csv": ("incident_csv", "FORMAT"),
    "xlsx": ("workbook", "FORMAT"),
    "acled": ("acled", "FORMAT"),
    "ged": ("ged", "FORMAT"),
    "hapi": ("hapi", "FORMAT"),
    "geojson": ("gis", "GEOJSON"),
    "gpkg": ("gis", "GEOPACKAGE"),
    "geoparquet": ("gis", "GEOPARQUET"),
    "kml": ("gis", "KML"),
    "timemap": ("timemap", "FORMAT"),
    "atlos": ("atlos", "FORMAT"),
    "label-studio": ("label_studio", "FORMAT"),
    "ftm": ("ftm", "FORMAT"),
}
ENTRY_POINTS = "claimbook.exporters"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: the file (or folder), its sidecar, and what the sidecar tells."""

    path: Path
    sidecar: Path
    told: dict[str, Any]


def format_names() -> tuple[str, ...]:
    """Our formats, then those of other packages."""
    others = sorted(e.name for e in entry_points(group=ENTRY_POINTS) if e.name not in FORMATS)
    return *FORMATS, *others


def describe_formats() -> Iterator[tuple[str, str]]:
    """Every format with one line about it; the packages that one needs may be missing."""
    for name in format_names():
        yield name, _find(name).about


def load_format(name: str) -> Format:
    """The format.  Raises UsageError where there is none of the name, MissingPart where a package is missing."""
    form = _find(name)
    for package in form.needs:
        load(package)
    return form


def _find(name: str) -> Format:
    form: Format
    if name in FORMATS:
        module, attribute = FORMATS[name]
        form = getattr(importlib.import_module(f"{__package__}.{module}"), attribute)
        return form
    outside = next((e for e in entry_points(group=ENTRY_POINTS) if e.name == name), None)
    if outside is None:
        raise UsageError(f"{name}: there is no such format. Give one of {', '.join(format_names())}.")
    form = outside.load()
    return form


def write_export(
    material: Material,
    name: str,
    to: Path,
    *,
    public: Public | None = None,
    options: Options | None = None,
    small_cell: int = SMALL_CELL,
) -> Exported:
    """Writes the material in a format to `to`, and beside it what was lost; either both or none.

    With `public` it is written as that profile shows it, and regions and months with fewer incidents than `small_cell`
    are told of.  A file at `to` is replaced; a folder only where it is a Parquet export of ours.  Raises UsageError
    where `to` cannot be written.
    """
    form, options = load_format(name), options or Options()
    if options.hxl and not form.hxl:
        raise UsageError(f"{name} has no row of HXL tags. csv, acled, ged and hapi do.")
    losses = Losses(name, form.lost)
    cells: dict[tuple[str, str], int] = {}
    shown = publish(material, public) if public else material
    counted = Material(_counting(shown.cases, cells), shown.loose) if public else shown
    _may_write(to)
    try:
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".claimbook-") as folder:
            part = Path(folder) / (to.name or "export")
            form.write(counted, part, losses, options)
            small = list_small(cells, least=small_cell)
            profile = {"name": "public", "points": str(public.coarsening)} if public else {"name": "internal"}
            if passing := material.passing:
                losses.keep_back(f"not passed by {passing.people}", passing.kept_back)
            told = losses.tell(profile=profile, cells=small)
            if passing:
                told["passing"] = asdict(passing)
            _put(write_sidecar(told, part), sidecar_of(to))
            _put(part, to)
    except OSError as error:
        raise UsageError(f"{to}: cannot be written ({error.strerror}). Give another --to.") from error
    return Exported(to, sidecar_of(to), told)


def _counting(cases: Iterable[Case], cells: dict[tuple[str, str], int]) -> Iterator[Case]:
    for case in cases:
        cell = cell_of(case.incident)
        cells[cell] = cells.get(cell, 0) + 1
        yield case


def _may_write(to: Path) -> None:
    if not to.parent.is_dir():
        raise UsageError(f"{to.parent}: there is no such folder. Make it first.")
    if to.is_dir() and any(f.suffix != ".parquet" for f in to.iterdir()):
        raise UsageError(f"{to}: there is a folder of this name that is no Parquet export. Give another --to.")


def _put(part: Path, at: Path) -> None:
    if at.is_dir():
        shutil.rmtree(at)
    elif part.is_dir():
        at.unlink(missing_ok=True)
    part.replace(at)
