"""`claimbook read` with real files and hand-made claims."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from handmade import CLAIMS, REPORT

from claimbook.cli import run
from claimbook.cli.main import cli
from claimbook.ingest import read_file
from claimbook.model import Notice, Reason
from claimbook.pipeline import ReadReport


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Runs `claimbook read` with real files and hand-made claims: those of REPORT for each file that can be read."""
    seen = {}

    def fake_read_all(items, options, settings, *, jobs=1, explained=False):
        seen.update(items=items, options=options, jobs=jobs)
        why = (Reason(step="kind", words="shelled", answer="shelling", chance=0.9, because=(("the word", 1.5),)),)
        for item in items:
            report = read_file(item, options)
            if isinstance(report, Notice):
                yield report
            else:
                named = REPORT.model_copy(update={"name": report.name, "notices": report.notices})
                yield ReadReport(named, CLAIMS, (why,) * len(CLAIMS) if explained else ())

    monkeypatch.setattr(run, "read_all", fake_read_all)
    monkeypatch.setattr(run, "open_gazetteer", lambda folder, progress: None)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(cli, ["read", *arguments], input=stdin)

    call.seen = seen
    return call
