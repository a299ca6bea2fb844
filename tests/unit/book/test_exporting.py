"""An export of a book: what is written whole is what the book shows today."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookmaking import make_claim, make_report

from claimbook.book import Book
from claimbook.book.ruling import Ruling
from claimbook.export.native import read_jsonl, read_parquet
from claimbook.model import Act

REPORT = make_report("Guns shelled Riverton. On the next day they stormed it, and later left.")
SHELLED = make_claim(REPORT, "shelled", killed=2)
STORMED = make_claim(REPORT, "stormed", happening=2, day=None)


@pytest.fixture
def book(tmp_path: Path):
    """A book of two claims, of which the first is corrected and the second is rejected, so in no incident."""
    with Book.open(tmp_path / "book.db", create=True) as book:
        book.put(REPORT, (SHELLED, STORMED), REPORT.text.encode())
        toll = {"harm": "killed", "low": 4, "high": 5}
        book.decide(Ruling(Act.CORRECT, (SHELLED.id,), who="Ann", why="read", field="tolls.0", value=toll))
        book.decide(Ruling(Act.REJECT, (STORMED.id,), who="Ann", why="not so"))
        yield book


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_the_native_formats_hold_what_the_book_shows(book: Book, tmp_path: Path, form: str) -> None:
    """Incidents and claims come back as the book shows them, corrections and rejections with them."""
    done = book.export(form, tmp_path / "out", profile="internal")
    whole = read_jsonl(done.path) if form == "jsonl" else read_parquet(done.path)
    shown = {c.view.id: c for c in book.claims()}
    assert whole.incidents == list(book.incidents())
    assert {c.id: c for c in whole.claims} == {i: c.view for i, c in shown.items()}
    assert whole.claims[0].tolls[0].value is not None and whole.claims[0].tolls[0].value.high == 5
    assert whole.states == {i: c.state for i, c in shown.items()}
    assert whole.homes == {SHELLED.id: whole.incidents[0].id, STORMED.id: None}
    assert whole.reports == [REPORT]


def test_the_public_profile_never_takes_the_json_that_the_book_keeps(book: Book, tmp_path: Path) -> None:
    """No word of the report is in the public JSON lines, though the book has the whole claim as JSON at hand."""
    inside, outside = (book.export("jsonl", tmp_path / p, profile=p).path.read_text() for p in ("internal", "public"))
    assert "Guns" in inside and SHELLED.quote.wording in inside
    assert "Guns" not in outside and SHELLED.quote.wording not in outside
