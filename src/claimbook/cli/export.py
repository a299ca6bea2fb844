"""`claimbook export`: the incidents of a book in other people's formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .listing import passes_option, printable, tell_unpassed, with_filters
from .opening import open_book

if TYPE_CHECKING:
    from claimbook.export.formats import Exported
    from claimbook.store import Filter

SHOWN = 4


@click.command()
@click.option("--as", "form", metavar="FORMAT", help="The format; `--formats` lists them.")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="Where to write; parquet writes a folder.")
@click.option("--formats", is_flag=True, help="List the formats and end.")
@click.option(
    "--profile",
    type=click.Choice(("public", "internal")),
    default="public",
    show_default=True,
    help="public leaves out names and words and coarsens places; internal writes all.",
)
@click.option(
    "--points",
    type=click.Choice(("area", "0.1", "0.01")),
    default="0.1",
    show_default=True,
    help="How fine public places are: their region, or a grid of so many degrees.",
)
@click.option("--hxl", is_flag=True, help="Put a row of HXL tags below the header of a table.")
@click.option(
    "--small-cell",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    metavar="N",
    help="Warn of regions and months with fewer public incidents than this.",
)
@passes_option
@with_filters
@click.argument("book", required=False)
def export(
    book: str | None,
    form: str | None,
    to: Path | None,
    formats: bool,
    profile: str,
    points: str,
    hxl: bool,
    small_cell: int,
    passes: int | None,
    wanted: Filter,
) -> None:
    """Write the incidents of a BOOK in another format, and beside the file what the format could not hold."""
    from claimbook.errors import UsageError

    if formats:
        _list()
        return
    if book is None or form is None or to is None:
        raise UsageError("give a BOOK, --as FORMAT and --to FILE; `claimbook export --formats` lists the formats.")
    from claimbook.book.exporting import export_book

    with open_book(book) as opened:
        done = export_book(
            opened,
            form,
            to,
            wanted=wanted,
            profile=profile,
            coarsening=points,
            hxl=hxl,
            small_cell=small_cell,
            passes=passes,
        )
    _tell(done)


def _list() -> None:
    from claimbook.export.formats import FORMATS, describe_formats

    for name, about in describe_formats():
        click.echo(f"{name:<{max(map(len, FORMATS)) + 2}}{about}")


def _tell(done: Exported) -> None:
    told = done.told
    left = sum(told["left_out"].values())
    click.echo(
        f"{told['incidents'] - left} incident(s) written to {printable(done.path)} ({told['profile']['name']} profile).",
        err=True,
    )
    for why, number in told["left_out"].items():
        click.echo(f"  left out: {number} ({why})", err=True)
    if unpassed := told.get("passing", {}).get("unpassed"):
        click.echo(f"  {tell_unpassed(unpassed)}", err=True)
    for lost in told["lost"][:SHOWN]:
        click.echo(f"  {lost['what']}: {lost['incidents']}. Instead: {lost['instead']}.", err=True)
    if "small_cells" in told:
        click.echo(f"  {told['small_cells']['warning']}", err=True)
    click.echo(f"What the format could not hold is counted in {printable(done.sidecar)}.", err=True)
