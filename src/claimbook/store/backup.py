"""Backups: a whole book as one SQLite file, from SQLite or PostgreSQL; and back into either.

A backup is made beside its place and moved there when it is whole, so a name never stands for half a book.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from claimbook.errors import BookError
from claimbook.model import Report

from .check import find_breaks
from .engine import is_url, open_engine, plain_errors, reading, writing
from .reports import stored
from .rows import claim_text, report_text
from .schema import claim, metadata, report
from .words import put_words

BATCH = 1000


def back_up(engine: Engine, where: str, to: Path) -> None:
    """Writes the book to a new file.  Raises BookError where the file is there already or cannot be written."""
    if to.exists():
        raise BookError(f"{to}: there is a file of this name already. Give another.")
    if not to.absolute().parent.is_dir():
        raise BookError(f"{to}: there is no folder {to.parent}. Make it first.")
    part = to.with_name(f".{to.name}.part")
    try:
        with plain_errors(str(to)):
            part.unlink(missing_ok=True)
            if engine.dialect.name == "sqlite":
                _copy_file(Path(where), part)
            else:
                _copy_rows(engine, where, str(part))
                _settle(part)
            _sync(part)
            part.replace(to)
    except OSError as error:
        raise BookError(f"{to}: cannot be written ({error.strerror}). Make room or give another place.") from error
    finally:
        part.unlink(missing_ok=True)


def restore(file: Path, where: str) -> None:
    """Makes a new book of a backup, after a check.  Raises BookError where a book is there already."""
    if not is_url(where) and Path(where).exists():
        raise BookError(f"{where}: there is a file of this name already. Give another, or move it away first.")
    engine = open_engine(str(file))
    try:
        with reading(engine, str(file)) as connection:
            broken = next(find_breaks(connection), None)
        if broken is not None:
            raise BookError(f"{file}: this backup does not pass the check: {broken} Take another one.")
        if is_url(where):
            _copy_rows(engine, str(file), where)
        else:
            back_up(engine, str(file), Path(where))
    finally:
        engine.dispose()


def _copy_file(source: Path, target: Path) -> None:
    old, new = sqlite3.connect(source), sqlite3.connect(target)
    try:
        old.backup(new)
    finally:
        new.close()
        old.close()
    _settle(target)


def _settle(file: Path) -> None:
    """Leaves one file, without a write-ahead log beside it."""
    connection = sqlite3.connect(file)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_rows(source: Engine, where: str, target: str) -> None:
    """Copies every table into an empty book; the words of text search are made anew."""
    engine = open_engine(target, create=True)
    try:
        with reading(source, where) as old, writing(engine, target) as new:
            if any(new.execute(select(table).limit(1)).first() for table in metadata.sorted_tables):
                raise BookError("the database holds a book already. Give an empty one.")
            for table in metadata.sorted_tables:
                for rows in old.execute(select(table), execution_options={"yield_per": BATCH}).mappings().partitions():
                    new.execute(insert(table), [dict(r) for r in rows])
            _copy_words(old, new)
    finally:
        engine.dispose()


def _copy_words(old: Connection, new: Connection) -> None:
    reports = old.execute(select(report.c.id, report.c.body), execution_options={"yield_per": BATCH})
    for rows in reports.partitions():
        put_words(new, "report_words", [(i, report_text(Report.model_validate_json(b))) for i, b in rows])
    claims = old.execute(
        select(claim.c.id, claim.c.body, claim.c.view, claim.c.state), execution_options={"yield_per": BATCH}
    )
    for claim_rows in claims.partitions():
        put_words(new, "claim_words", [(r.id, claim_text(stored(r).view)) for r in claim_rows])
