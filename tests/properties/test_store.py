"""Whatever a report and its claims hold, the book gives back, on either side of a backup."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from bookmaking import make_claim, make_report
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.book import Book
from claimbook.model import Claim, Kind, Report
from claimbook.store import Filter, restore
from claimbook.store.words import fold

# Files are decoded from bytes, so that a report's text holds no lone surrogates.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
names = words.filter(lambda w: bool(w.strip()))


@st.composite
def readings(draw: st.DrawFn) -> tuple[Report, list[Claim]]:
    """A report of any characters with up to three claims of any values."""
    report = make_report(draw(words) + " shelled stormed seized " + draw(words), name=draw(names), outlet=draw(names))
    claims = [
        make_claim(
            report,
            trigger,
            kind=draw(st.sampled_from(Kind)),
            happening=number,
            day=draw(st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))),
            place=draw(names),
            spot=draw(st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))),
            actor=draw(names),
            speaker=draw(names),
            killed=draw(st.none() | st.integers(0, 2**53)),
        )
        for number, trigger in enumerate(("shelled", "stormed", "seized")[: draw(st.integers(0, 3))], 1)
    ]
    return report, claims


@settings(max_examples=25, deadline=None)
@given(st.lists(readings(), min_size=1, max_size=4, unique_by=lambda r: r[0].id))
def test_a_book_gives_back_what_was_put_in(made: list[tuple[Report, list[Claim]]]) -> None:
    """Reports and claims come back equal, the check passes, and a restored backup holds the same."""
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        with Book.open(where / "book.db", create=True) as book:
            for report, claims in made:
                assert book.put(report, claims, report.text.encode())
            assert {r.id: r for r in book.reports()} == {r.id: r for r, _ in made}
            assert [c.as_read for c in book.claims()] == [c for _, claims in made for c in claims]
            assert book.check().breaks == ()
            book.back_up(where / "copy.db")
        restore(where / "copy.db", str(where / "again.db"))
        with Book.open(where / "again.db") as again:
            assert [c.as_read for c in again.claims()] == [c for _, claims in made for c in claims]


@settings(max_examples=25, deadline=None)
@given(readings(), words)
def test_every_search_is_answered(made: tuple[Report, list[Claim]], question: str) -> None:
    """No question breaks the search, and a report is found by its own words."""
    report, claims = made
    with tempfile.TemporaryDirectory() as folder, Book.open(Path(folder) / "book.db", create=True) as book:
        book.put(report, claims, report.text.encode())
        for wanted in (Filter(words=question), Filter(place=question), Filter(actor=question)):
            assert len(list(book.claims(wanted))) <= len(claims)
            assert len(list(book.reports(wanted))) <= 1
        if own := fold(report.text):
            assert [r.id for r in book.reports(Filter(words=own.split()[0]))] == [report.id]
        for claim in claims:
            place = claim.places[0].value
            if place and fold(place.name):
                assert claim in [c.as_read for c in book.claims(Filter(place=place.name))]
