"""`claimbook reports`, `claims`, `incidents` and `stats`: what is in a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .listing import as_option, printable, with_filters, write
from .opening import open_book

if TYPE_CHECKING:
    from claimbook.store import Filter


@click.command()
@with_filters
@as_option
@click.argument("book")
def reports(book: str, form: str, wanted: Filter) -> None:
    """List the reports of a BOOK; time means the day of publication."""
    from claimbook.book.rows import REPORT_COLUMNS, report_row

    with open_book(book, show_older=True) as opened:
        rows = (report_row(r) for r in opened.reports(wanted))
        write(form, REPORT_COLUMNS, rows, in_table=("id", "published", "outlet", "name", "title"))


@click.command()
@with_filters
@as_option
@click.argument("book")
def claims(book: str, form: str, wanted: Filter) -> None:
    """List the claims of a BOOK, with the corrections that stand."""
    from claimbook.book.rows import CLAIM_COLUMNS, claim_row, claim_whole

    shape = claim_whole if form == "jsonl" else claim_row
    with open_book(book, show_older=True) as opened:
        rows = (shape(report, claim) for report, claim in opened.claims_with_reports(wanted))
        seen = ("id", "day", "kind", "places", "initiators", "targets", "killed", "speakers", "state", "quote")
        write(form, CLAIM_COLUMNS, rows, in_table=seen)


@click.command()
@with_filters
@as_option
@click.option(
    "--order",
    type=click.Choice(("told", "day")),
    default="told",
    show_default=True,
    help="Those first that most independent voices tell of, then those that harmed most; or by day.",
)
@click.argument("book")
def incidents(book: str, form: str, wanted: Filter) -> None:
    """List the incidents of a BOOK: what its claims add up to."""
    from claimbook.book.rows import INCIDENT_COLUMNS, incident_row, incident_whole

    shape = incident_whole if form == "jsonl" else incident_row
    with open_book(book, show_older=True) as opened:
        names = opened.report_names()
        rows = (shape(incident, names) for incident in opened.incidents(wanted))
        seen = ("id", "day", "kind", "place", "initiators", "targets", "killed", "grade", "voices", "reports")
        write(form, INCIDENT_COLUMNS, rows, in_table=seen)


@click.command()
@click.option("--as", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
@click.argument("book")
def stats(book: str, form: str) -> None:
    """Count what is in a BOOK."""
    import json
    from dataclasses import asdict

    with open_book(book, show_older=True) as opened:
        counts = asdict(opened.stats())
    if form == "json":
        click.echo(json.dumps(counts, ensure_ascii=False))
        return
    for name, value in counts.items():
        if isinstance(value, dict):
            click.echo(f"{name.replace('_', ' ')}:")
            for key, number in value.items():
                click.echo(f"  {printable(key) or '(none)'}: {number}")
        else:
            click.echo(f"{name.replace('_', ' ')}: {'' if value is None else value}")
