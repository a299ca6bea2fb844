"""How well `claimbook link` finds the incidents of a table that others coded.

    python benchmarks/linking.py [--cache FILE] [--jobs N]

The table is the coded incidents of the shared folder, written in ACLED's columns; the book holds what the pipeline reads
in all shared reports.  A row is rightly matched where its incident rests on a report that the coders named for it.
Without the shared folder beside the repository (or in CLAIMBOOK_SHARED) it says so and does nothing.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections import Counter
from pathlib import Path

from common import shared_folder
from incidents import import_places, read_reports

from claimbook.book import Book
from claimbook.link import link, read_table

KINDS = {
    "air": "Air/drone strike",
    "drone": "Air/drone strike",
    "artillery": "Shelling/artillery/missile attack",
    "counter": "Armed clash",
}
COLUMNS = (
    "event_id_cnty", "event_date", "time_precision", "sub_event_type", "actor1", "assoc_actor_1", "country", "location",
    "latitude", "longitude", "geo_precision", "notes", "fatalities",
)  # fmt: skip


def main() -> None:
    """Run the measurement and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, help="keep the claims read in this file, or take them from it")
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    shared = shared_folder()
    read = read_reports(shared, args.cache, args.jobs, import_places(shared))
    with (shared / "gold" / "incidents.airwars.tsv").open(encoding="utf-8", newline="") as file:
        facts = list(csv.DictReader(file, delimiter="\t"))
    with tempfile.TemporaryDirectory() as folder:
        table = write_table(Path(folder) / "acled.csv", facts)
        with Book.open(Path(folder) / "book.db", create=True) as book:
            for one in read:
                data = (shared / "reports" / f"{one.report.name}.txt").read_bytes()
                book.put(one.report, one.claims, data)
            names = book.report_names()
            incidents = {i.id: {names[r] for r in i.reports} for i in book.incidents()}
            linked = link(book, read_table(table))
    own = {f["incident_code"]: {n.removesuffix(".txt") for n in f["files"].split()} for f in facts}
    located = {f["incident_code"] for f in facts if f["latitude"]}
    tell(linked.rows, own, located, incidents)


def write_table(path: Path, facts: list[dict[str, str]]) -> Path:
    """The coded incidents as ACLED rows; what is not coded is blank."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS)
        out.writeheader()
        for fact in facts:
            first, *others = [name.strip() for name in fact["alleged_belligerent"].split(",")]
            kind = next((k for word, k in KINDS.items() if fact["strike_type"].lower().startswith(word)), "Attack")
            out.writerow(
                {
                    "event_id_cnty": fact["incident_code"],
                    "event_date": fact["incident_date"],
                    "time_precision": "1",
                    "sub_event_type": kind,
                    "actor1": first,
                    "assoc_actor_1": "; ".join(others),
                    "country": "Syria",
                    "location": fact["location"].split(",")[0],
                    "latitude": fact["latitude"],
                    "longitude": fact["longitude"],
                    "geo_precision": "1",
                    "fatalities": fact["civilian_deaths_min"],
                }
            )
    return path


def tell(
    rows: list[dict[str, object]], own: dict[str, set[str]], located: set[str], incidents: dict[str, set[str]]
) -> None:
    """How many rows are matched, rightly or not, and how many could have been."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        code = str(row["row"])
        if row["row"] is None:
            continue
        where = "with coordinates" if code in located else "without coordinates"
        if row["outcome"] == "matched":
            right = bool(own[code] & incidents[str(row["incident"])])
            counts[where, "matched rightly" if right else "matched wrongly"] += 1
        else:
            there = any(own[code] & reports for reports in incidents.values())
            counts[where, "not matched" if there else "not matched: no incident of its reports"] += 1
    for (where, what), number in sorted(counts.items()):
        print(f"{where:<20} {what:<40} {number:>4}")


if __name__ == "__main__":
    main()
