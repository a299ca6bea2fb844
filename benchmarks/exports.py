"""How fast incidents are exported, and in how much memory.

    python benchmarks/exports.py [--incidents 100000] [--as gpkg --as xlsx ...] [--profile public|internal]
    python benchmarks/exports.py --book FILE [--as ...] [--profile ...]
    python benchmarks/exports.py --make-book FILE [--incidents 100000]

Without --book, some two thousand incidents of the synthetic world are joined once, kept as a book keeps them (as JSON),
and read anew from it under ever new ids until there are as many as asked for: all that an export of a book does but the
reading of its rows.  With --book, the book itself is exported; --make-book makes one of those copies.  Every format runs in a process of its own; seconds and
most memory are those from the first incident to the end of the sidecar.  CPU seconds stand beside: on a machine that
does other things too, they say more.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from common import tell
from sqlalchemy import Connection
from synthetic_claims import World, make_claims

from claimbook import store
from claimbook.book import Book
from claimbook.book.joining import incident_row, rules_mark
from claimbook.export.case import AsKept, Case, Material
from claimbook.fuse import fuse
from claimbook.model import Basis, Claim, Incident, Report, Sourced, Span

SEED_CLAIMS = 5_200  # about two thousand incidents
FORMATS = ("gpkg", "xlsx", "parquet")
MOST_SECONDS = 60.0
MOST_MB = 1000.0
MARK = "\u2042"  # stands for what tells one copy's ids from another's
RUN = """
import json, resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from exports import copies, public
from claimbook import store
from claimbook.book import Book
from claimbook.book.joining import rules_mark
from claimbook.book.exporting import _few_collections, export_book
from claimbook.export.formats import load_format, write_export
form, to, profile, book, kept, count = sys.argv[2:]
start, cpu = time.perf_counter(), time.process_time()
if book:
    with Book.open(book) as opened:
        with store.writing(opened.engine, book) as connection:  # whatever rules joined it: joining is not measured here
            store.note_computed(connection, **{**store.computed_with(connection), "rules": rules_mark()})
        done = export_book(opened, form, to, profile=profile)
else:
    with _few_collections():
        done = write_export(copies(Path(kept), int(count), claims=load_format(form).needs_claims), form, Path(to), public=public(profile))
took = time.perf_counter() - start, time.process_time() - cpu
print(json.dumps([*took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, done.told["incidents"]]))
"""


def main() -> None:
    """Join the incidents to copy, then measure each format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--book", default="")
    parser.add_argument("--make-book", default="")
    parser.add_argument("--as", dest="forms", action="append")
    parser.add_argument("--profile", choices=("public", "internal"), default="internal")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not args.book:
            keep_seed(folder / "seed")
        if args.make_book:
            make_book(Path(args.make_book), folder / "seed", args.incidents)
            return
        print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
        for form in args.forms or FORMATS:
            measure(form, folder, args.profile, args.book, args.incidents)


def keep_seed(to: Path) -> None:
    """Incidents, claims and reports as JSON, with MARK for the first four digits of every id of ours."""
    world = World()
    claims = list(make_claims(SEED_CLAIMS, world))
    incidents = fuse(claims, world.sources)
    reports = {name: make_report(name, list(own)) for name, own in groupby(claims, key=lambda c: c.report)}
    by_id = {c.id: c for c in claims}
    ids = {*reports, *by_id, *(i.id for i in incidents)}

    def marked(noun: Incident | Claim | Report) -> str:
        body = noun.model_dump_json()
        own = {noun.id, *(noun.reports if isinstance(noun, Incident) else ())}
        own |= {*noun.claims} if isinstance(noun, Incident) else {noun.report} if isinstance(noun, Claim) else set()
        for identifier in own & ids:
            body = body.replace(f'"{identifier}"', f'"{MARK}{identifier[4:]}"')
        return body

    seed = [
        (marked(i), [marked(by_id[c]) for c in i.claims], {r: marked(reports[r]) for r in i.reports}) for i in incidents
    ]
    to.write_bytes(pickle.dumps(seed))


def copies(kept: Path, count: int, *, claims: bool) -> Material:
    """So many incidents, read from JSON as a book reads them, each copy under its own ids; claims where asked for."""
    seed = pickle.loads(kept.read_bytes())

    def cases() -> Iterator[Case]:
        for number in range(count):
            incident, said, reports = seed[number % len(seed)]
            own = f"{number // len(seed):04x}"
            held = [Report.model_validate_json(body.replace(MARK, own)) for body in reports.values()]
            body, bodies = incident.replace(MARK, own), [b.replace(MARK, own) for b in (said if claims else ())]
            own_claims = tuple(map(Claim.model_validate_json, bodies))
            yield Case(
                Incident.model_validate_json(body),
                {report.id: report for report in held},
                own_claims,
                as_kept=AsKept(body, {c.id: b for c, b in zip(own_claims, bodies, strict=True)}),
            )

    return Material(cases())


def make_book(to: Path, kept: Path, count: int) -> None:
    """A book of so many copies with their claims and reports, put in as computed: they were joined before."""
    with Book.open(to, create=True) as book, store.writing(book.engine, book.where) as connection:
        held: list[Case] = []
        for case in copies(kept, count, claims=True).cases:
            # Copies of one first digits share no report with the next: they go in together.
            if held and held[-1].incident.id[:4] != case.incident.id[:4]:
                _put(connection, held)
                held.clear()
            held.append(case)
        _put(connection, held)
        rulings = json.dumps({"joins": [], "parts": [], "rejected": [], "grades": {}, "copies": []})
        store.note_computed(connection, rules=rules_mark(), rulings=rulings)


def _put(connection: Connection, cases: list[Case]) -> None:
    reports = {r.id: r for case in cases for r in case.reports.values()}
    claims: dict[str, list[Claim]] = {}
    for claim in (c for case in cases for c in case.claims):
        claims.setdefault(claim.report, []).append(claim)
    for report in reports.values():
        data = report.id.encode()
        put = report.model_copy(update={"sha256": hashlib.sha256(data).hexdigest()})
        store.put_report(connection, put, claims[report.id], data, given={}, rules="")
    store.put_incidents(connection, [incident_row(case.incident) for case in cases])


def make_report(name: str, claims: list[Claim]) -> Report:
    """A report that is only its claims' offsets: its text is blank."""
    text = " " * max(s.end for c in claims for s in c.quote.spans)
    outlet = claims[0].speakers[0].value
    return Report(
        id=name,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        name=name,
        media_type="text/plain",
        text=text,
        body=Span(start=0, end=len(text)),
        outlet=Sourced[str](value=outlet.name if outlet else None, basis=Basis.ASSUMED, method="synthetic@1"),
    )


def public(profile: str) -> object:
    """The public profile, or None."""
    from claimbook.export.profile import Public

    return Public() if profile == "public" else None


def measure(form: str, folder: Path, profile: str, book: str, count: int) -> None:
    """One format in a process of its own."""
    to = folder / f"out-{form}"
    here = str(Path(__file__).parent)
    command = [sys.executable, "-c", RUN, here, form, str(to), profile, book, str(folder / "seed"), str(count)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, cpu, megabytes, incidents = json.loads(answer)
    size = sum(f.stat().st_size for f in (to.rglob("*") if to.is_dir() else [to]))
    print(f"{form}, {profile} profile: {incidents} incidents, {size / 1e6:.1f} MB, {cpu:.1f} s of CPU")
    tell(f"{form}: time", seconds, "s", target=f"{MOST_SECONDS:g}", met=seconds < MOST_SECONDS)
    tell(f"{form}: most memory", megabytes, "MB", target=f"{MOST_MB:g}", met=megabytes < MOST_MB)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
