"""XLSX: sheets for incidents, claims, reports and speakers, with real days, filters and a header that stays in sight.

Text is always written as text: what looks like a formula stays what it is, and is marked so that Excel leaves it so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from claimbook.model import Claim, Report

from .arrow import load
from .case import Format, Material, Options, seen
from .csv import is_formula
from .incident_table import COLUMNS, LOST, flatten_incident, join
from .losses import Losses
from .native import CLAIM_COLUMNS, REPORT_COLUMNS, claim_cells, report_cells

MOST_CHARACTERS = 32_767  # that a cell holds
MOST_ROWS = 1_048_575  # below the header
SPEAKER_COLUMNS: dict[str, str] = {
    "speaker": "its name",
    "entry": "its entry in the lexicon, if it is there",
    "kind": "what it is: a monitor, an agency, a party and so on",
    "claims": "how many claims go through it",
    "first": "of how many it said it first: it stands last in the chain",
    "reports": "in how many reports",
    "denies": "how many of the claims it denies or doubts",
}
SHEETS = {"incidents": COLUMNS, "claims": CLAIM_COLUMNS, "reports": REPORT_COLUMNS, "speakers": SPEAKER_COLUMNS}
_WIDE = {"sentence": 60, "quote": 60, "place": 24, "places": 24, "initiators": 24, "targets": 24, "speakers": 40}


@dataclass(slots=True)
class _Speaker:
    kind: str
    claims: int = 0
    first: int = 0
    denies: int = 0
    reports: set[str] = field(default_factory=set)


def write(material: Material, to: Path, losses: Losses, options: Options) -> None:
    """Writes the workbook, row by row.  Raises MissingPart without XlsxWriter."""
    book = load("xlsxwriter").Workbook(
        str(to),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": True,
        },
    )
    styles = _Styles(
        head=book.add_format({"bold": True, "bg_color": "#e7e6e1", "bottom": 1}),
        day=book.add_format({"num_format": "yyyy-mm-dd"}),
        literal=book.add_format({"quote_prefix": True}),
    )
    sheets = {name: _Sheet(book.add_worksheet(name), columns, styles, losses) for name, columns in SHEETS.items()}
    speakers: dict[tuple[str, str], _Speaker] = {}
    told: dict[str, Report] = {}

    def add(reports: Iterable[Report], claims: Iterable[tuple[Claim, str]], incident: str | None) -> None:
        for report in reports:
            if report.id not in told:
                told[report.id] = report.model_copy(update={"text": "", "body": None})
                sheets["reports"].add(report_cells(report))
        for claim, state in claims:
            sheets["claims"].add(claim_cells(told[claim.report], claim, state, incident))
            _note(speakers, claim)

    for case in seen(material.cases, losses):
        sheets["incidents"].add(flatten_incident(case))
        states = ((c, case.states.get(c.id, "read")) for c in case.claims)
        add(case.reports.values(), states, case.incident.id)
    for loose in material.loose:
        add([loose.report], [(loose.claim, loose.state)], None)
    for row in _speaker_rows(speakers):
        sheets["speakers"].add(row)
    for sheet in sheets.values():
        sheet.close()
    book.close()


@dataclass(frozen=True, slots=True)
class _Styles:
    head: Any
    day: Any
    literal: Any


class _Sheet:
    """One sheet, filled from the top."""

    def __init__(self, sheet: Any, columns: Mapping[str, str], styles: _Styles, losses: Losses) -> None:
        self._sheet, self._columns, self._styles, self._losses = sheet, tuple(columns), styles, losses
        self._row = 0
        sheet.freeze_panes(1, 1)
        for number, name in enumerate(self._columns):
            sheet.set_column(number, number, _WIDE.get(name, max(11, min(len(name) + 3, 24))))
            sheet.write_string(0, number, name, styles.head)

    def add(self, row: Mapping[str, Any]) -> None:
        """One row; what an Excel sheet cannot hold is told to the losses."""
        if self._row >= MOST_ROWS:
            self._losses.change(f"rows beyond the {MOST_ROWS} that a sheet holds")
            return
        self._row += 1
        for number, name in enumerate(self._columns):
            value = row.get(name)
            if value is not None and value != "":
                self._write(number, value)

    def close(self) -> None:
        """Puts the filter over all rows."""
        self._sheet.autofilter(0, 0, self._row, len(self._columns) - 1)

    def _write(self, column: int, value: Any) -> None:
        if isinstance(value, str):
            if len(value) > MOST_CHARACTERS:
                self._losses.change(f"texts cut to the {MOST_CHARACTERS} characters that a cell holds")
                value = value[: MOST_CHARACTERS - 1] + "…"
            self._sheet.write_string(self._row, column, value, self._styles.literal if is_formula(value) else None)
        elif isinstance(value, bool):
            self._sheet.write_boolean(self._row, column, value)
        elif isinstance(value, date):
            if value.year < 1900:  # before Excel's calendar begins
                self._sheet.write_string(self._row, column, value.isoformat())
            else:
                self._sheet.write_datetime(self._row, column, value, self._styles.day)
        else:
            self._sheet.write_number(self._row, column, value)


def _note(speakers: dict[tuple[str, str], _Speaker], claim: Claim) -> None:
    chain = [link.value for link in claim.speakers if link.value]
    for at, link in enumerate(chain, 1):
        speaker = speakers.setdefault((link.name, link.entry or ""), _Speaker(str(link.kind)))
        speaker.claims += 1
        speaker.first += at == len(chain)
        speaker.denies += str(link.stance) in ("denies", "doubts")
        speaker.reports.add(claim.report)


def _speaker_rows(speakers: Mapping[tuple[str, str], _Speaker]) -> Iterator[dict[str, Any]]:
    for (name, entry), told in sorted(speakers.items(), key=lambda item: (-item[1].claims, item[0])):
        yield {
            "speaker": join([name]),
            "entry": entry or None,
            "kind": told.kind,
            "claims": told.claims,
            "first": told.first,
            "reports": len(told.reports),
            "denies": told.denies,
        }


FORMAT = Format(
    name="xlsx",
    suffix=".xlsx",
    about="a workbook with sheets for incidents, claims, reports and speakers",
    write=write,
    columns=SHEETS,
    lost={**LOST, "rivals": "the lowest, the highest and the best figure; each claim's own in the sheet of claims",
          "words": "left out, but for the quote of each claim"},
    needs_claims=True,
    needs=("xlsxwriter",),
)  # fmt: skip
