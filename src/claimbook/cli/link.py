"""`claimbook link`: a user's own rows beside a book's incidents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .listing import as_option, with_filters, write
from .opening import open_book

if TYPE_CHECKING:
    from claimbook.store import Filter


@click.command()
@with_filters
@as_option
@click.argument("book")
@click.argument("table", type=click.Path(dir_okay=False, path_type=Path))
def link(book: str, table: Path, form: str, wanted: Filter) -> None:
    """Match the rows of your own TABLE with the incidents of a BOOK.

    TABLE is a CSV file in ACLED's or UCDP GED's columns.  The answer names every row and every incident once: matched,
    only here (in the book) or only there (in your table), with the reasons in words.  The filters choose incidents.
    """
    from claimbook.link import COLUMNS, read_table
    from claimbook.link import link as link_table

    from .run import say

    own = read_table(table)
    for notice in own.notices:
        say(str(notice))
    with open_book(book) as opened:
        linked = link_table(opened, own, wanted)
    write(form, tuple(COLUMNS), linked.rows, in_table=("outcome", "row", "incident", "bits", "reasons"))
    say(f"{own.form}: " + ", ".join(f"{number} {outcome}" for outcome, number in linked.counts.items()) + ".")
    if own.notices:
        say(f"{len(own.notices)} of your rows could not be read, told above.")
        sys.exit(1)
