"""Whatever is done to a book, in whatever order, its incidents are those of a fresh computation."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from bookmaking import make_claim, make_report
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimbook import store
from claimbook.book import Book, Ruling, joining
from claimbook.errors import UsageError
from claimbook.model import Act, Claim, Kind, Report

KINDS = (Kind.SHELLING, Kind.AIR_STRIKE, Kind.ARREST)
SPOTS = {"Riverton": (35.0, 40.0), "Hillside": (35.1, 40.1), "Oldbridge": (33.0, 38.0)}
DO = ("put", "put", "reread", "reject", "correct", "join", "part", "copy", "undo", "erase", "refresh")


def read(number: int, chance: random.Random) -> tuple[Report, list[Claim]]:
    """A report of one to three claims on few places and days, so that many hang together."""
    day = date(2021, 3, 1) + timedelta(days=chance.randrange(4))
    report = make_report(f"Report {number}: shelled, stormed, seized.", name=f"r{number}", day=day)
    claims = []
    for happening, trigger in enumerate(("shelled", "stormed", "seized")[: chance.randint(1, 3)], 1):
        place = chance.choice(list(SPOTS))
        claims.append(
            make_claim(
                report,
                trigger,
                kind=chance.choice(KINDS),
                happening=happening,
                day=day - timedelta(days=chance.randrange(2)),
                place=place,
                spot=SPOTS[place],
                killed=chance.choice((None, 2, 5, 5)),
                speaker=chance.choice(("Night Monitor", "Army Press")),
            )
        )
    return report, claims


def act(book: Book, what: str, number: int, chance: random.Random) -> None:
    """One change to the book; what cannot be done to it as it is, is left."""
    names = sorted(book.report_names())
    ids = sorted(c.as_read.id for c in book.claims())
    if what == "put":
        report, claims = read(number, chance)
        book.put(report, claims, report.text.encode())
    elif what == "refresh":
        book.refresh()
    elif what == "undo":
        log, standing = book.decisions()
        if open_ones := [d for d in log if d.number not in standing.undone]:
            book.decide(Ruling(Act.UNDO, (chance.choice(open_ones).id,), "ana", "a slip"))
    elif not names or len(ids) < 2:
        return
    elif what == "erase":
        book.erase(chance.choice(names), who="ana", why="the law")
    elif what == "reread":
        name = chance.choice(names)
        old = book.report(name)
        assert old is not None
        _, claims = read(int(old.name[1:]), chance)
        kept = [c for c in claims if c.report == name]
        with store.writing(book.engine, book.where) as connection:
            store.replace_reading(connection, old, kept, rules="next")
            book.write_views(connection, [name])
    elif what == "copy":
        if len(names) > 1:
            book.decide(Ruling(Act.COPY, tuple(chance.sample(names, 2)), "ana", "word for word"))
    elif what == "correct":
        book.decide(
            Ruling(Act.CORRECT, (chance.choice(ids),), "ana", "misread", field="kind", value=str(chance.choice(KINDS)))
        )
    elif what == "reject":
        book.decide(Ruling(Act.REJECT, (chance.choice(ids),), "ana", "not there"))
    else:
        book.decide(Ruling(Act(what), tuple(chance.sample(ids, 2)), "ana", "it is so"))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(DO), min_size=3, max_size=16), st.integers(0, 2**32))
@example(  # a join no longer stands because the other report is erased
    [
        "refresh",
        "undo",
        "join",
        "put",
        "refresh",
        "erase",
        "put",
        "reject",
        "undo",
        "reject",
        "join",
        "copy",
        "reread",
        "undo",
        "erase",
        "put",
    ],
    84845984,
)
def test_incidents_follow_every_change(steps: list[str], seed: int) -> None:
    """After any changes, with incidents computed at any moments between, the check finds nothing to name."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, Book.open(Path(folder) / "book.db", create=True) as book:
        for number in range(4):
            act(book, "put", number, chance)
        book.refresh()
        for number, what in enumerate(steps, 4):
            try:
                act(book, what, number, chance)
            except UsageError:
                continue
        assert book.check().breaks == ()


class Meddling:
    """Does what `steps` say each time that all claims of the book were read, while their incidents are computed."""

    def __init__(self, book: Book, steps: Iterator[tuple[int, str]], chance: random.Random) -> None:
        self.book, self.steps, self.chance = book, steps, chance

    def read(self, claims: int, of: int) -> None:
        """Two steps, through a book of its own."""
        for number, what in islice(self.steps, 2):
            with suppress(UsageError):
                act(self.book, what, number, self.chance)

    def done(self) -> None:
        """Nothing more."""


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(DO), min_size=4, max_size=12), st.integers(0, 2**32))
def test_new_rules_reach_every_incident_whatever_others_do_meanwhile(steps: list[str], seed: int) -> None:
    """Under new rules, with changes before and while incidents are computed anew, the check finds nothing to name."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, Book.open(Path(folder) / "book.db", create=True) as book:
        for number in range(4):
            act(book, "put", number, chance)
        book.refresh()
        after = iter(enumerate(steps, 4))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(joining, "rules_mark", lambda: "new")
            patch.setattr(store, "scrub", lambda _: None)  # it waits for readers, as the one that computes is
            book.show_older = lambda _: None
            for number, what in islice(after, len(steps) // 2):
                with suppress(UsageError):
                    act(book, what, number, chance)
            with Book.open(book.where, progress=Meddling(book, after, chance)) as again:
                again.refresh()
                assert again.check().breaks == ()
