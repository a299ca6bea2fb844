"""Writes the site: a folder of files that any web server can hold, which asks nothing of any other server.

What always holds: only the public profile is written; whatever comes from a book is shown as text, escaped; the pages
run no script but `assets/site.js` and `assets/leaflet.js`, and the policy in their heads forbids any other; the same
book, settings and version give the same bytes.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimbook import store
from claimbook.book import Book
from claimbook.book.exporting import passed_material, public_profile
from claimbook.errors import UsageError
from claimbook.export.case import Case, Passing, publish_case
from claimbook.export.formats import SMALL_CELL
from claimbook.export.page_data import pick_towns
from claimbook.export.profile import Coarsening, SmallCell, cell_of, list_small
from claimbook.model import Basis, Place, Sourced

from .assets import land, write_assets
from .entry import Entry, entry_of
from .method import Method, Tried, methods_of, tell_method
from .render import render

MARK = "claimbook-site.json"
TITLE = "Incidents as reports claim them"
UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the folder, how many incidents and files, their bytes, the small cells to look at, and how many
    were kept back because too few people passed them."""

    folder: Path
    incidents: int
    files: int
    size_bytes: int
    small: tuple[SmallCell, ...]
    passing: Passing


def publish(
    book: Book,
    to: Path,
    *,
    wanted: store.Filter | None = None,
    coarsening: Coarsening | str = Coarsening.TENTH,
    title: str = TITLE,
    small_cell: int = SMALL_CELL,
    passes: int | None = None,
) -> Published:
    """Writes the incidents that fit as a site at `to`, in the place of a site of ours that is there.

    `passes` says how many people must have passed an incident; None asks for as many as `book.passing` says.  Raises
    UsageError where too few people passed any, or where `to` is a folder of something else or cannot be written.
    """
    _may_write(to)
    public = public_profile(book, coarsening=coarsening)
    entries: list[Entry] = []
    tried = Tried()
    cells: Counter[tuple[str, str]] = Counter()
    material = passed_material(book, wanted, passes=passes)
    passing = material.passing or Passing(0)
    for case in material.cases:
        tried.see(methods_of(case))
        shown = publish_case(Case(case.incident, case.reports), public)
        tried.rule(shown.incident)
        cells[cell_of(shown.incident)] += 1
        entries.append(entry_of(shown.incident))
    if passing.kept_back and not entries:
        raise UsageError(
            f"no incident was passed by {passing.people}, so there is nothing to publish. Pass some, or say "
            "how many people are enough: --passes 1, or --passes 0 to publish what nobody looked at."
        )
    small = list_small(cells, least=small_cell)
    method = tell_method(book, public, tried, small_cell=small_cell, passing=passing)
    try:
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".claimbook-") as folder:
            part = Path(folder) / "site"
            part.mkdir()
            part.chmod(0o755)
            _write_site(part, entries, method, title)
            files = [f for f in part.rglob("*") if f.is_file()]
            size = sum(f.stat().st_size for f in files)
            if to.exists():
                shutil.rmtree(to)
            part.replace(to)
    except OSError as error:
        raise UsageError(f"{to}: cannot be written ({error.strerror}). Give another folder to --to.") from error
    return Published(to, len(entries), len(files), size, small, passing)


def _may_write(to: Path) -> None:
    if not to.parent.is_dir():
        raise UsageError(f"{to.parent}: there is no such folder. Make it first.")
    if to.exists() and not to.is_dir():
        raise UsageError(f"{to}: is a file. Give a folder to --to.")
    if to.is_dir() and any(to.iterdir()) and not (to / MARK).is_file():
        raise UsageError(f"{to}: the folder holds something else than a site of ours. Give a new folder to --to.")


def _write_site(part: Path, entries: Sequence[Entry], method: Method, title: str) -> None:
    months = _by_month(entries)
    common = {"site": title, "method": method}
    spots = [_spot(e) for e in entries if e.lat is not None]
    data = {"incidents": [e.for_map() for own in months.values() for e in own], "towns": pick_towns(spots)}
    _page(part / "index.html", "index.html", common, months=months, data=data, land=json.loads(land()))
    _page(part / "method.html", "method.html", common)
    for month, own in months.items():
        _page(part / "months" / f"{month}.html", "month.html", common, month=month, entries=own)
    for entry in entries:
        _page(part / "incidents" / f"{entry.id}.html", "incident.html", common, entry=entry)
    write_assets(part / "assets")
    mark: dict[str, Any] = {"made_by": f"claimbook {method.version}", "incidents": len(entries)}
    (part / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8")


def _by_month(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Incidents by the month in which they begin, the latest first; those without a day last."""
    found: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (e.start or "", e.id), reverse=True):
        found.setdefault(entry.month or UNDATED, []).append(entry)
    return found


def _spot(entry: Entry) -> Sourced[Place]:
    place = Place(name=entry.place, lat=entry.lat, lon=entry.lon, radius_km=entry.radius_km)
    return Sourced[Place](value=place, basis=Basis.INFERRED, method="public")


def _page(path: Path, template: str, common: dict[str, Any], **values: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        render(template, up="" if path.name in ("index.html", "method.html") else "../", **common, **values), "utf-8"
    )
