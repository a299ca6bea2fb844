"""How fast a book is exported, and in how much memory.

    python benchmarks/exports.py [--incidents 100000] [--book FILE] [--as gpkg --as xlsx ...] [--profile public|internal]

Makes a book of synthetic claims (or takes the one that --book names, and leaves it there), then runs every format in a
process of its own: seconds and most memory from opening the book to the end of the sidecar.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from common import tell
from synthetic_claims import World, make_claims

from claimbook import store
from claimbook.book import Book
from claimbook.model import Basis, Claim, Report, Sourced, Span

CLAIMS_AN_INCIDENT = 2.6  # of the synthetic world, a little more than it takes
FORMATS = ("gpkg", "xlsx", "parquet")
MOST_SECONDS = 60.0
MOST_MB = 1000.0
RUN = """
import json, resource, sys, time
from claimbook.book import Book
from claimbook.book.exporting import export_book
from claimbook.store import Filter
book, form, to, profile, limit = sys.argv[1:]
start = time.perf_counter()
with Book.open(book) as opened:
    done = export_book(opened, form, to, profile=profile, wanted=Filter(limit=int(limit)))
took = time.perf_counter() - start
print(json.dumps([took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, done.told["incidents"]]))
"""


def main() -> None:
    """Make the book if there is none, then measure each format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--book", type=Path)
    parser.add_argument("--as", dest="forms", action="append")
    parser.add_argument("--profile", choices=("public", "internal"), default="internal")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book = args.book or Path(folder) / "book.db"
        if not book.exists():
            make_book(book, args.incidents)
        for form in args.forms or FORMATS:
            measure(book, form, Path(folder), args.profile, args.incidents)


def make_book(path: Path, incidents: int) -> None:
    """A book of about so many incidents; a report is only its claims' offsets, so its text is blank."""
    start = time.perf_counter()
    claims = make_claims(int(incidents * CLAIMS_AN_INCIDENT), World())
    with Book.open(path, create=True) as book:
        # All in one go: a book in use keeps every report safe before it takes the next, which is not measured here.
        with store.writing(book.engine, book.where) as connection:
            for report, own in _reports(claims):
                store.put_report(connection, report, own, report.name.encode(), given={}, rules="")
        print(f"put in {time.perf_counter() - start:.0f} s", flush=True)
        print(f"{book.refresh()} incidents joined in {time.perf_counter() - start:.0f} s", flush=True)


def _reports(claims: Iterable[Claim]) -> Iterator[tuple[Report, list[Claim]]]:
    for name, group in groupby(claims, key=lambda c: c.report):
        own = list(group)
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        text = " " * max(s.end for c in own for s in c.quote.spans)
        outlet = own[0].speakers[0].value
        report = Report(
            id=name,
            sha256=sha256,
            name=name,
            media_type="text/plain",
            text=text,
            body=Span(start=0, end=len(text)),
            outlet=Sourced[str](value=outlet.name if outlet else None, basis=Basis.ASSUMED, method="synthetic@1"),
        )
        yield report, own


def measure(book: Path, form: str, folder: Path, profile: str, limit: int) -> None:
    """One format in a process of its own."""
    command = [sys.executable, "-c", RUN, str(book), form, str(folder / f"out-{form}"), profile, str(limit)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, megabytes, incidents = json.loads(answer)
    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file() and f.is_relative_to(folder / f"out-{form}"))
    size = size or (folder / f"out-{form}").stat().st_size
    print(f"{form}, {profile} profile: {incidents} incidents, {size / 1e6:.1f} MB")
    tell(f"{form}: time", seconds, "s", target=f"{MOST_SECONDS:g}", met=seconds < MOST_SECONDS)
    tell(f"{form}: most memory", megabytes, "MB", target=f"{MOST_MB:g}", met=megabytes < MOST_MB)


if __name__ == "__main__":
    main()
