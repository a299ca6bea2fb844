"""`claimbook`: the table of commands, each loaded when it is called, so that `--help` stays quick."""

from __future__ import annotations

import importlib
import sys

import click

from claimbook import __version__
from claimbook.errors import ClaimbookError

# command: (module, attribute, one line of help)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "demo": ("claimbook.cli.demo", "demo", "Read the example reports that ship with Claimbook and show their claims."),
    "places": ("claimbook.cli.places", "places", "Import, look up and remove places."),
    "actors": ("claimbook.cli.actors", "actors", "Look up parties, check a lexicon file, list stated relations."),
    "speakers": ("claimbook.cli.speakers", "speakers", "Look up outlets, agencies, monitors and ministries."),
    "read": ("claimbook.cli.read", "read", "Read reports and show their claims; nothing is kept."),
    "add": ("claimbook.cli.book_add", "add", "Read reports and keep them in a book."),
    "reports": ("claimbook.cli.book_find", "reports", "List the reports of a book."),
    "claims": ("claimbook.cli.book_find", "claims", "List the claims of a book."),
    "incidents": ("claimbook.cli.book_find", "incidents", "List the incidents of a book."),
    "show": ("claimbook.cli.book_show", "show", "Show one report, claim, incident or decision of a book."),
    "link": ("claimbook.cli.link", "link", "Match the rows of your own table with the incidents of a book."),
    "publish": ("claimbook.cli.publish", "publish", "Write the public profile of a book as a site for any web server."),
    "desk": ("claimbook.cli.desk", "desk", "Open a book in a local web app: look, check, correct, publish."),
    "stats": ("claimbook.cli.book_find", "stats", "Count what is in a book."),
    "export": ("claimbook.cli.export", "export", "Write the incidents of a book in other formats."),
    "decide": ("claimbook.cli.book_decide", "decide", "Put a decision into a book."),
    "annotated": ("claimbook.cli.annotated", "annotated", "Take annotations made in Label Studio as decisions."),
    "decisions": ("claimbook.cli.book_decide", "decisions", "List the decisions of a book."),
    "reread": ("claimbook.cli.book_add", "reread", "Read reports of a book again, under the rules of today."),
    "check": ("claimbook.cli.book_keep", "check", "Check that a book holds what was put in it."),
    "recompute": ("claimbook.cli.book_keep", "recompute", "Compute incidents anew after the rules changed."),
    "backup": ("claimbook.cli.book_keep", "backup", "Write the whole of a book to a new file."),
    "restore": ("claimbook.cli.book_keep", "restore", "Make a new book of a backup."),
    "users": ("claimbook.cli.users", "users", "Add, list, change and remove the users of a book's desk."),
    "erase": ("claimbook.cli.book_keep", "erase", "Take a report out of a book for good; a tombstone stays."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])


@click.group(cls=LazyGroup)
@click.version_option(__version__, prog_name="claimbook")
def cli() -> None:
    """Reads reports of armed conflict and keeps a book of what they claim, and who says so."""


def main() -> None:
    """Entry point: errors that we raise on purpose become one line and exit status 2."""
    try:
        cli()
    except ClaimbookError as error:
        click.echo(f"claimbook: {error}", err=True)
        sys.exit(2)
