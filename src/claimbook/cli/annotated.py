"""`claimbook annotated`: annotations made in Label Studio, taken as decisions."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .listing import by_option, printable
from .opening import open_book


@click.command()
@by_option
@click.option("--dry-run", is_flag=True, help="Show what would be decided, and decide nothing.")
@click.argument("book")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def annotated(book: str, file: Path, who: str | None, dry_run: bool) -> None:
    """Take annotations of a BOOK's claims as decisions.

    FILE is a Label Studio project that was exported as JSON; its tasks came from `claimbook export --as label-studio`.
    Without --by, the annotators decide.
    """
    from claimbook.book.annotated import take_annotations

    from .run import say

    with open_book(book) as opened:
        taken = take_annotations(opened, file, who=who)
        for ruling in taken.rulings:
            number = "" if dry_run else f"{opened.decide(ruling).id}  "
            what = f" {ruling.field} = {ruling.value!r}" if ruling.field else ""
            click.echo(printable(f"{number}{ruling.act} {' '.join(ruling.subjects)}{what}  {ruling.why}"))
    for notice in taken.notices:
        say(str(notice))
    say(f"{len(taken.rulings)} decision(s){' to be made' if dry_run else ''}, {len(taken.notices)} notice(s).")
    sys.exit(1 if taken.notices else 0)
