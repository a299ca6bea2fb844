"""The tutorial's report gives what the tutorial shows."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path

from claimbook.export.jsonl import to_jsonl
from claimbook.ingest import ReadOptions, read_bytes
from claimbook.model import Report
from claimbook.pipeline import Pipeline
from claimbook.settings import Settings

TUTORIAL = (Path(__file__).resolve().parents[2] / "docs" / "tutorial.md").read_text(encoding="utf-8")


def block_after(words: str) -> str:
    """The indented block that follows `words` in the tutorial."""
    found = re.search(re.escape(words) + r".*?\n\n((?:    [^\n]*\n|\n)+)", TUTORIAL, re.DOTALL)
    assert found
    return textwrap.dedent(found.group(1)).strip() + "\n"


def test_the_tutorials_report_gives_the_value_that_is_shown():
    """The report of step 2 has two happenings, and the period of the first is the one that step 3 shows."""
    brief = block_after("Put this into a file `brief.txt`")
    report = read_bytes(brief.encode(), name="brief", options=ReadOptions())
    assert isinstance(report, Report)
    claims = Pipeline(Settings.from_environment()).read(report)
    assert {claim.happening for claim in claims} == {1, 2}
    shown = json.loads("{" + block_after("Every value has its `wording`") + "}")
    first = json.loads(next(to_jsonl([(report, claims)])))
    assert first["period"] == shown["period"]
