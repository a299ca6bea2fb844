"""`claimbook demo`: the whole way on the examples, by the real pipeline."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from claimbook.cli import demo as module
from claimbook.cli.main import cli
from claimbook.ingest import find_inputs


@pytest.fixture
def examples(monkeypatch, tmp_path):
    """A copy of the shipped examples that the demo reads."""
    folder = tmp_path / "examples"
    shutil.copytree(module.examples_folder(), folder)
    monkeypatch.setattr(module, "examples_folder", lambda: folder)
    monkeypatch.chdir(tmp_path)
    return folder


def test_the_demo_reads_every_example_and_writes_a_map(examples, tmp_path):
    """The demo shows every example, writes the map page into the current folder, and tells where both lie."""
    result = CliRunner().invoke(cli, ["demo"])
    assert result.exit_code == 0, result.output
    for item in find_inputs([examples]).items:
        assert item.name in result.stdout
    assert (tmp_path / "claimbook-demo.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert "claimbook-demo.html" in result.stderr
    assert str(examples) in result.stderr


def test_the_demo_follows_its_examples(examples, tmp_path):
    """Nothing is baked: a report that is changed, and one that is added, change what the demo shows."""
    for file in examples.iterdir():
        file.unlink()
    (examples / "mine.txt").write_text(
        "published: 2019-05-02\n\nRebels attacked an army base near Gao on 1 May, killing 37 soldiers.\n"
    )
    result = CliRunner().invoke(cli, ["demo", "--map", "other.html"])
    assert result.exit_code == 0, result.output
    assert "mine · 2019-05-02" in result.stdout
    assert "37" in result.stdout
    assert (tmp_path / "other.html").exists()


def test_the_examples_are_of_the_kinds_promised():
    """At least seven examples ship, one of them a page, one without a header and one with nothing to report."""
    names = {item.path.name for item in find_inputs([module.examples_folder()]).items if item.path}
    assert len(names) >= 7
    assert {"daily-round-up.txt", "agency-piece.html", "nothing-to-report.txt"} <= names
