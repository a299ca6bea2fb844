"""`claimbook read`: reports in, claims out.  Stateless; imports what is heavy only when it runs."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from .actors import ACTORS_OPTION

FORMATS = ("table", "jsonl", "csv", "geojson", "annotation")


@click.command()
@click.option(
    "--as", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to show claims."
)
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    help="Folder that reports are named below; by default the given folder.",
)
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Day of publication of these reports, such as 2020-08-07; goes before what they say themselves.",
)
@click.option("--outlet", metavar="NAME", help="Who published these reports; goes before what they say themselves.")
@click.option(
    "--map",
    "map_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a map and timeline of the claims to this HTML file.",
)
@ACTORS_OPTION
@click.option("--explain", is_flag=True, help="Show for every claim which words each step read, and what it weighed.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that read at once.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True), metavar="PATH...")
def read(
    form: str,
    root: Path | None,
    published: datetime | None,
    outlet: str | None,
    map_file: Path | None,
    actor_files: tuple[Path, ...],
    explain: bool,
    jobs: int,
    paths: tuple[Path, ...],
) -> None:
    """Read reports and show their claims; nothing is kept.

    A PATH is a file, a folder (read with all its folders), or - for standard input. Files that end in .txt, .html,
    .htm or .pdf are reports; others are left, and counted.

    Exit status: 0 when every report was read without a notice, 1 when there was one, 2 when the command is wrong.
    """
    from claimbook.ingest import ReadOptions, find_inputs
    from claimbook.settings import Settings

    from .run import Run, check_map, show, show_explained, write_map

    check_map(map_file)
    if explain and (form != "table" or map_file is not None):
        raise click.UsageError("--explain shows text for people: leave out --as and --map.")
    run = Run(
        find_inputs(paths, root=root),
        ReadOptions(published=published.date() if published else None, outlet=outlet),
        Settings.from_environment().with_actors(actor_files),
        jobs=jobs,
        keep=map_file is not None,
        explained=explain,
    )
    if explain:
        show_explained(run)
    else:
        show(run, form)
    if map_file is not None:
        write_map(run.kept, map_file)
    sys.exit(run.status())
