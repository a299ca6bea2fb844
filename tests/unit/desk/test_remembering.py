"""What a desk remembers of a book is what it would find if it looked again."""

from __future__ import annotations

from pathlib import Path

from bookmaking import make_claim, make_report
from sqlalchemy import Connection

from claimbook import store
from claimbook.book import Book, Ruling
from claimbook.desk.remembering import MOST, Answers
from claimbook.model import Act
from claimbook.store.overview import Wanted, survey


def put(book: Book, text: str) -> str:
    """A report of one claim; the claim's id."""
    report = make_report(text)
    claim = make_claim(report, "shelled", place=text[:5], spot=(float(len(text)), 40.0))
    book.put(report, (claim,), text.encode())
    return claim.id


def test_an_answer_is_kept_until_incidents_change(tmp_path: Path) -> None:
    """Asked again it is not looked for; after a report or a ruling it is."""
    asked = []

    def total(connection: Connection, wanted: Wanted) -> int:
        asked.append(wanted)
        return survey(connection, wanted).total

    answers = Answers()
    with Book.open(tmp_path / "book.db", create=True) as book:

        def ask() -> int:
            book.refresh()
            with store.reading(book.engine, book.where) as connection:
                return answers.of(connection, total, Wanted())

        first = put(book, "North of the river guns shelled a mill.")
        assert (ask(), ask(), len(asked)) == (1, 1, 1)
        put(book, "South of the hill, far from there, guns shelled a farm.")
        assert (ask(), ask(), len(asked)) == (2, 2, 2)
        book.decide(Ruling(Act.REJECT, (first,), "ana", "a film"))
        assert (ask(), ask(), len(asked)) == (1, 1, 3)


def test_a_changed_incident_is_looked_at_again(tmp_path: Path) -> None:
    """As many incidents as before, of which one says something else: the answer is a new one."""
    answers = Answers()
    with Book.open(tmp_path / "book.db", create=True) as book:

        def kinds() -> dict[str, int]:
            book.refresh()
            with store.reading(book.engine, book.where) as connection:
                return answers.of(connection, survey, Wanted()).kinds

        claim = put(book, "North of the river guns shelled a mill.")
        assert kinds() == {"shelling": 1}
        book.decide(Ruling(Act.CORRECT, (claim,), "ana", "misread", field="kind", value="grenade"))
        assert kinds() == {"grenade": 1}


def test_what_was_asked_longest_ago_goes_first(tmp_path: Path) -> None:
    """No more than MOST answers are kept."""
    asked: list[int] = []
    answers = Answers()

    def echo(_: Connection, number: int) -> int:
        asked.append(number)
        return number

    with Book.open(tmp_path / "book.db", create=True) as book, store.reading(book.engine, book.where) as connection:
        for number in (*range(MOST), 0, MOST):
            assert answers.of(connection, echo, number) == number
        asked.clear()
        assert answers.of(connection, echo, 0) == 0 and asked == []
        assert answers.of(connection, echo, 1) == 1 and asked == [1]
