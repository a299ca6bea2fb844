"""Opening books, and what is said when one cannot be opened, read or written."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from bookmaking import make_claim, make_report
from sqlalchemy import event

from claimbook.book import Book
from claimbook.errors import BookError, MissingPart
from claimbook.store import engine as engine_module


def test_a_book_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """Looking into a missing book makes none, and says how to make it."""
    with pytest.raises(BookError, match="claimbook add"):
        Book.open(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_book(tmp_path: Path) -> None:
    """A folder is refused by name."""
    with pytest.raises(BookError, match="folder"):
        Book.open(tmp_path, create=True)


def test_a_book_needs_its_folder(tmp_path: Path) -> None:
    """A book is not made in a folder that is not there."""
    with pytest.raises(BookError, match="no folder"):
        Book.open(tmp_path / "no" / "book.db", create=True)


def test_another_file_is_not_overwritten(tmp_path: Path) -> None:
    """A file that is no database is refused and left as it was."""
    file = tmp_path / "notes.txt"
    file.write_text("These are my notes, and long ones at that.\n" * 50, encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(BookError, match="not a book"):
        Book.open(file, create=True)
    assert file.read_bytes() == before


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    """A SQLite file with other tables is refused."""
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE song (title TEXT)")
    connection.close()
    with pytest.raises(BookError, match="other tables"):
        Book.open(file, create=True)


def test_names_with_odd_characters_are_opened(tmp_path: Path) -> None:
    """A path with a question mark, spaces and a hash is a path like any other."""
    path = tmp_path / "a book? #1 100%.db"
    Book.open(path, create=True).close()
    assert path.exists()


def test_a_locked_book_says_who_must_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes, writing here says so in plain words, and nothing is lost afterwards."""
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.1)
    where = tmp_path / "book.db"
    report = make_report("Guns shelled Riverton.")
    with Book.open(where, create=True) as book:
        other = sqlite3.connect(where, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BookError, match="another program is writing"):
            book.put(report, [], report.text.encode())
        assert list(book.reports()) == []  # reading goes on
        other.execute("ROLLBACK")
        other.close()
        assert book.put(report, [], report.text.encode())


def test_a_full_disk_is_said_and_leaves_the_book_whole(tmp_path: Path) -> None:
    """Where there is no room, the report is not half kept, the words are plain, and the book holds."""
    with Book.open(tmp_path / "book.db", create=True) as book:
        first = make_report("Guns shelled Riverton.")
        assert book.put(first, [make_claim(first, "shelled")], first.text.encode())
        limit = "PRAGMA max_page_count = 1"  # as small as the file is

        def shrink(connection: sqlite3.Connection, *_: object) -> None:
            connection.execute(limit)

        event.listen(book.engine, "checkout", shrink)
        words = os.urandom(300_000).hex()
        big = make_report(words)
        with pytest.raises(BookError, match="no room left"):
            book.put(big, [], words.encode())
        limit = "PRAGMA max_page_count = 1000000"
        assert [r.id for r in book.reports()] == [first.id]
        assert book.check().breaks == ()
        assert book.put(big, [], words.encode())


def test_a_book_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    """What the database says of a file that may not be written to comes out in plain words."""
    error = engine_module.plain("b.db", sqlite3.OperationalError("attempt to write a readonly database"))
    assert "may not be written" in str(error)


def test_urls_are_checked_and_passwords_hidden() -> None:
    """A URL of another database is refused, and no message shows a password."""
    with pytest.raises(BookError, match="postgresql://"):
        Book.open("mysql://me:secret@localhost/x")
    try:
        Book.open("postgresql://me:secret@127.0.0.1:1/x")
    except BookError as error:
        assert "secret" not in str(error)
        assert "does not answer" in str(error) or "does not let us in" in str(error)
    except MissingPart:
        pytest.skip("psycopg is not installed")


def test_the_file_uses_a_write_ahead_log_and_foreign_keys(tmp_path: Path) -> None:
    """A book is a WAL file, and its connections enforce foreign keys."""
    with Book.open(tmp_path / "book.db", create=True) as book, book.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
