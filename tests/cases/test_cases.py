"""Small reports, each about one thing: what a careful coder would write down is what reading them gives.

A case is a folder with `report.txt`, `expected.jsonl` (one happening a line, in the form of the annotation guide, with
the fields that the case is about) and `why.md`.  `quote` says which happening is meant: one whose own quote shares
words with it.  Happenings that are not expected are faults, too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from claimbook.export.annotation import annotate
from claimbook.ingest import Input, ReadOptions, read_file
from claimbook.model import Report
from claimbook.pipeline import Pipeline
from claimbook.settings import Settings

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/report.txt"))


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """One pipeline for all cases."""
    return Pipeline(Settings.from_environment())


def span_of(text: str, quote: str) -> range:
    """The characters of the text that a quote covers; white space aside."""
    start = text.index(quote)
    return range(start, start + len(quote))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(pipeline, case):
    """Each expected happening is found with the values expected, and no other."""
    report = read_file(Input(path=case / "report.txt", name=case.name), ReadOptions())
    assert isinstance(report, Report)
    events: list[dict[str, Any]] = annotate(report, pipeline.read(report))["events"]
    expected = [json.loads(line) for line in (case / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    text = " ".join(report.text.split())
    assert len(events) == len(expected), [e["quote"] for e in events]
    for wanted in expected:
        meant = span_of(text, wanted["quote"])
        found = [e for e in events if set(meant) & set(span_of(text, e["quote"]))]
        assert found, wanted["quote"]
        for field, value in wanted.items():
            if field != "quote":
                assert found[0][field] == value, field


def test_every_case_says_why():
    """A case has its three files, and its reason is more than a word."""
    assert len(CASES) >= 10
    for case in CASES:
        assert len((case / "why.md").read_text(encoding="utf-8").split()) > 10, case.name
        assert (case / "expected.jsonl").exists(), case.name
