"""Publishing from the desk: only incidents that enough people passed, in a profile, to a file on disk.

Invariant: what is shown beforehand is made by the same call as the file itself, into a folder that is thrown away.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claimbook import store
from claimbook.book.exporting import export_book
from claimbook.book.passing import passed_incidents
from claimbook.errors import UsageError
from claimbook.export.formats import Exported, describe_formats, load_format
from claimbook.export.profile import Coarsening, Profile

from .asking import Desk

NAME = re.compile(r"claimbook-[a-z0-9-]+(\.[a-z0-9]+)+")


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


def preview(desk: Desk, wish: Wish) -> dict[str, Any]:
    """What the export would tell of itself: how many, what is left out, what is lost."""
    with tempfile.TemporaryDirectory(prefix="claimbook-preview-") as folder:
        return _write(desk, wish, Path(folder) / f"preview{load_format(wish.form).suffix}").told


def publish(desk: Desk, wish: Wish) -> tuple[Path, Path]:
    """Writes the file and its sidecar into the folder of published files.  Raises UsageError where nothing is ready."""
    with desk.reading() as connection:
        if not passed_incidents(connection, needed=desk.passes_needed).incidents:
            raise UsageError("No incident was passed by enough people yet, so there is nothing to publish.")
    folder = published_folder(desk)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made ({error.strerror}). Set CLAIMBOOK_PUBLISH_FOLDER.") from error
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    name = f"claimbook-{wish.form}-{wish.profile}-{now}{load_format(wish.form).suffix}"
    done = _write(desk, wish, folder / name)
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


def _write(desk: Desk, wish: Wish, to: Path) -> Exported:
    return export_book(
        desk.book, wish.form, to, profile=wish.profile, coarsening=wish.points, passes=desk.passes_needed
    )
