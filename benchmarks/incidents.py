"""How well and how fast claims join.

    python benchmarks/incidents.py gold                   the annotations as claims, scored: joining alone
    python benchmarks/incidents.py reports                the reports as the pipeline reads them, scored: everything
    python benchmarks/incidents.py speed [--claims N]     synthetic claims over five years, against known truth

Without the shared folder beside the repository (or in CLAIMBOOK_SHARED) the first two say so and do nothing.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from gold_claims import Adapter, shared_folder
from synthetic_claims import World, make_claims

from claimbook.export.incidents import incident_row
from claimbook.fuse import Source, block_keys, fuse, fuse_update
from claimbook.ingest import ReadOptions, find_inputs
from claimbook.model import Claim, Incident
from claimbook.pipeline import ReadReport, read_all
from claimbook.resolve.places import PlaceResolver, open_gazetteer
from claimbook.resolve.places.gazetteer import cache_home
from claimbook.resolve.places.imports import add_places, list_imports
from claimbook.settings import Settings


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
        pairs = list(Adapter(shared, PlaceResolver(open_gazetteer(places))).read())
    else:
        pairs = read_reports(shared, args.cache, args.jobs, places)
    sources = {source.report: source for source, _ in pairs}
    incidents = fuse((c for _, claims in pairs for c in claims), sources)
    score(shared, incidents, {k: s.name for k, s in sources.items()})


def import_places(shared: Path) -> Path:
    """A cache folder of places, apart from the user's own, with the Syrian places imported."""
    folder = cache_home() / "benchmarks"
    if not any(i.name == "syria_places" for i in list_imports(folder)):
        add_places(shared / "places" / "syria_places.csv", cache_folder=folder)
    return folder


def read_reports(shared: Path, cache: Path | None, jobs: int, places: Path) -> list[tuple[Source, list[Claim]]]:
    """The shared reports as the pipeline reads them."""
    if cache is None or not cache.exists():
        items = find_inputs([shared / "reports"], root=shared / "reports").items
        rows = []
        settings = Settings.from_environment().model_copy(update={"cache_folder": places})
        for read in read_all(items, ReadOptions(), settings, jobs=jobs):
            if isinstance(read, ReadReport):
                report = read.report
                rows.append(
                    {
                        "report": report.id,
                        "name": report.name,
                        "outlet": report.outlet.value if report.outlet else None,
                        "published": str(report.published.value)
                        if report.published and report.published.value
                        else None,
                        "claims": [c.model_dump(mode="json") for c in read.claims],
                    }
                )
        text = "\n".join(json.dumps(row) for row in rows)
        if cache is not None:
            cache.write_text(text, encoding="utf-8")
    else:
        text = cache.read_text(encoding="utf-8")
    return [_from_row(json.loads(line)) for line in text.splitlines()]


def _from_row(row: dict[str, object]) -> tuple[Source, list[Claim]]:
    published = date.fromisoformat(str(row["published"])) if row["published"] else None
    outlet = str(row["outlet"]) if row["outlet"] else None
    claims = row["claims"]
    assert isinstance(claims, list)
    source = Source(str(row["report"]), outlet, published, str(row["name"]))
    return source, [Claim.model_validate(c) for c in claims]


def score(shared: Path, incidents: Sequence[Incident], names: Mapping[str, str]) -> None:
    """Print the scorer's figures, and the grades beside the coded ones."""
    rows = [incident_row(i, names) for i in incidents]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "incidents.jsonl"
        path.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
        gold = shared / "gold"
        command = [sys.executable, str(gold / "score_incidents.py"), str(path)]
        command += ["--index", str(shared / "reports" / "INDEX.tsv"), "--facts", str(gold / "incidents.airwars.tsv")]
        print(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    table: Counter[tuple[str, str]] = Counter()
    lines = (shared / "gold" / "incidents.airwars.tsv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    for line in lines[1:]:
        fact = dict(zip(header, line.split("\t"), strict=False))
        files = {f.removesuffix(".txt") for f in fact["files"].split()}
        best = max(rows, key=lambda r: (len(files & set(r["reports"])), -len(r["reports"])))
        found = str(best["grade"]) if files & set(best["reports"]) else "not found"
        table[fact["grading"].lower(), found] += 1
    print("coded grade → grade: reports")
    for (coded, ours), count in sorted(table.items()):
        print(f"  {coded:12} → {ours:12} {count}")


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
