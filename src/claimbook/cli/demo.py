"""`claimbook demo`: the whole way, on the example reports that ship with the package.  Nothing of it is baked."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

DEFAULT_MAP = Path("claimbook-demo.html")


@click.command()
@click.option(
    "--map",
    "map_file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=DEFAULT_MAP,
    show_default=True,
    metavar="FILE",
    help="Where to write the map page.",
)
@click.option("--desk", "at_desk", is_flag=True, help="Put the reports into a book for the moment and open the desk.")
def demo(map_file: Path, at_desk: bool) -> None:
    """Read the example reports that ship with Claimbook, show their claims and write a map page."""
    if at_desk:
        _open_desk()
        return
    from claimbook.ingest import ReadOptions, find_inputs
    from claimbook.settings import Settings

    from .run import Run, check_map, say, show, write_map

    check_map(map_file)
    folder = examples_folder()
    run = Run(find_inputs([folder]), ReadOptions(), Settings.from_environment(), keep=True)
    show(run, "table")
    write_map(run.kept, map_file)
    claims = sum(len(reading.claims) for reading in run.kept)
    say(f"{claims} claims of {len(run.kept)} example reports. The reports lie in {folder}")
    say("Edit one, run the demo again, and it follows.")
    say(f"The map: open {map_file.resolve()} in a browser; it needs no network.")
    say("The desk, to check and correct them: claimbook demo --desk")
    sys.exit(1 if run.notices else 0)


def _open_desk() -> None:
    """The desk over a book of the examples, which is gone when the desk is closed."""
    from claimbook.book import Book
    from claimbook.ingest import find_inputs
    from claimbook.settings import Settings

    from .desk import PORT, serve
    from .run import say

    settings = Settings.from_environment()
    with tempfile.TemporaryDirectory(prefix="claimbook-demo-") as folder:
        book = str(Path(folder) / "demo.db")
        say("Reading the example reports into a book.")
        with Book.open(book, create=True, settings=settings) as opened:
            for answer in opened.add(find_inputs([examples_folder()]).items):
                if not hasattr(answer, "report"):
                    say(str(answer))
            opened.refresh()
        serve(book, settings, host="127.0.0.1", port=PORT, opens=True)


def examples_folder() -> Path:
    """Where the package keeps its example reports."""
    return Path(__file__).resolve().parent.parent / "examples"
