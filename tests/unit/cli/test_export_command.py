"""`claimbook export`: from a book to a file, and what it says of it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from bookmaking import make_claim, make_report
from click.testing import CliRunner, Result

from claimbook.book import Book
from claimbook.book.exporting import export_book, material_of
from claimbook.cli.main import cli
from claimbook.errors import UsageError
from claimbook.export.formats import FORMATS
from claimbook.export.native import read_jsonl
from claimbook.store import Filter

TEXTS = (
    "Shells fell on Riverton, and four people died.",
    "A patrol was attacked near Riverton; nobody was hurt.",
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book of two reports, a claim each."""
    path = tmp_path / "book.db"
    with Book.open(path, create=True) as opened:
        for number, (text, trigger) in enumerate(zip(TEXTS, ("Shells", "attacked"), strict=True)):
            report = make_report(text, name=f"report-{number}")
            claim = make_claim(report, trigger, killed=4 if number == 0 else None, spot=(35.12345, 40.98765))
            opened.put(report, [claim], text.encode())
    return path


def run(*words: object) -> Result:
    """The command's answer."""
    return CliRunner().invoke(cli, [str(w) for w in words])


def test_an_export_writes_the_file_and_its_sidecar(book: Path, tmp_path: Path):
    """The file has the incidents that fit, the sidecar what was lost, and standard error tells of both."""
    to = tmp_path / "out.csv"
    answer = run("export", book, "--as", "csv", "--to", to, "--profile", "internal", "--killed-from", 1)
    assert answer.exit_code == 0, answer.output
    with to.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["killed_low"], row["place"], row["lat"]) == ("4", "Riverton", "35.12345")
    told = json.loads((tmp_path / "out.csv.lost.json").read_text(encoding="utf-8"))
    assert told["incidents"] == 1
    assert "1 incident(s) written" in answer.stderr
    assert "out.csv.lost.json" in answer.stderr
    assert answer.stdout == ""


def test_the_public_profile_is_the_rule(book: Path, tmp_path: Path):
    """Unless told otherwise, an export tells no exact place, and warns of small cells."""
    to = tmp_path / "out.geojson"
    answer = run("export", book, "--as", "geojson", "--to", to)
    assert answer.exit_code == 0, answer.output
    text = to.read_text(encoding="utf-8")
    assert "35.12345" not in text
    assert "Riverton" not in text
    assert "35.1" in text
    assert "people may be told from them" in answer.stderr


def test_points_may_be_finer_or_coarser(book: Path, tmp_path: Path):
    """--points sets the grid, or draws regions."""
    for points, lat in (("0.01", "35.12"), ("0.1", "35.1"), ("area", "")):
        to = tmp_path / "out.csv"
        run("export", book, "--as", "csv", "--to", to, "--points", points)
        with to.open(encoding="utf-8", newline="") as file:
            assert {row["lat"] for row in csv.DictReader(file)} == {lat}


def test_every_format_takes_a_book(book: Path, tmp_path: Path):
    """Every format writes from a book, in the profile that it allows."""
    for name in FORMATS:
        answer = run("export", book, "--as", name, "--to", tmp_path / f"out-{name}", "--profile", "internal")
        assert answer.exit_code == 0, (name, answer.output)
        assert (tmp_path / f"out-{name}").exists()


def test_formats_are_listed():
    """--formats needs no book and tells every format in a line."""
    answer = run("export", "--formats")
    assert answer.exit_code == 0
    assert [line.split()[0] for line in answer.output.splitlines()][: len(FORMATS)] == list(FORMATS)


def test_what_is_missing_is_asked_for(book: Path):
    """Without a format or a file the command says what to give; an unknown format names the known ones."""
    assert isinstance(run("export", book).exception, UsageError)
    assert "--to FILE" in str(run("export", book, "--as", "csv").exception)
    assert "acled" in str(run("export", book, "--as", "dbase", "--to", "x").exception)


def test_a_whole_book_is_read_back(book: Path, tmp_path: Path):
    """What the internal profile writes as JSON lines is what the book holds."""
    with Book.open(book) as opened:
        export_book(opened, "jsonl", tmp_path / "all.jsonl", profile="internal")
        whole = read_jsonl(tmp_path / "all.jsonl")
        assert whole.incidents == list(opened.incidents())
        assert sorted(whole.claims, key=lambda c: c.id) == sorted((c.view for c in opened.claims()), key=lambda c: c.id)
        assert sorted(whole.reports, key=lambda r: r.id) == sorted(opened.reports(), key=lambda r: r.id)


def test_claims_of_no_incident_come_at_the_end(tmp_path: Path):
    """A claim that is in no incident is in the native formats, unless a grade is asked for."""
    text = "Shells fell long ago on Riverton."
    report = make_report(text)
    claim = make_claim(report, "Shells", day=None)
    past = claim.model_copy(update={"background": claim.background.model_copy(update={"value": True})})
    with Book.open(tmp_path / "past.db", create=True) as opened:
        opened.put(report, [past], text.encode())
        loose = list(material_of(opened).loose)
        homes = {c.view.id: opened.incident_of(c.view.id) for c in opened.claims()}
        assert len(loose) == 1
        assert [one.claim.id for one in loose] == [c for c, home in homes.items() if home is None]
        assert list(material_of(opened, Filter(grades=("weak",))).loose) == []


def test_a_book_exports_itself(book: Path, tmp_path: Path):
    """From Python, an opened book writes what fits, and gives what the sidecar tells."""
    with Book.open(book) as opened:
        done = opened.export("csv", tmp_path / "out.csv", profile="internal", killed_from=1)
    assert done.told["incidents"] == 1
    assert done.sidecar.exists()
