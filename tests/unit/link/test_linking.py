"""A user's rows beside a book: each row and each incident once, with reasons."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from own_tables import fill, write_table

from claimbook import store
from claimbook.book import Book
from claimbook.cli.main import cli
from claimbook.link import Linked, link, read_table
from claimbook.store import Filter

FAR = {"latitude": "36.9", "longitude": "41.9", "location": "Ras Telun"}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Shelling at Tell Sorat in two reports, a clash at Bandul, a protest months before."""
    with Book.open(tmp_path_factory.mktemp("link") / "book.db", create=True) as book:
        fill(book)
        yield book


def lay_beside(
    book: Book, path: Path, *rows: dict[str, str], form: str = "ACLED", wanted: Filter | None = None
) -> Linked:
    table = read_table(write_table(path / "own.csv", *rows, form=form))
    assert table.form == form and not table.notices
    return link(book, table, wanted)


def test_each_row_and_each_incident_stands_once(book: Book, tmp_path: Path) -> None:
    """A row that fits is matched with its incident; the others are told as only here and only there."""
    linked = lay_beside(
        book, tmp_path, {}, {"event_id_cnty": "SYR2", "event_date": "2020-03-06", "fatalities": "0", **FAR}
    )
    assert linked.counts == {"matched": 1, "only here": 2, "only there": 1}
    matched, there, *_ = linked.rows
    assert (matched["row"], matched["incident_place"], matched["row_killed"]) == ("SYR1", "Tell Sorat", 4)
    assert (matched["incident_killed_low"], matched["incident_killed_high"]) == (4, 5)
    assert matched["km"] == pytest.approx(1.4, abs=0.1)
    assert "Both give 2020-03-05" in matched["reasons"] and "same party as acting" in matched["reasons"]
    assert there["row"] == "SYR2" and "lies near it in time and place" in there["reasons"]
    rows = [r["row"] for r in linked.rows if r["row"]]
    incidents = [r["incident"] for r in linked.rows if r["incident"]]
    assert len(rows) == len(set(rows)) == 2
    assert sorted(incidents) == sorted(i.id for i in book.incidents())


def test_ged_rows_match_too(book: Book, tmp_path: Path) -> None:
    """A GED row is matched though its form has no kind of happening; its best figure is compared."""
    linked = lay_beside(book, tmp_path, {}, form="GED")
    assert linked.counts["matched"] == 1
    assert "Both give 4 killed" in linked.rows[0]["reasons"]


def test_the_reason_says_what_keeps_them_apart(book: Book, tmp_path: Path) -> None:
    """Of a row that almost fits, the reason names the nearest incident and what speaks against it."""
    linked = lay_beside(
        book, tmp_path, {"event_date": "2020-03-07", "fatalities": "60", "notes": "", "actor1": "Hezbollah"}
    )
    reason = next(r["reasons"] for r in linked.rows if r["outcome"] == "only there")
    assert "does not fit" in reason and "They lie 2 days apart." in reason
    assert linked.counts["matched"] == 0


def test_two_rows_never_share_an_incident(book: Book, tmp_path: Path) -> None:
    """The surer row gets it; the other is told which one did."""
    linked = lay_beside(book, tmp_path, {"event_id_cnty": "LESS", "fatalities": "0", "notes": ""}, {})
    assert linked.counts["matched"] == 1 and linked.rows[0]["row"] == "SYR1"
    other = next(r for r in linked.rows if r["row"] == "LESS")
    assert other["outcome"] == "only there" and "is matched with your row SYR1" in other["reasons"]


def test_what_lies_outside_the_tables_days_is_said_so(book: Book, tmp_path: Path) -> None:
    """An incident before the table's first day is not held against the table; filters leave incidents out."""
    linked = lay_beside(book, tmp_path, {})
    assert any("Your table begins on 2020-03-05" in r["reasons"] for r in linked.rows)
    linked = lay_beside(book, tmp_path, {}, wanted=Filter(since=date(2020, 3, 1), until=date(2020, 3, 6)))
    assert linked.counts == {"matched": 1, "only here": 0, "only there": 0}


def test_the_order_of_rows_does_not_matter(book: Book, tmp_path: Path) -> None:
    """Rows in another order give the same answer, line numbers aside."""
    rows = [
        {
            "event_id_cnty": f"SYR{n}",
            "event_date": f"2020-03-0{n % 7 + 1}",
            "fatalities": str(n),
            **(FAR if n % 3 else {}),
        }
        for n in range(8)
    ]
    first = lay_beside(book, tmp_path, *rows)
    random.Random(3).shuffle(rows)
    again = lay_beside(book, tmp_path, *rows)
    assert [r | {"line": 0} for r in first.rows] == [r | {"line": 0} for r in again.rows]


def test_nothing_is_written_into_the_book(book: Book, tmp_path: Path) -> None:
    """Linking leaves the book's chain and incidents as they were."""
    before = [i.id for i in book.incidents()]
    with store.reading(book.engine, book.where) as connection:
        head = store.head(connection)
    lay_beside(book, tmp_path, {}, {"event_id_cnty": "SYR2"})
    with store.reading(book.engine, book.where) as connection:
        assert store.head(connection) == head
    assert [i.id for i in book.incidents()] == before


def test_the_command_writes_a_table(book: Book, tmp_path: Path) -> None:
    """`claimbook link` writes CSV in which a formula is defused, counts on standard error, and exits 1 for bad rows."""
    path = write_table(tmp_path / "own.csv", {"event_id_cnty": "=1+1"}, {"event_id_cnty": "SYR2", "event_date": "May"})
    done = CliRunner().invoke(cli, ["link", str(book.where), str(path), "--as", "csv"])
    assert done.exit_code == 1
    assert done.stdout.startswith("outcome,row,line,incident,bits,reasons,")
    assert "\nmatched,'=1+1,2," in done.stdout
    assert "own.csv, line 3: event_date 'May' is no day" in done.stderr
    assert "ACLED: 1 matched, 2 only here, 0 only there." in done.stderr
