"""Which files are reports, and reading one: bytes in, a Report out, or a Notice that says why not."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from claimbook.model import Notice, Report

from .html import read_html
from .options import Input, ReadOptions
from .pdf import read_pdf
from .text import decode, given, read_text

MEDIA_TYPES = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html", ".pdf": "application/pdf"}
MOST_BYTES = 20_000_000
MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Inputs:
    """The reports found, how many files of other kinds were left, and what was wrong with the paths."""

    items: tuple[Input, ...]
    left: int
    notices: tuple[Notice, ...]


def find_inputs(paths: Sequence[Path], *, root: Path | None = None) -> Inputs:
    """The reports at `paths`: files, folders (recursive, in name order), or "-" for standard input.

    Names are paths below `root`; without one, below the folder that was given; a single file gives its stem.
    """
    items: list[Input] = []
    notices: list[Notice] = []
    left = 0
    for path in paths:
        if str(path) == "-":
            items.append(Input(path=None, name="stdin"))
        elif path.is_dir():
            for file in _files_below(path, notices):
                if file.suffix.lower() in MEDIA_TYPES:
                    items.append(Input(path=file, name=_name(file, root or path)))
                else:
                    left += 1
        elif path.is_file():
            if path.suffix.lower() in MEDIA_TYPES:
                items.append(Input(path=path, name=_name(path, root or path.parent)))
            else:
                left += 1
        else:
            notices.append(
                Notice(where=str(path), what="there is no such file or folder.", next_step="Check the path.")
            )
    return Inputs(items=tuple(items), left=left, notices=tuple(notices))


def _files_below(folder: Path, notices: list[Notice]) -> list[Path]:
    """Every file below a folder, in the order of paths; a folder that cannot be opened leaves a notice.

    A link that leads nowhere is among them, so that reading it tells of it; pipes and devices are not.
    """

    def tell(error: OSError) -> None:
        notices.append(
            Notice(
                where=str(error.filename),
                what=f"the folder cannot be opened ({error.strerror}).",
                next_step="Check the permissions.",
            )
        )

    below = (Path(at) / name for at, _, names in os.walk(folder, onerror=tell) for name in names)
    return sorted(p for p in below if p.is_file() or (p.is_symlink() and not p.exists()))


def _name(file: Path, root: Path) -> str:
    try:
        below = file.resolve().relative_to(root.resolve())
    except ValueError:
        below = Path(file.name)
    return below.with_suffix("").as_posix()


def read_file(item: Input, options: ReadOptions) -> Report | Notice:
    """The report in a file, or a Notice: never an exception for what is wrong with the file."""
    where = str(item.path) if item.path else "standard input"
    try:
        if item.path is None:
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
            media_type = None
        else:
            if item.path.stat().st_size > MOST_BYTES:
                return _too_long(where)
            data = item.path.read_bytes()
            media_type = MEDIA_TYPES.get(item.path.suffix.lower())
    except OSError as error:
        return Notice(
            where=where, what=f"cannot be read ({error.strerror}).", next_step="Check the path and the permissions."
        )
    return read_bytes(data, name=item.name, where=where, media_type=media_type, options=options)


def read_bytes(
    data: bytes, *, name: str, options: ReadOptions, media_type: str | None = None, where: str | None = None
) -> Report | Notice:
    """The report in `data`; without a media type the first bytes decide."""
    where = where or name
    if not data.strip():
        return Notice(where=where, what="the file is empty.", next_step="Leave it out, or fetch the report again.")
    if len(data) > MOST_BYTES:
        return _too_long(where)
    sha256 = hashlib.sha256(data).hexdigest()
    kind = media_type or _sniff(data)
    answer: Report | Notice
    if kind == "application/pdf":
        answer = read_pdf(data, name=name, sha256=sha256, options=options)
    elif kind == "text/html":
        answer = read_html(data, name=name, sha256=sha256, options=options)
    else:
        decoded = decode(data, name)
        if isinstance(decoded, Notice):
            answer = decoded
        else:
            text, notices = decoded
            answer = read_text(text, name=name, sha256=sha256, options=options, notices=notices)
    if isinstance(answer, Notice):
        return answer.model_copy(update={"where": answer.where.replace(name, where, 1)})
    if len(answer.text) > MOST_CHARACTERS:
        return _too_long(where)
    return _finish(answer, where=where, options=options)


def _sniff(data: bytes) -> str:
    head = data[:1024].lstrip().lower()
    if head.startswith(b"%pdf"):
        return "application/pdf"
    if head.startswith((b"<!doctype html", b"<html")) or b"<body" in head:
        return "text/html"
    return "text/plain"


def _finish(report: Report, *, where: str, options: ReadOptions) -> Report:
    """What the user gave goes first; what looks wrong is said."""
    update: dict[str, object] = {}
    notices = [n.model_copy(update={"where": n.where.replace(report.name, where, 1)}) for n in report.notices]
    if options.published is not None:
        update["published"] = given(options.published, "published")
    if options.outlet is not None:
        update["outlet"] = given(options.outlet, "outlet")
    if report.body is None:
        notices.append(Notice(where=where, what="there is a header but no text.", next_step="Fetch the report again."))
    day = options.published or (report.published.value if report.published else None)
    if day is not None and day > date.today():
        notices.append(
            Notice(
                where=where,
                what=f"its date, {day}, lies in the future.",
                next_step="Check it, or give --published DATE.",
            )
        )
    if notices:
        update["notices"] = tuple(notices)
    return report.model_copy(update=update) if update else report


def _too_long(where: str) -> Notice:
    return Notice(
        where=where,
        what=f"longer than a report may be ({MOST_CHARACTERS:,} characters of text, {MOST_BYTES:,} bytes of file).",
        next_step="Split it into reports.",
    )
