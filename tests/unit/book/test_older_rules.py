"""Where the rules are newer than the incidents: nobody waits to look, nobody takes old ones for new, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bookmaking import make_claim, make_report

from claimbook import store
from claimbook.book import Book, Ruling, joining
from claimbook.book.refreshing import Older
from claimbook.errors import BookError
from claimbook.model import Act

REPORT = make_report("Guns shelled Riverton.")
SHELLED = make_claim(REPORT, "shelled", killed=2)
NEW = make_report("Guns shelled Oldbridge.", name="new")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book with one incident, whose rules are older than those of today."""
    path = tmp_path / "book.db"
    with Book.open(path, create=True) as book:
        book.put(REPORT, (SHELLED,), REPORT.text.encode())
        book.refresh()
    monkeypatch.setattr(joining, "rules_mark", lambda: "rules of today")
    return path


@pytest.fixture
def told() -> list[Older]:
    """What was said of older rules."""
    return []


@pytest.fixture
def looking(path: Path, told: list[Older]) -> Iterator[Book]:
    """The book, opened by someone who only looks."""
    with Book.open(path, show_older=told.append) as book:
        yield book


def rules_of(book: Book) -> str | None:
    """The mark of the rules that the book's incidents are of."""
    with store.reading(book.engine, book.where) as connection:
        return store.computed_rules(connection)


def test_who_only_looks_is_shown_the_older_ones_and_told(looking: Book, told: list[Older]) -> None:
    """Incidents, one incident and counts come as they are; each time it is said; nothing is computed."""
    before = rules_of(looking)
    (incident,) = looking.incidents()
    assert looking.incident(incident.id) == incident
    assert looking.stats().incidents == 1
    assert told == [Older(looking.where, 0)] * 3
    assert rules_of(looking) == before != "rules of today"
    assert "older rules" in str(told[0]) and f"claimbook recompute {looking.where}" in str(told[0])


def test_all_others_get_those_of_today(path: Path) -> None:
    """A book that was opened as always computes before it answers; then nothing is older."""
    with Book.open(path) as book:
        assert book.older() == Older(str(path), 0)
        assert len(list(book.incidents())) == 1
        assert book.older() is None
        assert rules_of(book) == "rules of today"


def test_what_changed_since_is_counted_and_waits(looking: Book, path: Path, told: list[Older]) -> None:
    """A report that was put in and a ruling are not told of by older incidents, and that is said; then they are."""
    looking.put(NEW, (make_claim(NEW, "shelled", place="Oldbridge", spot=(33.0, 38.0)),), NEW.text.encode())
    looking.decide(Ruling(Act.REJECT, (SHELLED.id,), "ana", "a film"))
    assert [i.claims for i in looking.incidents()] == [(SHELLED.id,)]
    assert told[-1].reports == 2 and "2 report(s) changed since" in str(told[-1])
    with Book.open(path) as book:
        assert book.refresh() == 2
        assert SHELLED.id not in {c for i in book.incidents() for c in i.claims}
        assert book.check().breaks == ()
    assert looking.older() is None


def test_the_check_names_them(looking: Book) -> None:
    """Incidents of older rules are a break of their own name, not one for each incident."""
    assert looking.check().breaks == (str(Older(looking.where, 0)),)


def test_nothing_is_written_from_them(looking: Book, tmp_path: Path) -> None:
    """A file would not say of which rules its incidents are, so none is written."""
    with pytest.raises(BookError, match="older rules"):
        looking.export("csv", tmp_path / "out.csv", profile="internal")
    assert not (tmp_path / "out.csv").exists()


def test_an_empty_book_is_of_no_rules(tmp_path: Path) -> None:
    """Where nothing was ever computed there is nothing older: a new book is computed at once."""
    told: list[Older] = []
    with Book.open(tmp_path / "new.db", create=True, show_older=told.append) as book:
        assert book.older() is None
        book.put(REPORT, (SHELLED,), REPORT.text.encode())
        assert len(list(book.incidents())) == 1
    assert told == []


class Meddling:
    """Does something to the book while its incidents are computed, once; counts how often it was told."""

    def __init__(self, what) -> None:
        self.what = what
        self.reads = self.dones = 0

    def read(self, claims: int, of: int) -> None:
        """All claims are read: now others write."""
        self.reads += 1
        if self.reads == 1:
            self.what()

    def done(self) -> None:
        """It ended."""
        self.dones += 1


def test_minutes_of_computing_are_not_lost_to_a_ruling(path: Path) -> None:
    """Others rule meanwhile: all is computed once, then only what the ruling touches; the check holds."""
    with Book.open(path) as other:
        meddling = Meddling(lambda: other.decide(Ruling(Act.REJECT, (SHELLED.id,), "ana", "a film")))
        with Book.open(path, progress=meddling) as book:
            book.refresh()
            assert (meddling.reads, meddling.dones) == (1, 1)
            assert list(book.incidents()) == []
            assert book.check().breaks == ()


def test_what_is_erased_meanwhile_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that is erased while incidents are computed is in none of them, nor noted beside them."""
    monkeypatch.setattr(store, "scrub", lambda _: None)  # it waits for readers, as the one that computes is
    with Book.open(path) as other:
        meddling = Meddling(lambda: other.erase(REPORT.id, who="ana", why="the law"))
        with Book.open(path, progress=meddling) as book:
            book.refresh()
            assert list(book.incidents()) == []
            with store.reading(book.engine, book.where) as connection:
                assert store.count_pending(connection) == 0
            assert book.check().breaks == ()
