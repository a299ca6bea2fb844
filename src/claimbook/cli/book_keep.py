"""`claimbook check`, `recompute`, `backup`, `restore` and `erase`: that a book is safe, and what must leave it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .listing import by_option, me
from .opening import open_book

MOST_BREAKS = 20


@click.command()
@click.option("--head", "noted", metavar="HASH", help="Hash that an earlier check gave: it must still be in the chain.")
@click.argument("book")
def check(book: str, noted: str | None) -> None:
    """Check that a BOOK holds what was put in it.

    Looks at the audit chain, the originals' hashes, what refers to what, the columns to search by, and whether the
    incidents are what a fresh computation gives; incidents of older rules are named as such. Exit status: 0 when all holds, 1 when not; the first break is named.
    """
    from claimbook.book import Book

    with Book.open(book, show_older=lambda _: None) as opened:  # the check itself names it
        found = opened.check(noted=noted)
    if not found.breaks:
        click.echo(f"The book holds. {found.entries} audit entries; the chain ends in {found.head or 'nothing yet'}.")
        return
    click.echo(f"First break: {found.breaks[0]}")
    for line in found.breaks[1:MOST_BREAKS]:
        click.echo(f"Then: {line}")
    if len(found.breaks) > MOST_BREAKS:
        click.echo(f"And {len(found.breaks) - MOST_BREAKS} more.")
    sys.exit(1)


@click.command()
@click.argument("book")
def recompute(book: str) -> None:
    """Compute the incidents of a BOOK anew where its claims, its decisions or the rules changed.

    After an update of Claimbook, whose rules of joining or lexicon may be other ones, this takes minutes in a large
    book. Others may go on reading it and deciding meanwhile: until it is done they see the incidents of the older
    rules, and are told so.
    """
    with open_book(book) as opened:
        changed = opened.refresh()
    click.echo(f"{changed} incident(s) changed. All incidents are of today's rules now.")


@click.command()
@click.argument("book")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(book: str, file: Path) -> None:
    """Write the whole of a BOOK to a new FILE; others may go on writing to the book meanwhile."""
    from claimbook.book import Book

    with Book.open(book) as opened:
        opened.back_up(file)
    click.echo(f"{file}: {file.stat().st_size:,} bytes. `claimbook check {file}` checks it.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("book")
def restore(file: Path, book: str) -> None:
    """Make a new BOOK of a backup FILE, once the backup passes the check."""
    from claimbook.store import restore as restore_book

    restore_book(file, book)
    click.echo("Restored.")


@click.command()
@by_option
@click.option("--reason", required=True, metavar="WORDS", help="Why it must go; this stays in the book.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.argument("book")
@click.argument("report")
def erase(book: str, report: str, who: str | None, reason: str, yes: bool) -> None:
    """Take a REPORT out of a BOOK for good: its original, text, claims, and what was ruled of them alone.

    A tombstone with the hash, the reason, who and when stays, so that the audit chain holds and the report is not
    added again. Backups made before still hold the report: see to them too.
    """
    with open_book(book) as opened:
        if not yes:
            click.confirm(f"Erase report {report} for good?", abort=True)
        done = opened.erase(report, who=me(who), why=reason)
    click.echo(f"Erased report {done.report} with {done.claims} claim(s).")
    if done.decisions_taken:
        click.echo(f"Erased what was ruled of them: {', '.join(f'D{n}' for n in done.decisions_taken)}.")
    if done.decisions_left:
        numbers = ", ".join(f"D{n}" for n in done.decisions_left)
        click.echo(f"Kept, for they name claims of other reports too: {numbers}. Look whether their reasons may stay.")
