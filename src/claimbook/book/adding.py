"""Adding reports: known ones are passed over by their hash, each new one is kept in a transaction of its own.

Invariant: what was answered with `Added` is on disk; whatever ends the run, nothing half-added stays.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from claimbook import __version__, store
from claimbook.errors import BookError
from claimbook.ingest import Input, ReadOptions
from claimbook.model import Claim, Notice, Report
from claimbook.review import Suggestion
from claimbook.settings import Settings

if TYPE_CHECKING:
    from claimbook.book.book import Book


@dataclass(frozen=True, slots=True)
class Reading:
    """A report and its claims, as a reader gives them."""

    report: Report
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """The report is in the book now, with so many claims."""

    report: Report
    claims: int


@dataclass(frozen=True, slots=True)
class Known:
    """The book had these bytes already; `name` is what they were called this time."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Reread:
    """A report read again: whether anything changed, and which decisions are only suggestions now."""

    report: Report
    changed: bool
    suggestions: tuple[Suggestion, ...]


Read = Callable[[Sequence[Input], ReadOptions, Settings, int], Iterator[Reading | Notice]]
"""Inputs, options, settings and jobs → one answer for each input, in order."""


def read_with_pipeline(
    items: Sequence[Input], options: ReadOptions, settings: Settings, jobs: int
) -> Iterator[Reading | Notice]:
    """Reads with the pipeline, which is loaded here and not before: a book of known reports needs none."""
    from claimbook.pipeline import read_all

    try:
        for answer in read_all(items, options, settings, jobs=jobs):
            yield answer if isinstance(answer, Notice) else Reading(answer.report, answer.claims)
    except BrokenProcessPool as error:
        raise BookError(
            "a reading process ended early, perhaps for lack of memory. What was added is safe: give the same command "
            "with --jobs 1 to go on."
        ) from error


def add(
    book: Book, items: Sequence[Input], options: ReadOptions, *, jobs: int, read: Read
) -> Iterator[Added | Known | Notice]:
    """One answer for each item: first those that the book has, then the others in order."""
    with tempfile.TemporaryDirectory(prefix="claimbook-") as folder:
        new: list[Input] = []
        with store.reading(book.engine, book.where) as connection:
            known, erased = store.known_hashes(connection), store.erased_hashes(connection)
        for item in items:
            if item.path is None:
                item = _spool(item, Path(folder))
            sha256 = _hash(item)
            if sha256 in known:
                yield Known(item.name, sha256 or "")
            elif sha256 in erased:
                yield _was_erased(_where(item))
            else:
                new.append(item)
        if not new:
            return
        given = {"outlet": options.outlet, "published": options.published.isoformat() if options.published else None}
        for item, answer in zip(new, read(new, options, book.settings, jobs), strict=True):
            yield answer if isinstance(answer, Notice) else _keep(book, item, answer, given)


def _keep(book: Book, item: Input, answer: Reading, given: dict[str, str | None]) -> Added | Known | Notice:
    """Puts one reading in, in a transaction of its own."""
    assert item.path is not None
    try:
        data = item.path.read_bytes()
    except OSError as error:
        return Notice(where=_where(item), what=f"cannot be read ({error.strerror}).", next_step="Check the file.")
    report = _without_path(answer.report, str(item.path))
    if hashlib.sha256(data).hexdigest() != report.sha256:
        return Notice(where=_where(item), what="the file changed while it was read.", next_step="Add it again.")
    with store.writing(book.engine, book.where) as connection:
        if report.sha256 in store.erased_hashes(connection):
            return _was_erased(_where(item))
        new = store.put_report(connection, report, answer.claims, data, given=given, rules=__version__)
    return Added(report, len(answer.claims)) if new else Known(report.name, report.sha256)


def _without_path(report: Report, path: str) -> Report:
    """Notices name the report, not where its file lay: the same input gives the same book from any folder."""
    if not report.notices:
        return report
    notices = tuple(n.model_copy(update={"where": n.where.replace(path, report.name)}) for n in report.notices)
    return report.model_copy(update={"notices": notices})


def reread(book: Book, identifiers: Sequence[str], *, read: Read) -> Iterator[Reread | Notice]:
    """Reads reports again from their originals, under the rules of today."""
    with tempfile.TemporaryDirectory(prefix="claimbook-") as folder:
        for identifier in identifiers:
            with store.reading(book.engine, book.where) as connection:
                old = store.get_report(connection, identifier)
                data = store.get_original(connection, old.sha256) if old else None
                given = store.get_given(connection, identifier) if old else {}
            if old is None or data is None:
                yield Notice(where=identifier, what="there is no such report.", next_step="See `claimbook reports`.")
                continue
            file = Path(folder) / f"{identifier}{_SUFFIX.get(old.media_type, '')}"
            file.write_bytes(data)
            (answer,) = read([Input(path=file, name=old.name)], _options(given), book.settings, 1)
            file.unlink()
            if isinstance(answer, Notice):
                yield answer.model_copy(update={"where": answer.where.replace(str(file), old.name)})
                continue
            report = _without_path(answer.report, str(file))
            with store.writing(book.engine, book.where) as connection:
                changed = store.replace_reading(connection, report, answer.claims, rules=__version__)
                suggestions = book.write_views(connection, [identifier]) if changed else ()
            yield Reread(report, changed, suggestions)


_SUFFIX = {"text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf"}


def _options(given: dict[str, str | None]) -> ReadOptions:
    published = given.get("published")
    return ReadOptions(published=date.fromisoformat(published) if published else None, outlet=given.get("outlet"))


def _spool(item: Input, folder: Path) -> Input:
    """Standard input as a file, so that its bytes can be kept."""
    path = folder / "stdin"
    path.write_bytes(sys.stdin.buffer.read())
    return Input(path=path, name=item.name)


def _hash(item: Input) -> str | None:
    """The hash of the file's bytes; None where it cannot be read, which reading will say."""
    assert item.path is not None
    try:
        with item.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _where(item: Input) -> str:
    return str(item.path) if item.path is not None else "standard input"


def _was_erased(where: str) -> Notice:
    return Notice(
        where=where, what="this report was erased from the book, and is not put in again.", next_step="Leave it out."
    )
