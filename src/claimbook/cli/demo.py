"""`claimbook demo`: the whole way, on the example reports that ship with the package.  Nothing of it is baked."""

from __future__ import annotations

import sys
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
def demo(map_file: Path) -> None:
    """Read the example reports that ship with Claimbook, show their claims and write a map page."""
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
    sys.exit(1 if run.notices else 0)


def examples_folder() -> Path:
    """Where the package keeps its example reports."""
    return Path(__file__).resolve().parent.parent / "examples"
