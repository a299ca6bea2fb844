"""What the commands over a book share: the filters as options, rows as table, JSON lines or CSV, who is at work."""

from __future__ import annotations

import getpass
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar

import click

from claimbook.errors import UsageError

F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("table", "jsonl", "csv")
WIDTH_IN_PIPE = 140

_DAY = click.DateTime(["%Y-%m-%d"])
_OPTIONS = (
    click.option("--since", type=_DAY, metavar="DAY", help="From this day, such as 2020-08-01."),
    click.option("--until", type=_DAY, metavar="DAY", help="To this day."),
    click.option("--place", metavar="NAME", help="At a place, or in an area, of this name."),
    click.option("--near", metavar="LAT,LON", help="With a place whose centre is near this point."),
    click.option("--within", "within_km", type=float, default=25.0, show_default=True, metavar="KM", help="How near."),
    click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Of this kind; may be given several times."),
    click.option("--actor", metavar="NAME", help="With a party of this name or entry."),
    click.option("--speaker", metavar="NAME", help="Told by a speaker of this name or entry."),
    click.option("--killed-from", type=int, metavar="N", help="With at least so many killed, by the lower figure."),
    click.option("--killed-to", type=int, metavar="N", help="With at most so many killed, by the higher figure."),
    click.option("--injured-from", type=int, metavar="N", help="With at least so many injured."),
    click.option("--injured-to", type=int, metavar="N", help="With at most so many injured."),
    click.option(
        "--grade", "grades", multiple=True, metavar="GRADE", help="In an incident of this grade; several times."
    ),
    click.option("--text", "words", metavar="WORDS", help='With all these words; "in quotes" for a phrase.'),
    click.option("--report", metavar="ID", help="Of the report with this id or name."),
    click.option(
        "--state", type=click.Choice(("read", "accepted", "rejected")), help="Claims that people ruled on so, or not."
    ),
    click.option("--limit", type=click.IntRange(1), metavar="N", help="No more than so many."),
)


def with_filters(command: F) -> F:
    """Gives a command the filter options; they reach it as one `wanted`, a store Filter."""

    @wraps(command)
    def filled(**values: Any) -> Any:
        from claimbook.model import Kind
        from claimbook.model.incident import Grade
        from claimbook.store.filters import Filter

        names = Filter.__dataclass_fields__.keys()
        given = {name: values.pop(name) for name in names if name in values}
        for name in ("since", "until"):
            given[name] = _day(given[name])
        given["near"] = _point(given["near"])
        _known("kind", given["kinds"], list(Kind))
        _known("grade", given["grades"], list(Grade))
        return command(wanted=Filter(**given), **values)

    for option in reversed(_OPTIONS):
        filled = option(filled)
    return filled  # type: ignore[return-value]


def _day(given: datetime | None) -> date | None:
    return given.date() if given is not None else None


def _point(given: str | None) -> tuple[float, float] | None:
    if given is None:
        return None
    try:
        lat, lon = (float(part) for part in given.split(","))
    except ValueError:
        raise UsageError(f"--near {given}: give latitude and longitude in degrees, such as 35.1,40.4.") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise UsageError(f"--near {given}: latitude comes first, -90 to 90, then longitude, -180 to 180.")
    return lat, lon


def _known(what: str, given: Sequence[str], there: Sequence[str]) -> None:
    for one in given:
        if one not in there:
            raise UsageError(f"--{what} {one}: there is no such {what}. Give one of {', '.join(there)}.")


as_option = click.option(
    "--as", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to show them."
)
passes_option = click.option(
    "--passes",
    type=click.IntRange(0),
    metavar="N",
    help="How many people must have passed every claim of an incident that the public may see; 0 asks for nobody. "
    "By default CLAIMBOOK_PUBLISH_PASSES, else 2 in a book with users, 0 in one without.",
)
by_option = click.option("--by", "who", metavar="NAME", help="Who decides; by default the user's name.")


def me(who: str | None) -> str:
    """Who is at work: as given, else the system's name for the user."""
    if who:
        return who
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("the system does not know your name: give --by NAME.") from None


def write(form: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, in_table: Sequence[str]) -> int:
    """Writes rows to standard output, as they come but for the table; how many there were.

    `columns` are those of CSV, `in_table` those that people see; JSON lines hold all that a row has.
    """
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(**({"errors": "replace"} if form == "table" else {"encoding": "utf-8"}))
    number = 0

    def counted() -> Iterable[Mapping[str, Any]]:
        nonlocal number
        for row in rows:
            number += 1
            yield row

    if form == "jsonl":
        for row in counted():
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    elif form == "csv":
        from claimbook.export.csv import rows_to_csv

        for line in rows_to_csv(columns, counted()):
            sys.stdout.write(line)
    else:
        _table(counted(), in_table)
    sys.stdout.flush()
    return number


def _table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=shutil.get_terminal_size((WIDTH_IN_PIPE, 24)).columns, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=column in ("id", "day"))
    for row in rows:
        table.add_row(*(Text(printable(row.get(column))) for column in columns))
    console.print(table)


def tell_unpassed(unpassed: int) -> str:
    """That incidents go out which nobody passed, and what to do about it."""
    return f"nobody passed {unpassed} of these, or not in every claim: --passes 1 leaves them out, --passes 2 asks for two people"


def printable(value: object) -> str:
    """The value for a person, without what would steer a terminal."""
    if value is None:
        return ""
    return "".join(c if c.isprintable() else " " for c in str(value))
