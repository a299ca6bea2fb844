"""Users, coding and the note of changed incidents, the same on SQLite and PostgreSQL, and through backup and migration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bookmaking import make_claim, make_report

from claimbook import store
from claimbook.book import Book, Ruling
from claimbook.book.changes import changes_since
from claimbook.model import Act

REPORT = make_report("Heavy guns shelled Riverton.", name="one")
CLAIM = make_claim(REPORT, "shelled", killed=2)
USER = {"id": "ana", "name": "Ana", "role": "coder", "password": "$argon2id$x", "stamp": "1"}


@pytest.fixture
def book(where: str) -> Iterator[Book]:
    """A book of one report."""
    with Book.open(where, create=True) as opened:
        opened.put(REPORT, (CLAIM,), REPORT.text.encode())
        yield opened


def test_users_are_kept_and_changed(book: Book) -> None:
    """A user comes back as put in, changes, is removed with the moment, and a step of codes is used once."""
    with store.writing(book.engine, book.where) as connection:
        assert not store.has_users(connection)
        store.put_user(connection, **USER)
        store.change_user(connection, "ana", totp="SEED", stamp="2")
        assert store.use_totp_step(connection, "ana", 7)
        assert not store.use_totp_step(connection, "ana", 7)
        assert not store.use_totp_step(connection, "ana", 6)
        assert store.use_totp_step(connection, "ana", 8)
    with store.writing(book.engine, book.where) as connection:
        (user,) = store.all_users(connection)
        assert (user.name, user.totp, user.totp_step, user.stamp, user.ended) == ("Ana", "SEED", 8, "2", None)
        assert store.has_users(connection)
        store.change_user(connection, "ana", ended=True)
        assert not store.has_users(connection)
        found = store.get_user(connection, "ana")
        assert found is not None and found.ended is not None


def test_tasks_are_kept_answered_and_settled(book: Book) -> None:
    """Tasks come back in the order given out; answers and what is settled are kept as they were."""
    answers = {"happening": "yes", "place": "Riverton \u0642\u0635\u0641", "killed": 2, "target": None}
    with store.writing(book.engine, book.where) as connection:
        store.put_assignments(connection, "r1", "eva", [(REPORT.id, CLAIM.id, "ben"), (REPORT.id, CLAIM.id, "ana")])
        store.put_assignments(connection, "r2", "eva", [(REPORT.id, CLAIM.id, "ana")])
        store.put_answers(connection, 2, answers)
        (task,) = store.assignments(connection, number=2)
        assert (task.coder, task.answers) == ("ana", answers)
        assert [t.number for t in store.assignments(connection, round_name="r1")] == [1, 2]
        assert [t.number for t in store.assignments(connection, coder="ana")] == [2, 3]
        assert store.rounds(connection) == ["r2", "r1"]
        store.put_settlement(connection, task, agreed=answers, decisions=["D1", "D2"], who="eva")
        settled = store.settlements(connection, "r1")[CLAIM.id]
        assert (settled.agreed, settled.decisions, settled.who) == (answers, ("D1", "D2"), "eva")


def test_changes_are_told_once(book: Book) -> None:
    """What changed is told after it changed and not again; a rejected claim's incident leaves a tombstone."""
    first = changes_since(book)
    assert [r.id for r in first.reports] == [REPORT.id]
    (incident,) = first.incidents
    assert not incident.gone
    assert changes_since(book, first.until).incidents == ()
    book.decide(Ruling(Act.REJECT, (CLAIM.id,), "ana", "No."))
    second = changes_since(book, first.until)
    assert [(i.id, i.gone) for i in second.incidents] == [(incident.id, True)]
    book.decide(Ruling(Act.UNDO, ("D1",), "ana", "Yes."))
    third = changes_since(book, second.until)
    assert [(i.id, i.gone) for i in third.incidents] == [(incident.id, False)]


def test_backups_hold_them(book: Book, tmp_path: Path) -> None:
    """Users, tasks and notes of changes are in a backup, and in the book that is made of it."""
    with store.writing(book.engine, book.where) as connection:
        store.put_user(connection, **USER)
        store.put_assignments(connection, "r1", "eva", [(REPORT.id, CLAIM.id, "ana")])
    until = changes_since(book).until
    book.back_up(tmp_path / "copy.db")
    store.restore(tmp_path / "copy.db", str(tmp_path / "again.db"))
    with Book.open(tmp_path / "again.db") as again, store.reading(again.engine, again.where) as connection:
        assert [u.id for u in store.all_users(connection)] == ["ana"]
        assert len(store.assignments(connection)) == 1
        assert store.last_turn(connection) == int(until.split("-")[1])
        assert again.check().breaks == ()
