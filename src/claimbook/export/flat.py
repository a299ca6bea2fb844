"""Tables as CSV files: UTF-8, formulas defused, with a row of HXL tags where one is asked for."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .case import Case, Material, Options, Write, seen
from .csv import rows_to_csv
from .losses import Losses

Row = Mapping[str, Any]
RowOf = Callable[[Case, Losses], Row | None]


def write_rows(columns: Mapping[str, str], hxl: Mapping[str, str], row_of: RowOf) -> Write:
    """A writer of one row for each incident; where `row_of` gives None it has told `losses` why."""

    def write(material: Material, to: Path, losses: Losses, options: Options) -> None:
        rows = (row for case in seen(material.cases, losses) if (row := row_of(case, losses)) is not None)
        write_table(to, columns, rows, hxl if options.hxl else {})

    return write


def write_table(to: Path, columns: Iterable[str], rows: Iterable[Row], hxl: Mapping[str, str]) -> None:
    """The header, the HXL row if there is one, and the rows."""
    names = tuple(columns)
    with to.open("w", encoding="utf-8", newline="") as file:
        for number, line in enumerate(rows_to_csv(names, map(_plain, rows))):
            file.write(line)
            if number == 0 and hxl:
                file.write(_hxl_line(names, hxl))


def _plain(row: Row) -> dict[str, Any]:
    """Days in ISO form; all else as it is."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


def _hxl_line(columns: Iterable[str], hxl: Mapping[str, str]) -> str:
    import csv

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([hxl.get(column, "") for column in columns])
    return out.getvalue()


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table that we wrote, its HXL row left out and formulas given back."""
    import csv

    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if number == 0 and any(v.startswith("#") for v in row.values()) and not any(map(_is_value, row.values())):
                continue
            yield row


def _is_value(cell: str) -> bool:
    return bool(cell) and not cell.startswith("#")
