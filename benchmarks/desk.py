"""How quickly the desk answers over a book of many incidents: python benchmarks/desk.py [INCIDENTS] [BOOK]

The book is made up: claims and incidents with invented places, days, parties and tolls, put in as computed, so that
nothing is joined here.  Each address is asked for several times over a real server.  Told are the first time, when the
desk remembers nothing of it, with its processor time (server and asker together, which a busy machine lengthens less);
then the middle and the worst of all times, and the middle of processor time.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from bookmaking import make_claim, make_report
from desking import serve

from claimbook import store
from claimbook.book import Book
from claimbook.book.joining import incident_row, rules_mark
from claimbook.desk.app import create_app
from claimbook.fuse import Source, fuse
from claimbook.model import Actor, Claim, Figure, Incident, Kind, Period, Place, Tally, Told, Voice
from claimbook.settings import Settings

A_REPORT = 100  # claims
MADE = 5_000  # incidents made one by one; the rest are copies of their rows, moved in time and place
TIMES = 7
PARTIES = [
    f"{colour} {what}"
    for colour in ("Blue", "Red", "Green", "White", "Grey")
    for what in ("Guard", "Front", "Army", "Brigade")
]
PATHS = (
    "/",
    "/?kind=shelling&kind=air_strike&since=2020-03-01&until=2021-03-01",
    "/?view=30,35,36,45",
    "/?view=34,38,35,39&killed=10&order=killed",
    "/?party=Blue%20Guard",
    "/?place=town%207",
    "/?words=shelled",
    "/map?zoom=4&view=20,20,45,60",
    "/map?zoom=7&view=33,37,36,42",
    "/map?zoom=10&view=34,38,34.5,38.6",
    "/queue",
    "/speakers",
    "/parties",
    "/publish",
)


def make_book(path: Path, incidents: int) -> None:
    """A book of so many incidents, each of one claim; beyond MADE to the next multiple of it."""
    make_rows(path, min(incidents, MADE))
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        for copy in range(1, -(-incidents // MADE)):
            _copy_rows(database, f"{chr(ord('g') + copy)}")


def _copy_rows(database: sqlite3.Connection, letter: str) -> None:
    """Every row of the first incidents and claims once more, the ids with another first letter."""
    shift = {
        "id": f"'{letter}' || substr(id, 2)",
        "claim": f"'{letter}' || substr(claim, 2)",
        "incident": f"'{letter}' || substr(incident, 2)",
        "lat": "lat + (random() % 1000) / 700.0",
        "lon": "lon + (random() % 1000) / 700.0",
        "start": "date(start, (random() % 400) || ' days')",
        "rowid": "random()",
    }
    database.execute("BEGIN")
    for table in ("claim", "claim_term", "claim_spot", "claim_words", "incident", "incident_party", "incident_claim"):
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        columns += ["rowid"] * (table == "claim_words")
        named = ", ".join(f'"{c}"' for c in columns)
        values = ", ".join(shift.get(c, f'"{c}"') for c in columns)
        first = {"claim": "id", "claim_words": "id", "incident": "id", "claim_term": "claim", "claim_spot": "claim"}
        own = first.get(table, "incident")
        where = f"substr({own}, 1, 1) GLOB '[0-9a-f]'"
        database.execute(f"INSERT INTO {table} ({named}) SELECT {values} FROM {table} WHERE {where}")
    database.execute('UPDATE incident SET "end" = start')
    database.execute("COMMIT")


def make_rows(path: Path, incidents: int) -> None:
    """A book of so many incidents, through the model."""
    dice = random.Random(7)
    pattern: Incident | None = None
    with Book.open(path, create=True) as book:
        for first in range(0, incidents, A_REPORT):
            claims, report = _claims(dice, first, min(A_REPORT, incidents - first))
            book.put(report, claims, report.text.encode())
            if pattern is None:
                sources = {report.id: Source(report.id, "Gazette", date(2020, 1, 1), report.name)}
                (pattern,) = fuse(claims[:1], sources)
            rows = [incident_row(_incident(pattern, claim)) for claim in claims]
            with store.writing(book.engine, book.where) as connection:
                store.put_incidents(connection, rows)
        with store.writing(book.engine, book.where) as connection:
            empty = '{"joins":[],"parts":[],"rejected":[],"grades":{},"copies":[]}'
            store.note_computed(connection, rules=rules_mark(), rulings=empty)


def _incident(pattern: Incident, claim: Claim) -> Incident:
    """The incident of a claim alone, made after one that joining made: joining fifty thousand is not measured here."""
    own = (claim.id,)
    killed = claim.tolls[0].value if claim.tolls else None
    tallies = ()
    if killed is not None:
        figure = Figure(
            low=killed.low, high=killed.high, claims=own, report=claim.report, published=None, speakers=("Monitor",)
        )
        bounds = {"low": killed.low, "high": killed.high, "best_low": killed.low, "best_high": killed.high}
        tallies = (
            Tally(harm=killed.harm, status=None, side=None, rule="The only figure.", figures=(figure,), **bounds),
        )
    place = Told[Place](value=claim.places[0].value, claims=own, rule="The only place.")
    links = tuple(s.value for s in claim.speakers)
    return pattern.model_copy(
        update={
            "id": claim.id,
            "happenings": (own,),
            "reports": (claim.report,),
            "kind": Told[Kind](value=claim.kind.value, claims=own, rule="The only kind."),
            "period": Told[Period](value=claim.period.value, claims=own, rule="The only period."),
            "place": place,
            "places": (place,),
            "initiators": (Told[Actor](value=claim.initiators[0].value, claims=own, rule="In 1 report."),),
            "tallies": tallies,
            "voices": (Voice(claim=claim.id, report=claim.report, published=None, speakers=links),),
        }
    )


def _claims(dice: random.Random, first: int, number: int) -> tuple[list[Any], Any]:
    words = " ".join(f"shelled{first + n}x and more words of a report that was made up." for n in range(number))
    report = make_report(words, name=f"made-up-{first}")
    claims = []
    for n in range(number):
        town = dice.randrange(3000)
        spread = random.Random(town)
        claims.append(
            make_claim(
                report,
                f"shelled{first + n}x",
                happening=n + 1,
                kind=dice.choice(list(Kind)),
                day=date(2019, 1, 1) + timedelta(days=dice.randrange(1500)),
                place=f"town {town}",
                spot=(round(spread.uniform(30, 37), 3), round(spread.uniform(35, 46), 3)),
                actor=dice.choice(PARTIES),
                speaker=f"Monitor {dice.randrange(40)}",
                killed=dice.choice((None, 0, 1, 2, 3, 5, 9, 30)),
            )
        )
    return claims, report


def main(incidents: int, path: Path) -> None:
    """Makes the book where it is not there, asks, and tells."""
    if not path.exists():
        begun = time.perf_counter()
        make_book(path, incidents)
        print(
            f"made a book of {incidents:,} incidents in {time.perf_counter() - begun:.0f} s, {path.stat().st_size / 1e6:.0f} MB"
        )
    with serve(create_app(str(path), Settings.from_environment())) as client:
        print(f"{'first':>8} {'CPU':>8} {'middle':>8} {'worst':>8} {'CPU':>8} {'kB':>7}")
        for path_ in PATHS:
            taken, worked = [], []
            for _ in range(TIMES):
                begun, cpu = time.perf_counter(), time.process_time()
                reply = client.get(path_)
                taken.append(time.perf_counter() - begun)
                worked.append(time.process_time() - cpu)
                assert reply.status == 200, (path_, reply.status)
            print(
                f"{taken[0]:7.3f}s {worked[0]:7.3f}s {median(taken):7.3f}s {max(taken):7.3f}s {median(worked):7.3f}s "
                f"{len(reply.body) / 1000:7.0f} {path_}"
            )


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    if len(sys.argv) > 2:
        main(count, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(count, Path(folder) / "book.db")
