"""CSV."""

from __future__ import annotations

import csv
import io

import pytest
from handmade import PAIRS

from claimbook.export.csv import _cell, to_csv
from claimbook.export.row import COLUMNS


def read_back() -> list[dict[str, str]]:
    """What a reader of the file sees."""
    return list(csv.DictReader(io.StringIO("".join(to_csv(PAIRS)), newline="")))


def test_one_row_a_claim_under_the_documented_columns():
    """The file has a header with the documented columns, and a row for each claim, on one line."""
    lines = list(to_csv(PAIRS))
    assert lines[0].strip().split(",") == list(COLUMNS)
    assert len(lines) == 1 + 3
    assert all(line.count("\n") == 1 for line in lines)


def test_text_that_a_spreadsheet_would_run_is_defused():
    """A text cell that begins like a formula gets an apostrophe; a negative number stays a number."""
    rows = read_back()
    assert rows[0]["outlet"] == "'=Evil Post"
    assert rows[2]["quote"].startswith("'=SUM(A1)")
    assert float(rows[0]["lat"]) == -12.5


@pytest.mark.parametrize("text", ["=1", "+1", "-1+cmd", "@x", "\tx", " =1", "\r=1", "＝1"])
def test_every_formula_sign_is_defused(text):
    """Each sign that starts a formula in a spreadsheet is defused, behind white space and in full width too."""
    assert _cell(text) == "'" + text


@pytest.mark.parametrize(("value", "cell"), [(None, ""), (True, "true"), (-3, "-3"), (-0.5, "-0.5"), ("a-b", "a-b")])
def test_other_cells_stay_as_they_are(value, cell):
    """Nothing is empty, truth is lower case, numbers and harmless text are untouched."""
    assert _cell(value) == cell
