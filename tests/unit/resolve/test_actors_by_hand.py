"""The wordings that were checked by hand still lead where they should, on the real reports."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

import pytest

from claimbook.ingest import ReadOptions, clean, find_inputs, read_file
from claimbook.model import Report
from claimbook.resolve.actors import ActorIndex
from claimbook.resolve.context import ActorContext
from claimbook.resolve.speakers import SpeakerIndex

ROOT = Path(__file__).resolve().parents[3]
REPORTS = Path(os.environ.get("CLAIMBOOK_SHARED") or ROOT.parent / "shared") / "reports"
INDEX = ActorIndex.load()
SPEAKERS = SpeakerIndex.load(INDEX)


@cache
def context(name: str) -> tuple[str, ActorContext]:
    """A real report's clean text and what it says of its names."""
    (item,) = find_inputs([REPORTS / f"{name}.txt"]).items
    report = read_file(item, ReadOptions())
    assert isinstance(report, Report)
    text = clean(report).text
    outlet = report.outlet.value if report.outlet else None
    entry = SPEAKERS.outlet_of(outlet, report.address, text)
    published = report.published.value if report.published else None
    speaker = SPEAKERS.entries[entry] if entry else None
    return text, INDEX.context(text, outlet=outlet, speaker=speaker, year=published.year if published else None)


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"there is no folder {REPORTS} of real reports")
def test_named_actors_of_real_reports():
    """At least 85 of 100 named parties lead to the right entry, and at most 5 of 100 wordings to a wrong one."""
    with (ROOT / "benchmarks" / "actors_by_hand.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) >= 200
    right, wrong = [], []
    for row in rows:
        text, known = context(row["report"])
        at = text.find(row["wording"])
        entry = INDEX.resolve(row["wording"], known, at=at if at >= 0 else None).actor.entry or ""
        if entry:
            (right if entry == row["entry"] else wrong).append((row["report"], row["wording"], entry))
    named = sum(bool(row["entry"]) for row in rows)
    assert len(right) / named >= 0.85
    assert len(wrong) / len(rows) <= 0.05, wrong
