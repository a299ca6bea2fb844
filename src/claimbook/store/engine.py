"""Opening a book: the database behind a path or URL, its migrations, transactions, and errors in plain words.

SQLite writers take the lock at the start (BEGIN IMMEDIATE), PostgreSQL writers lock the audit table: there is one
writer at a time, so the chain has one end.  A reader sees one state of the book from beginning to end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from claimbook.errors import BookError, MissingPart

from .distance import km_between

HEAD = "0003"  # the newest migration
BUSY_SECONDS = 30
_WRITING = {"claimbook_writing": True}


def is_url(where: str) -> bool:
    """Whether a book is named by a database URL, not by a path."""
    return "://" in where


def open_engine(where: str, *, create: bool = False) -> Engine:
    """The engine behind a path or a `postgresql://` URL, its tables made or brought up to date.

    Raises BookError where there is no book (and `create` is false), or it is not one, or it is newer than we are.
    """
    engine = _postgres(where) if is_url(where) else _sqlite(where, create=create)
    try:
        with plain_errors(where):
            _migrate(engine, where, create=create)
    except BookError:
        engine.dispose()
        raise
    return engine


def _sqlite(where: str, *, create: bool) -> Engine:
    path = Path(where)
    if path.is_dir():
        raise BookError(f"{where} is a folder, not a book. Give the book's file.")
    if not path.exists():
        if not create:
            raise BookError(f"{where}: there is no such book. `claimbook add {where} PATH` makes one.")
        if not path.absolute().parent.is_dir():
            raise BookError(f"{where}: there is no folder {path.parent} to put the book in. Make it first.")
    elif not create and path.stat().st_size == 0:
        raise BookError(f"{where} is an empty file, not a book. `claimbook add {where} PATH` makes it one.")
    engine = create_engine(URL.create("sqlite", database=str(path.absolute())), connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.create_function("claimbook_km", 4, km_between, deterministic=True)
    cursor = connection.cursor()
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute("PRAGMA cache_size = -65536")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("claimbook_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgres(where: str) -> Engine:
    try:
        url = make_url(where)
        if url.get_backend_name() != "postgresql":
            raise BookError(f"{plain_name(where)}: a book is a file or a postgresql:// database.")
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            isolation_level="REPEATABLE READ",
            connect_args={"options": f"-c lock_timeout={BUSY_SECONDS * 1000}", "connect_timeout": 10},
        )
    except ArgumentError:
        raise BookError(f"{plain_name(where)}: this is no database URL. Write postgresql://USER@HOST/NAME.") from None
    except (ModuleNotFoundError, NoSuchModuleError):
        raise MissingPart("PostgreSQL needs psycopg: pip install 'claimbook[postgres]'.") from None


def _migrate(engine: Engine, where: str, *, create: bool) -> None:
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        version = None
        if "alembic_version" in tables:
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version == HEAD:
        return
    if version is None and (tables - {"alembic_version"}):
        raise BookError(f"{plain_name(where)} holds other tables: it is not a book. Give another file or database.")
    if version is None and not create:
        raise BookError(f"{plain_name(where)} holds no book yet. `claimbook add` makes one.")
    if version is not None and version > HEAD:
        raise BookError(f"{plain_name(where)} was made by a newer Claimbook (format {version}). Install that one.")
    _upgrade(engine)


def _upgrade(engine: Engine) -> None:
    """Runs the migrations, alone: a second opener waits, then finds them done."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    # On PostgreSQL a snapshot from before the wait would not show what the first opener made.
    level = {"isolation_level": "READ COMMITTED"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**_WRITING, **level) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7204711)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def writing(engine: Engine, where: str) -> Iterator[Connection]:
    """One transaction of the one writer; all of it is kept, or none."""
    with plain_errors(where), engine.connect().execution_options(**_WRITING) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))
        yield connection


@contextmanager
def reading(engine: Engine, where: str) -> Iterator[Connection]:
    """One transaction that sees one state of the book."""
    with plain_errors(where), engine.connect() as connection, connection.begin():
        yield connection


_PLAIN = (
    ("database is locked", "another program is writing to it. Wait for it to end, then try again."),
    ("lock timeout", "another program is writing to it. Wait for it to end, then try again."),
    ("disk is full", "there is no room left on the disk. Make room, then try again; nothing half-done was kept."),
    ("disk full", "there is no room left on the disk. Make room, then try again; nothing half-done was kept."),
    ("no space left", "there is no room left on the disk. Make room, then try again; nothing half-done was kept."),
    ("disk i/o error", "the disk refuses to read or write. See that it is there and has room, then try again."),
    ("not a database", "the file is not a book, or is damaged. Give another, or `claimbook restore` a backup."),
    ("malformed", "the file is damaged. `claimbook restore` a backup into a new file."),
    ("readonly", "it may not be written to. Check the permissions of the file and its folder."),
    ("read-only", "it may not be written to. Check the permissions."),
    ("unable to open", "it cannot be opened. Check the path and the permissions of its folder."),
    ("connection refused", "the server does not answer. Start it, or check host and port."),
    ("connection failed", "the server does not let us in. Check that it runs, and the URL's host, name and user."),
)


@contextmanager
def plain_errors(where: str) -> Iterator[None]:
    """Turns what the database says into a BookError that says what to do next."""
    try:
        yield
    except DBAPIError as error:
        raise plain(where, error.orig or error) from error
    except sqlite3.Error as error:
        raise plain(where, error) from error


def plain(where: str, error: Any) -> BookError:
    """The BookError for what the database said."""
    said = " ".join(str(error).split())
    for sign, meaning in _PLAIN:
        if sign in said.lower():
            return BookError(f"{plain_name(where)}: {meaning}")
    return BookError(f"{plain_name(where)}: the database says: {said[:300]}. Run `claimbook check` on it.")


def plain_name(where: str) -> str:
    """The book's name as people may see it: without a password."""
    return make_url(where).render_as_string(hide_password=True) if is_url(where) else where
