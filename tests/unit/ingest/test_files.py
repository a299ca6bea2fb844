"""Which files are reports, what they are called, and one bad file among many good ones."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from claimbook.ingest import Input, ReadOptions, find_inputs, read_file
from claimbook.model import Notice, Report

GOOD = "Rebels shelled Port Salt on Monday."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """b.txt, a/c.html, a/d.PDF, and two files that are no reports."""
    (tmp_path / "a").mkdir()
    for name in ("b.txt", "a/c.html", "a/d.PDF", "INDEX.tsv", "a/README.md"):
        (tmp_path / name).write_text(GOOD)
    return tmp_path


def test_reports_are_found_in_all_folders(folder):
    """Files with a report's ending are found below a folder, in order; others are left and counted."""
    found = find_inputs([folder])
    assert [item.name for item in found.items] == ["a/c", "a/d", "b"]
    assert (found.left, found.notices) == (2, ())


def test_names_count_from_the_root(folder):
    """A name is the path below the root; a single file gives its stem; outside the root, too."""
    assert find_inputs([folder / "a"], root=folder).items[0].name == "a/c"
    assert find_inputs([folder / "a" / "c.html"]).items[0].name == "c"
    assert find_inputs([folder / "b.txt"], root=folder / "a").items[0].name == "b"


def test_a_path_that_is_not_there_is_told_of(folder):
    """A missing path leaves a notice, and the others are found."""
    found = find_inputs([folder / "gone", folder / "b.txt"])
    assert [item.name for item in found.items] == ["b"]
    (notice,) = found.notices
    assert notice.where.endswith("gone")
    assert "no such file" in notice.what


def test_a_file_of_another_kind_is_left(folder):
    """A path that is no report is counted, not read."""
    assert find_inputs([folder / "INDEX.tsv"]).left == 1


def test_a_pipe_is_not_waited_for(folder):
    """Pipes with a report's ending are no reports."""
    os.mkfifo(folder / "pipe.txt")
    assert "pipe" not in [item.name for item in find_inputs([folder]).items]


def test_an_empty_folder_has_no_reports(tmp_path):
    """Nothing is found, and nothing is wrong."""
    assert find_inputs([tmp_path]).items == ()


def test_standard_input_is_read(monkeypatch):
    """ "-" is standard input, whose first bytes say what it is."""
    (item,) = find_inputs([Path("-")]).items
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))
    answer = read_file(item, ReadOptions())
    assert isinstance(answer, Report)
    assert (answer.text, answer.name) == (GOOD, "stdin")


@pytest.mark.parametrize(
    "make",
    [
        lambda p: None,
        lambda p: p.symlink_to(p.parent / "nowhere"),
        lambda p: p.symlink_to(p),
        lambda p: p.mkdir(),
    ],
    ids=["missing", "dead link", "link to itself", "folder"],
)
def test_what_cannot_be_opened_is_a_notice(tmp_path, make):
    """A file that is gone, a link that leads nowhere, a folder: a notice with the path, never an exception."""
    path = tmp_path / "bad.txt"
    make(path)
    answer = read_file(Input(path=path, name="bad"), ReadOptions())
    assert isinstance(answer, Notice)
    assert answer.where == str(path)
    assert answer.what
    assert answer.next_step


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_a_notice(tmp_path):
    """A file that may not be read is told of."""
    path = tmp_path / "closed.txt"
    path.write_text(GOOD)
    path.chmod(0)
    answer = read_file(Input(path=path, name="closed"), ReadOptions())
    assert isinstance(answer, Notice)
    assert "permissions" in answer.next_step


def test_one_bad_file_among_a_thousand(tmp_path):
    """A thousand good files are read, the bad one among them is told of."""
    for number in range(1000):
        (tmp_path / f"{number:04}.txt").write_text(f"{GOOD} {number}")
    (tmp_path / "0500.txt").write_bytes(b"\x00\x01" * 100)
    answers = [read_file(item, ReadOptions()) for item in find_inputs([tmp_path]).items]
    bad = [a for a in answers if isinstance(a, Notice)]
    assert len(answers) == 1000
    assert [Path(b.where).name for b in bad] == ["0500.txt"]


def test_a_hundred_megabytes_are_not_read(tmp_path):
    """A file of 100 MB is refused by its size, before it is read."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    answer = read_file(Input(path=path, name="huge"), ReadOptions())
    assert isinstance(answer, Notice)
    assert "longer than a report may be" in answer.what
    assert "Split" in answer.next_step


def test_endless_standard_input_is_not_read_to_its_end(monkeypatch):
    """Of standard input no more is read than a report may have."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a" * 20_000_100)))
    answer = read_file(Input(path=None, name="stdin"), ReadOptions())
    assert isinstance(answer, Notice)
    assert answer.where == "standard input"


def test_notices_name_the_path(tmp_path):
    """A notice about a doubtful report says which file it is, by its path."""
    path = tmp_path / "future.txt"
    path.write_text(f"published: 2098-01-01\n\n{GOOD}")
    answer = read_file(Input(path=path, name="future"), ReadOptions())
    assert isinstance(answer, Report)
    assert [n.where for n in answer.notices] == [str(path)]
