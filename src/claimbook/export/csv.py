"""CSV: one claim a row, in UTF-8, for spreadsheets and statistics.

Lost: what `row` says.  A text cell that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from claimbook.model import Claim, Report

from .row import COLUMNS, Cell, flatten

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # and their full-width forms
_BREAKS = ("\t", "\r", "\n")


def to_csv(readings: Iterable[tuple[Report, Sequence[Claim]]]) -> Iterator[str]:
    """The header line, then a line for each claim."""
    yield _line(list(COLUMNS))
    for report, claims in readings:
        for claim in claims:
            yield _line([_cell(value) for value in flatten(report, claim).values()])


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _cell(value: Cell) -> str:
    """Numbers are written as they are, so that a negative latitude stays a number; only text can hide a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        hides = value.startswith(_BREAKS) or value.lstrip().startswith(_FORMULA)
        return f"'{value}" if hides else value
    return str(value)
