"""JSON lines."""

from __future__ import annotations

import json

from handmade import CLAIMS, PAIRS, REPORT, TEXT

from claimbook.export.jsonl import describe, to_jsonl
from claimbook.model import Claim


def test_a_line_reads_back_as_the_claim():
    """Each line holds one claim whole: without what it says of the report, it reads back as the same claim."""
    lines = list(to_jsonl(PAIRS))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    rows = [json.loads(line) for line in lines]
    head = set(describe(REPORT))
    again = tuple(Claim.model_validate({k: v for k, v in row.items() if k not in head}) for row in rows)
    assert again == CLAIMS


def test_a_line_tells_of_its_report():
    """The report's name, outlet and day stand on each line, each with its basis."""
    row = json.loads(next(to_jsonl(PAIRS)))
    assert row["report_name"] == "coast/001"
    assert row["report"] == REPORT.id
    assert row["published"] == {
        "value": "2021-03-05",
        "wording": "",
        "spans": [],
        "basis": "inferred",
        "method": "test@1",
    }


def test_offsets_read_back():
    """The offsets of a line cut its wording out of the report's text."""
    row = json.loads(next(to_jsonl(PAIRS)))
    span = row["kind"]["spans"][0]
    assert TEXT[span["start"] : span["end"]] == row["kind"]["wording"] == "shelled"
