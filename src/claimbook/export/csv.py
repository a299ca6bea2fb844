"""CSV: one claim a row, in UTF-8, for spreadsheets and statistics.

Lost: what `row` says.  A text cell that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimbook.model import Claim, Report

from .row import COLUMNS, Cell, flatten

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # and their full-width forms
_BREAKS = ("\t", "\r", "\n")


def to_csv(readings: Iterable[tuple[Report, Sequence[Claim]]]) -> Iterator[str]:
    """The header line, then a line for each claim."""
    yield from rows_to_csv(tuple(COLUMNS), (flatten(report, claim) for report, claims in readings for claim in claims))


def rows_to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> Iterator[str]:
    """The header line, then a line for each row; a column that a row lacks is an empty cell."""
    yield _line(list(columns))
    for row in rows:
        yield _line([_cell(row.get(column)) for column in columns])


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)  # so that cells with either character are quoted
    return out.getvalue()[:-2] + "\n"


def _cell(value: Cell) -> str:
    """Numbers are written as they are, so that a negative latitude stays a number; only text can hide a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}" if is_formula(value) else value
    return str(value)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula."""
    return text.startswith(_BREAKS) or text.lstrip().startswith(_FORMULA)
