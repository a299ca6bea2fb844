"""How well and how fast claims join.

    python benchmarks/incidents.py gold                   the annotations as claims, scored: joining alone
    python benchmarks/incidents.py reports                the reports as the pipeline reads them, scored: everything
    python benchmarks/incidents.py speed [--claims N]     synthetic claims over five years, against known truth

Without the shared folder beside the repository (or in CLAIMBOOK_SHARED) the first two say so and do nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gold_claims import Adapter, shared_folder
from synthetic_claims import World, make_claims

from claimbook.book import Book
from claimbook.book.rows import incident_whole
from claimbook.errors import PlacesError
from claimbook.fuse import Source, block_keys, fuse, fuse_update
from claimbook.ingest import ReadOptions, find_inputs
from claimbook.model import Claim, Harm, Incident, Report
from claimbook.pipeline import ReadReport, read_all
from claimbook.resolve.places import PlaceResolver, open_gazetteer
from claimbook.resolve.places.gazetteer import cache_home
from claimbook.resolve.places.imports import add_places, list_imports
from claimbook.settings import Settings

Row = dict[str, Any]
CLAIMBOOK = "from claimbook.cli.main import main; main()"


def main() -> None:
    """Run the named measurement and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("gold", "reports", "speed"))
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--cache", type=Path, help="reports: keep the claims read in this file, or take them from it")
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    if args.what == "speed":
        measure_speed(args.claims)
        return
    shared = shared_folder()
    if not (shared / "gold").is_dir():
        print(f"Skipped: no folder {shared.name}/gold beside the repository. Set CLAIMBOOK_SHARED to where it is.")
        return
    places = import_places(shared)
    if args.what == "gold":
        rows = gold_rows(shared, places)
    else:
        rows = book_rows(shared, read_reports(shared, args.cache, args.jobs, places))
    score(shared, rows)


def import_places(shared: Path) -> Path:
    """A cache folder of places, apart from the user's own, with the Syrian places imported."""
    folder = cache_home() / "benchmarks"
    try:
        there = any(i.name == "syria_places" for i in list_imports(folder)) and open_gazetteer(folder)
    except PlacesError:  # imported by an older version
        there = None
    if not there:
        add_places(shared / "places" / "syria_places.csv", cache_folder=folder)
    return folder


def gold_rows(shared: Path, places: Path) -> list[Row]:
    """The incidents of the annotations, in the order in which the book lists them."""
    pairs = list(Adapter(shared, PlaceResolver(open_gazetteer(places))).read())
    sources = {source.report: source for source, _ in pairs}
    incidents = fuse((c for _, claims in pairs for c in claims), sources)
    names = {report: source.name for report, source in sources.items()}
    return [incident_whole(i, names) for i in sorted(incidents, key=_most_told)]


def _most_told(incident: Incident) -> tuple[object, ...]:
    harmed = sum(t.low for t in (incident.tally(Harm.KILLED), incident.tally(Harm.INJURED)) if t)
    return (-incident.independent_voices, -harmed, incident.id)


def read_reports(shared: Path, cache: Path | None, jobs: int, places: Path) -> list[ReadReport]:
    """The shared reports as the pipeline reads them."""
    if cache is None or not cache.exists():
        items = find_inputs([shared / "reports"], root=shared / "reports").items
        settings = Settings.from_environment().model_copy(update={"cache_folder": places})
        read = [r for r in read_all(items, ReadOptions(), settings, jobs=jobs) if isinstance(r, ReadReport)]
        if cache is not None:
            rows = ([r.report.model_dump(mode="json"), [c.model_dump(mode="json") for c in r.claims]] for r in read)
            cache.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        return read
    pairs = (json.loads(line) for line in cache.read_text(encoding="utf-8").splitlines())
    return [ReadReport(Report.model_validate(r), tuple(Claim.model_validate(c) for c in cs)) for r, cs in pairs]


def book_rows(shared: Path, read: Sequence[ReadReport]) -> list[Row]:
    """What `claimbook incidents BOOK --as jsonl` says of a book with these reports."""
    with tempfile.TemporaryDirectory() as folder:
        where = str(Path(folder) / "book.db")
        with Book.open(where, create=True) as book:
            for one in read:
                data = (shared / "reports" / f"{one.report.name}.txt").read_bytes()
                book.put(one.report, one.claims, data)
        command = [sys.executable, "-c", CLAIMBOOK, "incidents", where, "--as", "jsonl"]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in told.splitlines()]


def score(shared: Path, rows: Sequence[Row]) -> None:
    """Print the scorer's figures for all reports and for each half, and the grades beside the coded ones."""
    index = _table(shared / "reports" / "INDEX.tsv")
    facts = _table(shared / "gold" / "incidents.airwars.tsv")
    months = sorted({_month(r["cluster"]) for r in index} | {_month(f["incident_date"]) for f in facts})
    for name, kept in (("all", months), ("tuning half", months[::2]), ("checking half", months[1::2])):
        print(f"{name}: {_scored(shared, rows, index, facts, set(kept))}")
    table: Counter[tuple[str, str]] = Counter()
    for fact in facts:
        files = {f.removesuffix(".txt") for f in fact["files"].split()}
        best = max(rows, key=lambda r: (len(files & set(r["reports"])), -len(r["reports"])))
        found = str(best["grade"] or "no harm to civilians told") if files & set(best["reports"]) else "not found"
        table[fact["grading"].lower() or "none", found] += 1
    print("coded grade → grade: incidents")
    for (coded, ours), count in sorted(table.items()):
        print(f"  {coded:12} → {ours:27} {count}")


def _scored(shared: Path, rows: Sequence[Row], index: Sequence[Row], facts: Sequence[Row], months: set[str]) -> str:
    """The scorer's answer for the clusters and facts of these months, on one line."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "incidents.jsonl").write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
        clusters = [{**r, "cluster": r["cluster"] if _month(r["cluster"]) in months else ""} for r in index]
        _write_table(folder / "index.tsv", clusters)
        _write_table(folder / "facts.tsv", [f for f in facts if _month(f["incident_date"]) in months])
        command = [sys.executable, str(shared / "gold" / "score_incidents.py"), str(folder / "incidents.jsonl")]
        command += ["--index", str(folder / "index.tsv"), "--facts", str(folder / "facts.tsv")]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return json.dumps(told)


def _month(words: str) -> str:
    """The month that a cluster's name or a day holds, else the words."""
    found = re.search(r"\d{4}-\d\d", words)
    return found.group() if found else words


def _table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _write_table(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in ([dict(zip(rows[0], rows[0], strict=True))] if rows else []) + list(rows):
            file.write("\t".join(str(v) for v in row.values()) + "\n")


class MemoryShelf:
    """A book's claims in memory, by their keys: what a store does with a table."""

    def __init__(self, claims: Iterable[Claim], sources: Mapping[str, Source]) -> None:
        self.by_report: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            self.by_report[claim.report].append(claim)
        self.home = {c.id: r for r, cs in self.by_report.items() for c in cs}
        self.posts: dict[int, set[str]] = defaultdict(set)
        self.asks: dict[int, set[str]] = defaultdict(set)
        for report, claims_of in self.by_report.items():
            for keys in block_keys(claims_of, sources).values():
                for key in keys.posts:
                    self.posts[key].add(report)
                for key in keys.asks:
                    self.asks[key].add(report)

    def sharing(self, keys: Collection[int]) -> Iterable[Claim]:
        """Claims of the reports that post one of the keys."""
        return self._claims(r for k in keys for r in self.posts.get(k, ()))

    def asking(self, keys: Collection[int]) -> Iterable[Claim]:
        """Claims of the reports that ask for one of the keys."""
        return self._claims(r for k in keys for r in self.asks.get(k, ()))

    def of_claims(self, claims: Collection[str]) -> Iterable[Claim]:
        """Claims of the reports that hold these claims."""
        return self._claims(self.home[c] for c in claims if c in self.home)

    def _claims(self, reports: Iterable[str]) -> list[Claim]:
        return [c for r in sorted(set(reports)) for c in self.by_report[r]]


def measure_speed(count: int) -> None:
    """Time and memory of joining `count` claims, twice as many, and one report more; each in its own process."""
    first = _in_process(f"_join_synthetic({count})")
    second = _in_process(f"_join_synthetic({2 * count})")
    print(json.dumps({"claims": count, **first}))
    print(json.dumps({"claims": 2 * count, **second}))
    print(f"twice the claims: {second['fuse_s'] / first['fuse_s']:.2f} times as long")
    print(json.dumps(_in_process(f"_add_one({count})")))


def _in_process(call: str) -> dict[str, float]:
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import incidents; print(incidents.{call})"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    found: dict[str, float] = json.loads(out.strip().splitlines()[-1])
    return found


def _join_synthetic(count: int) -> str:
    """Joined from a stream, as a store would give them; making the claims is timed apart and taken off."""
    world = World()
    making = 0.0

    def stream() -> Iterable[Claim]:
        nonlocal making
        claims = make_claims(count, world)
        while True:
            start = time.process_time()
            claim = next(claims, None)
            making += time.process_time() - start
            if claim is None:
                return
            yield claim

    start = time.process_time()
    incidents = fuse(stream(), world.sources)
    whole = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return json.dumps(
        {"fuse_s": round(whole - making, 1), "making_s": round(making, 1), "peak_mb": round(memory)}
        | {"incidents": len(incidents)}
        | _against(incidents, world.truth)
    )


def _against(incidents: Sequence[Incident], truth: Mapping[str, int]) -> dict[str, float]:
    """Pairs of claims in one incident against pairs of one true incident."""
    right = joined = 0
    for incident in incidents:
        numbers = Counter(truth[c] for c in incident.claims)
        right += sum(n * (n - 1) // 2 for n in numbers.values())
        joined += (n := sum(numbers.values())) * (n - 1) // 2
    same = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    return {"pairs_precision": round(right / max(1, joined), 4), "pairs_recall": round(right / max(1, same), 4)}


def _add_one(count: int) -> str:
    """One report more into a book of `count` claims; the book's keys lie ready, as a store keeps them."""
    world = World()
    claims = list(make_claims(count, world))
    last = claims[-1].report
    shelf = MemoryShelf(claims, world.sources)
    mine = shelf.by_report[last]
    start = time.process_time()
    update = fuse_update(mine, world.sources, shelf)
    took = time.process_time() - start
    return json.dumps({"one_more_s": round(took, 3), "claims_touched": len(update.claims)})


if __name__ == "__main__":
    main()
