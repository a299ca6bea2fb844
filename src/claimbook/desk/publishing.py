"""Publishing from the desk: only incidents that enough people passed, in a profile, to a file on disk.

Invariant: what is shown beforehand is made by the same call as the file itself, into a folder that is thrown away.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from claimbook import store
from claimbook.book.exporting import public_profile
from claimbook.book.joining import standing_of
from claimbook.errors import UsageError
from claimbook.export.case import Case, Material
from claimbook.export.formats import Exported, describe_formats, load_format, write_export
from claimbook.export.profile import Coarsening, Profile
from claimbook.model import Incident
from claimbook.review.passing import is_passed, passes
from claimbook.store.overview import Wanted, count_incidents

from .asking import Desk

NAME = re.compile(r"claimbook-[a-z0-9-]+(\.[a-z0-9]+)+")
BATCH = 200


@dataclass(frozen=True, slots=True)
class Ready:
    """What may be published, and how many incidents wait for how many more people."""

    incidents: tuple[str, ...]
    total: int
    half: int  # incidents that somebody passed, but not enough people


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be published: format, profile, and how fine public points are."""

    form: str
    profile: Profile
    points: Coarsening


def read_wish(form: str, profile: str, points: str) -> Wish:
    """The wish, from words.  Raises UsageError where there is no such thing."""
    try:
        wish = Wish(form or "csv", Profile(profile or "public"), Coarsening(points or "0.1"))
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    load_format(wish.form)
    return wish


def usable_formats() -> list[tuple[str, str]]:
    """(name, about) of the formats that write one file and whose packages are there."""
    found = []
    for name, about in describe_formats():
        try:
            load_format(name)
        except Exception:  # a format of another package may fail in its own way
            continue
        if name != "parquet":  # it writes a folder
            found.append((name, about))
    return found


def ready(connection: Connection, *, needed: int) -> Ready:
    """The incidents whose every claim was passed by enough people."""
    passed = passes(store.all_decisions(connection), standing_of(connection))
    touched = [claim for claim, who in passed.items() if who]
    rows = store.incident_rows(connection, set(store.incidents_of(connection, touched).values()))
    whole = sorted(i for i, row in rows.items() if is_passed(row.claims, passed, needed=needed))
    total = count_incidents(connection, Wanted())
    return Ready(tuple(whole), total, len(rows) - len(whole))


def preview(desk: Desk, wish: Wish, ids: Sequence[str]) -> dict[str, Any]:
    """What the export would tell of itself: how many, what is left out, what is lost."""
    with tempfile.TemporaryDirectory(prefix="claimbook-preview-") as folder:
        return _write(desk, wish, ids, Path(folder) / f"preview{load_format(wish.form).suffix}").told


def publish(desk: Desk, wish: Wish, ids: Sequence[str]) -> tuple[Path, Path]:
    """Writes the file and its sidecar into the folder of published files.  Raises UsageError where nothing is ready."""
    if not ids:
        raise UsageError("No incident was passed by enough people yet, so there is nothing to publish.")
    folder = published_folder(desk)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made ({error.strerror}). Set CLAIMBOOK_PUBLISH_FOLDER.") from error
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    name = f"claimbook-{wish.form}-{wish.profile}-{now}{load_format(wish.form).suffix}"
    done = _write(desk, wish, ids, folder / name)
    return done.path, done.sidecar


def published_folder(desk: Desk) -> Path:
    """Where published files lie: the setting, else a folder beside the book, else one where the desk was started."""
    if desk.settings.publish_folder is not None:
        return desk.settings.publish_folder
    if store.is_url(desk.book.where):
        return Path("claimbook-published")
    return Path(desk.book.where).absolute().with_suffix(".published")


def published_files(desk: Desk) -> list[tuple[str, int]]:
    """(name, bytes) of what was published, the newest first."""
    folder = published_folder(desk)
    if not folder.is_dir():
        return []
    files = [f for f in folder.iterdir() if f.is_file() and NAME.fullmatch(f.name)]
    return [(f.name, f.stat().st_size) for f in sorted(files, key=lambda f: f.stat().st_mtime, reverse=True)]


def published_file(desk: Desk, name: str) -> Path | None:
    """One of them by its name, which must be one that we gave."""
    return published_folder(desk) / name if name in {n for n, _ in published_files(desk)} else None


def _write(desk: Desk, wish: Wish, ids: Sequence[str], to: Path) -> Exported:
    public = public_profile(desk.book, coarsening=wish.points) if wish.profile is Profile.PUBLIC else None
    return write_export(Material(_cases(desk, ids)), wish.form, to, public=public)


def _cases(desk: Desk, ids: Sequence[str]) -> Iterator[Case]:
    for at in range(0, len(ids), BATCH):
        with desk.reading() as connection:
            rows = store.incident_rows(connection, ids[at : at + BATCH])
            claims = store.get_claims(connection, [c for row in rows.values() for c in row.claims])
            found = {r: store.get_report(connection, r) for r in {c.as_read.report for c in claims.values()}}
        reports = {i: r for i, r in found.items() if r is not None}
        for identifier in ids[at : at + BATCH]:
            if identifier not in rows:
                continue
            own = [claims[c] for c in rows[identifier].claims if c in claims]
            incident = Incident.model_validate_json(rows[identifier].body)
            yield Case(
                incident,
                {r: reports[r] for r in incident.reports if r in reports},
                tuple(c.view for c in own),
                {c.view.id: c.state for c in own},
            )
