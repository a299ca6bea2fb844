"""Made-up tables in the shapes of ACLED and UCDP GED, and a book to lay them beside.  Nothing in them happened."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

from bookmaking import make_report
from joining import ARMY, PEOPLE, PORT, REBELS, killed
from joining import make_claim as joining_claim

from claimbook.book import Book
from claimbook.model import Kind

ACLED_ROW = {
    "event_id_cnty": "SYR1",
    "event_date": "2020-03-05",
    "time_precision": "1",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Military Forces of Syria (2000-2024)",
    "inter1": "State forces",
    "actor2": "Civilians (Syria)",
    "inter2": "Civilians",
    "country": "Syria",
    "location": "Tell Sorat",
    "latitude": "35.01",
    "longitude": "38.01",
    "geo_precision": "1",
    "notes": "On 5 March 2020, guns fired on the olive press of Tell Sorat.",
    "fatalities": "4",
}
GED_ROW = {
    "id": "9001",
    "date_start": "2020-03-05 00:00:00.000",
    "date_end": "2020-03-05 00:00:00.000",
    "date_prec": "1",
    "type_of_violence": "3",
    "side_a": "Government of Syria",
    "side_b": "Civilians",
    "country": "Syria",
    "where_prec": "1",
    "where_coordinates": "Tell Sorat village",
    "latitude": "35.01",
    "longitude": "38.01",
    "source_headline": "Shells on an olive press",
    "low": "3",
    "best": "4",
    "high": "6",
}


def write_table(path: Path, *rows: dict[str, str], form: str = "ACLED", delimiter: str = ",") -> Path:
    """A file of rows, each the form's model row with changes."""
    model = ACLED_ROW if form == "ACLED" else GED_ROW
    out = io.StringIO()
    writer = csv.DictWriter(out, tuple(model), delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(model | row)
    path.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    return path


def fill(book: Book) -> None:
    """Three incidents: shelling at Tell Sorat, told by two reports; a clash at Bandul; a protest before both."""
    for name, quote, dead in (("hill-a", "shells fell on the olive press", 4), ("hill-b", "shelling of a press", 5)):
        _put(book, name, tolls=(killed(dead),), quote=quote)
    _put(
        book, "port", kind=Kind.ARMED_CLASH, places=(PORT,), day=date(2020, 3, 7), initiators=(REBELS,),
        targets=(ARMY,), quote="fighters clashed at the customs house",
    )  # fmt: skip
    _put(
        book, "march", kind=Kind.PROTEST, places=(PORT,), day=date(2020, 1, 2), initiators=(PEOPLE,), targets=(),
        quote="students marched",
    )  # fmt: skip


def _put(book: Book, name: str, **changes: Any) -> None:
    report = make_report(f"{name}: an invented report of an invented happening. {changes['quote']}", name=name)
    assert book.put(report, [joining_claim(report.id, **changes)], report.text.encode())
