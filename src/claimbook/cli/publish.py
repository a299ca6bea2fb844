"""`claimbook publish`: a book's public profile as a static site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .listing import passes_option, printable, tell_unpassed, with_filters
from .opening import open_book

if TYPE_CHECKING:
    from claimbook.store import Filter

SHOWN = 5


@click.command()
@click.option("--to", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="Where to write the site.")
@click.option("--title", metavar="TEXT", default="Incidents as reports claim them", show_default=True)
@click.option(
    "--points",
    type=click.Choice(("area", "0.1", "0.01")),
    default="0.1",
    show_default=True,
    help="How fine places are: their region, or a grid of so many degrees.",
)
@click.option(
    "--small-cell",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    metavar="N",
    help="Warn of regions and months with fewer incidents than this.",
)
@passes_option
@with_filters
@click.argument("book")
def publish(book: str, to: Path, title: str, points: str, small_cell: int, passes: int | None, wanted: Filter) -> None:
    """Write the public profile of a BOOK as a site: map, lists, a page for each incident, and how it was made.

    The site is a folder of files that any web server can hold; it asks nothing of any other server.  A site that is
    there already is replaced.  Look at it, and at the warnings, before you put it where others can see it.
    """
    from claimbook.publish import publish as write_site

    from .run import say

    with open_book(book) as opened:
        done = write_site(
            opened, to, wanted=wanted, coarsening=points, title=title, small_cell=small_cell, passes=passes
        )
    say(
        f"{done.incidents} incident(s) in {done.files} files, {done.size_bytes / 1e6:.1f} MB: {printable(done.folder / 'index.html')}"
    )
    if done.passing.kept_back:
        say(f"{done.passing.kept_back} left out: not passed by {done.passing.people}.")
    if done.passing.unpassed:
        say(tell_unpassed(done.passing.unpassed))
    if done.small:
        say(f"{len(done.small)} region(s) and month(s) hold so few incidents that people may be told from them:")
        for cell in done.small[:SHOWN]:
            say(f"  {cell.where}, {cell.month}: {cell.incidents}")
        if len(done.small) > SHOWN:
            say(f"  and {len(done.small) - SHOWN} more. --points area, or a wider selection, makes them fewer.")
