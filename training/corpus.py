"""The annotated reports, parsed and aligned: which candidate of a reading carries which annotated event.

Reports and annotations lie outside the project (`../shared`, or the folder that CLAIMBOOK_SHARED names).
"""

from __future__ import annotations

import bisect
import csv
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimbook.extract.candidates import Candidate, find_candidates
from claimbook.extract.reading import Reading
from claimbook.ingest import Input, ReadOptions, read_file
from claimbook.model import Report
from claimbook.pipeline import Pipeline
from claimbook.settings import Settings

SHARED = Path(os.environ.get("CLAIMBOOK_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@dataclass
class Annotated:
    """One annotated report: its reading, its events, and for each event the tokens of its quote."""

    name: str
    cluster: str
    reading: Reading
    events: list[dict[str, Any]]
    quotes: list[range]  # token ranges; empty where the quote is not in the clean text
    candidates: list[Candidate]

    def optional(self, index: int) -> bool:
        """Whether the scorer neither rewards nor punishes finding the event."""
        event = self.events[index]
        return bool(event["background"] or event["aggregate"] or event["modality"] in ("general", "conditional"))


def load(names: str = "dev train", *, holdout: bool = False, pipeline: Pipeline | None = None) -> list[Annotated]:
    """The annotated reports of the named sets, the holdout's left out unless asked for."""
    pipeline = pipeline or Pipeline(Settings())
    aside = set((SHARED / "gold/holdout.list").read_text().split())
    with (SHARED / "reports/INDEX.tsv").open(encoding="utf-8") as file:
        clusters = {
            r["path"].removesuffix(".txt"): r["cluster"]
            for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    rows = []
    for name in names.split():
        for line in (SHARED / f"gold/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if holdout or row["doc"] not in aside:
                rows.append(row)
    reports = []
    for row in rows:
        report = read_file(Input(path=SHARED / f"reports/{row['doc']}.txt", name=row["doc"]), ReadOptions())
        assert isinstance(report, Report), row["doc"]
        reports.append(report)
    out = []
    for row, report in zip(rows, reports, strict=True):
        reading = pipeline.parse(report)
        out.append(
            Annotated(
                name=row["doc"],
                cluster=clusters.get(row["doc"]) or row["doc"],
                reading=reading,
                events=row["events"],
                quotes=[find_quote(reading, e["quote"]) for e in row["events"]],
                candidates=find_candidates(reading),
            )
        )
    return out


def find_quote(reading: Reading, quote: str) -> range:
    """The tokens of the reading that the quote covers."""
    text = reading.report.text
    body = reading.report.body
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    found = re.compile(pattern).search(text, body.start if body else 0)
    if not found:
        return range(0)
    origin = reading.clean.origin
    first = bisect.bisect_left(origin, found.start())
    last = bisect.bisect_left(origin, found.end())
    if last <= first:
        return range(0)
    tokens = [t.i for t in reading.doc if t.idx < last and t.idx + len(t) > first and not t.is_space]
    return range(tokens[0], tokens[-1] + 1) if tokens else range(0)


def folds(corpus: list[Annotated], count: int = 5) -> list[tuple[list[Annotated], list[Annotated]]]:
    """(training part, tested part) pairs; reports of one cluster stand in one part."""
    import zlib

    parts: list[list[Annotated]] = [[] for _ in range(count)]
    for annotated in corpus:
        parts[zlib.crc32(annotated.cluster.encode()) % count].append(annotated)
    return [([a for j, part in enumerate(parts) if j != i for a in part], parts[i]) for i in range(count)]
