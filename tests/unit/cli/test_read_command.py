"""`claimbook read`: formats, notices, exit status.  What reading finds is tested elsewhere; here it is made by hand."""

from __future__ import annotations

import csv
import io
import json
import sys

import pytest
from handmade import CLAIMS

from claimbook.cli import run


@pytest.fixture
def folder(tmp_path):
    """A folder with two reports, one of them in a folder of its own, and a file that is none."""
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text("Rebels shelled Port Salt.")
    (tmp_path / "in" / "sub" / "b.txt").write_text("Rebels left Port Salt.")
    (tmp_path / "in" / "INDEX.tsv").write_text("a\tb")
    return tmp_path / "in"


@pytest.mark.parametrize("form", ["table", "jsonl", "csv", "geojson", "annotation"])
def test_every_format_shows_every_report(read, folder, form):
    """Each format writes the claims of all reports to standard output, and reading without a notice exits with 0."""
    result = read("--as", form, str(folder))
    assert result.exit_code == 0, result.output
    for name in ("a", "sub/b"):
        assert name in result.stdout


def test_formats_hold_one_entry_a_claim(read, folder):
    """JSON lines, CSV and GeoJSON have an entry a claim; the annotation form has a line a report, in order."""
    assert len(read("--as", "jsonl", str(folder)).stdout.splitlines()) == 2 * len(CLAIMS)
    rows = list(csv.DictReader(io.StringIO(read("--as", "csv", str(folder)).stdout)))
    assert len(rows) == 2 * len(CLAIMS)
    assert len(json.loads(read("--as", "geojson", str(folder)).stdout)["features"]) == 2 * len(CLAIMS)
    docs = [json.loads(line)["doc"] for line in read("--as", "annotation", str(folder)).stdout.splitlines()]
    assert docs == ["a", "sub/b"]


def test_other_files_are_left_and_counted(read, folder):
    """A file that is no report is left, and standard error says how many were; that is no fault."""
    result = read(str(folder))
    assert "1 other file left" in result.stderr
    assert result.exit_code == 0


def test_names_are_below_the_root(read, folder):
    """`--root` gives the folder that names are counted from; a single file gives its stem."""
    assert (
        json.loads(read("--as", "annotation", "--root", str(folder.parent), str(folder / "a.txt")).stdout)["doc"]
        == "in/a"
    )
    assert json.loads(read("--as", "annotation", str(folder / "sub" / "b.txt")).stdout)["doc"] == "b"


def test_standard_input_is_read(read):
    """A PATH of - reads standard input, on one process however many are asked for."""
    result = read("--as", "annotation", "--jobs", "2", "-", stdin=b"Rebels shelled Port Salt.")
    assert json.loads(result.stdout)["doc"] == "stdin"
    assert read.seen["jobs"] == 1


def test_what_the_user_says_is_handed_on(read, folder):
    """`--published` and `--outlet` reach the reader."""
    read("--published", "2020-08-07", "--outlet", "Gazette", "--jobs", "2", str(folder))
    assert str(read.seen["options"].published) == "2020-08-07"
    assert read.seen["options"].outlet == "Gazette"
    assert read.seen["jobs"] == 2


def test_a_bad_file_among_good_ones_is_told_and_the_others_are_read(read, folder):
    """A file that cannot be read leaves a notice on standard error and exit status 1; the others are still shown."""
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 500)
    result = read("--as", "annotation", str(folder), "nowhere")
    assert result.exit_code == 1
    assert [json.loads(line)["doc"] for line in result.stdout.splitlines()] == ["a", "sub/b"]
    for where in ("empty.txt", "binary.txt", "nowhere"):
        assert where in result.stderr
    assert "3 notices" in result.stderr
    assert "Traceback" not in result.output


def test_a_notice_of_a_report_that_was_read_counts(read, tmp_path):
    """A report that is read with a notice, such as one in another encoding, is shown, and the exit status is 1."""
    (tmp_path / "latin.txt").write_bytes(
        "Los rebeldes atacaron Peñalba ayer, según vecinos de Peñalba.".encode("latin-1")
    )
    result = read("--as", "annotation", "latin.txt")
    assert len(result.stdout.splitlines()) == 1
    assert "not UTF-8" in result.stderr
    assert result.exit_code == 1


def test_no_report_at_all_is_said(read, tmp_path):
    """A folder without a report, or a file of another kind, is told of, with exit status 1."""
    (tmp_path / "notes.docx").write_text("x")
    result = read("notes.docx")
    assert result.exit_code == 1
    assert "no report to read" in result.stderr


def test_a_wrong_call_exits_with_2(read, folder):
    """An impossible date, an unknown format and a call without a PATH are refused before anything is read."""
    assert read("--published", "2020-13-01", str(folder)).exit_code == 2
    assert read("--as", "poem", str(folder)).exit_code == 2
    assert read().exit_code == 2
    assert read("--jobs", "0", str(folder)).exit_code == 2


def test_a_map_in_no_folder_is_refused_before_reading(read, folder):
    """A map that could not be written stops the run at once, with a reason."""
    result = read("--map", "nowhere/map.html", str(folder))
    assert isinstance(result.exception, run.UsageError)
    assert "nowhere" in str(result.exception)
    assert not read.seen


def test_nothing_steers_the_terminal():
    """A notice with escape characters is told without them."""
    stderr = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", stderr)
        run.say("bad\x1b[2Jname")
    assert stderr.getvalue() == "bad\ufffd[2Jname\n"


def test_no_bar_in_a_pipe_nor_for_a_moment():
    """The progress bar is off where standard error is no terminal, and for little work."""
    assert run.progress_bar(10**9).disable
    assert run.progress_bar(10).disable


def test_explain_tells_values_and_reasons(read, folder):
    """--explain shows each claim's values with their words, and what each step weighed; no other format holds that."""
    result = read("--explain", str(folder))
    assert result.exit_code == 0, result.output
    assert result.stdout.count("kind: shelling of “shelled”, 0.90: the word (+1.5)") == 2 * len(CLAIMS)
    assert f"kind: {CLAIMS[0].kind.value} “{CLAIMS[0].kind.wording}”" in result.stdout
    assert read("--explain", "--as", "csv", str(folder)).exit_code == 2
