"""A small writer of XLSX: sheets of typed columns that grow row by row, in any order, in little memory.

It writes what the tables of Claimbook need and nothing more: text as text, real days, numbers, a bold header that stays
in sight, a filter.  Rows go to a file of each sheet's own and are packed at the end.  Text is never a formula; what
XML cannot hold becomes U+FFFD, and what is too long for a cell is cut; both are told to who asks.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

from .csv import is_formula

MOST_CHARACTERS = 32_767  # that a cell holds, counted as Excel does: characters beyond the first 65,536 count twice
MOST_ROWS = 1_048_575  # below the header
_FIRST_DAY = date(1899, 12, 30)  # day 0 of Excel's calendar, for days from March 1900 on
_FIRST_TRUE_DAY = date(1900, 3, 1)
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile('[&<>"\r]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_ESCAPED = re.compile("_x[0-9A-Fa-f]{4}_")  # which Excel would read as a character
_HEAD, _DAY, _LITERAL = 1, 2, 3  # styles

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
Changed = Callable[[str], None]


class Sheet:
    """One sheet, filled from the top; `widths` are in characters."""

    def __init__(self, name: str, columns: Sequence[str], widths: Mapping[str, int], changed: Changed) -> None:
        self.name = name
        self.columns = tuple(columns)
        self.rows = 0
        self._letters = tuple(letters(number) for number in range(len(columns)))
        self._widths = [widths.get(c, max(11, min(len(c) + 3, 24))) for c in columns]
        self._changed = changed
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed by `Workbook.close`
        self.file.write(self._opening().encode())

    def add(self, row: Mapping[str, Any]) -> None:
        """One row; what is None or blank is left empty."""
        if self.rows >= MOST_ROWS:
            self._changed(f"rows beyond the {MOST_ROWS} that a sheet holds")
            return
        self.rows += 1
        number = self.rows + 1
        cells = [f'<row r="{number}">']
        for name, letter in zip(self.columns, self._letters, strict=True):
            value = row.get(name)
            if value is not None and value != "":
                cells.append(self._cell(f"{letter}{number}", value))
        cells.append("</row>")
        self.file.write("".join(cells).encode())

    @property
    def area(self) -> str:
        """The cells that are filled, with the header."""
        return f"A1:{self._letters[-1]}{self.rows + 1}"

    def finish(self) -> None:
        """Writes the end of the sheet: the filter over all rows."""
        self.file.write(f'</sheetData><autoFilter ref="{self.area}"/></worksheet>'.encode())
        self.file.seek(0)

    def _opening(self) -> str:
        widths = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(self._widths, 1)
        )
        head = "".join(
            f'<c r="{letter}1" s="{_HEAD}" t="inlineStr"><is><t>{escape(name)}</t></is></c>'
            for letter, name in zip(self._letters, self.columns, strict=True)
        )
        return (
            f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView>'
            f'</sheetViews><cols>{widths}</cols><sheetData><row r="1">{head}</row>'
        )

    def _cell(self, at: str, value: Any) -> str:
        if isinstance(value, str):
            return self._text(at, value)
        if isinstance(value, bool):
            return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
        if isinstance(value, (int, float)):
            return f'<c r="{at}"><v>{value!r}</v></c>'
        if isinstance(value, date):
            if value >= _FIRST_TRUE_DAY:
                return f'<c r="{at}" s="{_DAY}"><v>{(value - _FIRST_DAY).days}</v></c>'
            value = value.isoformat()
        return self._text(at, value)

    def _text(self, at: str, text: str) -> str:
        # One look at the whole text: nearly none has anything to be seen to.
        if len(text) * 2 > MOST_CHARACTERS or not text.isprintable():
            text = self._fit(text)
        style = f' s="{_LITERAL}"' if is_formula(text) else ""
        return f'<c r="{at}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'

    def _fit(self, text: str) -> str:
        if len(text.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
            self._changed(f"texts cut to the {MOST_CHARACTERS} characters that a cell holds")
            units = text.encode("utf-16-le")[: (MOST_CHARACTERS - 1) * 2]
            text = units.decode("utf-16-le", errors="ignore") + "…"
        if _NO_XML.search(text):
            self._changed("texts with characters that XML cannot hold")
            text = _NO_XML.sub("\ufffd", text)
        return text


class Workbook:
    """Sheets in one file; use it as a context manager, or `close` it."""

    def __init__(self, path: Path, changed: Changed) -> None:
        self._path = path
        self._changed = changed
        self._sheets: list[Sheet] = []

    def add_sheet(self, name: str, columns: Sequence[str], widths: Mapping[str, int]) -> Sheet:
        """A new sheet after the others."""
        sheet = Sheet(name, columns, widths, self._changed)
        self._sheets.append(sheet)
        return sheet

    def close(self) -> None:
        """Packs all sheets into the file."""
        with zipfile.ZipFile(self._path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
            for name, body in self._fixed_parts():
                package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
            for number, sheet in enumerate(self._sheets, 1):
                sheet.finish()
                info = zipfile.ZipInfo(f"xl/worksheets/sheet{number}.xml", (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                with package.open(info, "w", force_zip64=True) as part:
                    while block := sheet.file.read(1 << 20):
                        part.write(block)
                sheet.file.close()

    def _fixed_parts(self) -> list[tuple[str, str]]:
        numbered = list(enumerate(self._sheets, 1))
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for n, _ in numbered
        )
        sheets = "".join(f'<sheet name="{escape(s.name)}" sheetId="{n}" r:id="rId{n}"/>' for n, s in numbered)
        filters = "".join(
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n - 1}" hidden="1">{s.name}!{_fixed(s.area)}'
            "</definedName>"
            for n, s in numbered
        )
        links = "".join(
            f'<Relationship Id="rId{n}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n, _ in numbered
        )
        styles = f'<Relationship Id="rId{len(numbered) + 1}" Type="{_LINKS}/styles" Target="styles.xml"/>'
        return [
            (
                "[Content_Types].xml",
                f'{_XML}<Types xmlns="{_PARTS}/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
                'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                '<Override PartName="/xl/styles.xml" '
                'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
                f"{types}</Types>",
            ),
            (
                "_rels/.rels",
                f'{_XML}<Relationships xmlns="{_PARTS}/relationships"><Relationship Id="rId1" '
                f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            ),
            (
                "xl/workbook.xml",
                f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{sheets}</sheets>'
                f"<definedNames>{filters}</definedNames></workbook>",
            ),
            (
                "xl/_rels/workbook.xml.rels",
                f'{_XML}<Relationships xmlns="{_PARTS}/relationships">{links}{styles}</Relationships>',
            ),
            ("xl/styles.xml", _STYLES),
        ]


def escape(text: str) -> str:
    """The text as XML holds it, and such that Excel reads no character into "_x0041_"."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda m: f"_x005F{m.group()}", text)
    return _SPECIAL.sub(lambda m: _ESCAPES[m.group()], text) if _SPECIAL.search(text) else text


def letters(column: int) -> str:
    """The name of a column counted from 0: A, B, ... Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _fixed(area: str) -> str:
    """ "A1:C9" as "$A$1:$C$9"."""
    return re.sub("([A-Z]+)([0-9]+)", r"$\1$\2", area)
