"""`claimbook add` and `claimbook reread`: reports into a book, and read again under newer rules."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from .actors import ACTORS_OPTION
from .opening import open_book


@click.command()
@click.option(
    "--root", type=click.Path(path_type=Path), help="Folder that reports are named below; by default the given folder."
)
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Day of publication of these reports."
)
@click.option("--outlet", metavar="NAME", help="Who published these reports.")
@ACTORS_OPTION
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that read at once.")
@click.argument("book")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True), metavar="PATH...")
def add(
    book: str,
    paths: tuple[Path, ...],
    root: Path | None,
    published: datetime | None,
    outlet: str | None,
    actor_files: tuple[Path, ...],
    jobs: int,
) -> None:
    """Read reports and keep them in a BOOK, which is made where there is none.

    BOOK is a file or a postgresql:// URL. A PATH is a file, a folder (read with all its folders), or - for standard
    input. Each report is kept in a transaction of its own: to go on after an interruption, give the same command
    again. A report that the book has is known by its bytes and passed over.

    Exit status: 0 when every report was added or known, 1 when there was a notice, 2 when the command is wrong.
    """
    from claimbook.book import Added, Known
    from claimbook.errors import ClaimbookError
    from claimbook.ingest import ReadOptions, find_inputs
    from claimbook.resolve.places import open_gazetteer
    from claimbook.settings import Settings

    from .run import items_bytes, progress_bar, say

    inputs = find_inputs(paths, root=root)
    notices = list(inputs.notices)
    added = known = claims = 0
    options = ReadOptions(published=published.date() if published else None, outlet=outlet)
    settings = Settings.from_environment().with_actors(actor_files)
    with open_book(book, create=True, settings=settings) as opened:
        if inputs.items:
            open_gazetteer(settings.cache_folder, progress=say)
        try:
            with progress_bar(items_bytes(inputs)) as progress:
                task = progress.add_task("Adding", total=len(inputs.items))
                for answer in opened.add(inputs.items, options, jobs=jobs):
                    progress.advance(task)
                    if isinstance(answer, Added):
                        added, claims = added + 1, claims + answer.claims
                        notices += answer.report.notices
                    elif isinstance(answer, Known):
                        known += 1
                    else:
                        notices.append(answer)
        except KeyboardInterrupt:
            say(f"Stopped. {added} report(s) were added and are safe; give the same command to go on.")
            sys.exit(130)
        except ClaimbookError:  # the disk is full, another program writes: what went wrong is told after this
            say(f"{added} report(s) were added and are safe; {known} were known already.")
            raise
        finally:
            _tell(notices)
        click.echo(f"{added} report(s) added with {claims} claim(s); {known} known already.")
        if added:
            opened.refresh()
    if inputs.left:
        say(f"{inputs.left} other file(s) left: not .txt, .html, .htm or .pdf.")
    if not inputs.items and not notices:
        say("There was no report to add. Reports are files that end in .txt, .html, .htm or .pdf.")
    sys.exit(1 if notices or not inputs.items else 0)


@click.command()
@click.argument("book")
@click.argument("reports", nargs=-1, metavar="[REPORT...]")
def reread(book: str, reports: tuple[str, ...]) -> None:
    """Read reports of a BOOK again from their originals, under the rules of today.

    REPORT is a report's id; without one, all are read. The earlier reading is kept. A decision whose claims now say
    something else no longer stands: it is listed as a suggestion, for `claimbook decide BOOK renew`.
    """
    from claimbook.model import Notice
    from claimbook.settings import Settings

    from .run import progress_bar

    read = changed = 0
    notices: list[Notice] = []
    suggested: dict[int, str] = {}
    with open_book(book, settings=Settings.from_environment()) as opened:
        total = len(reports) or len(opened.report_names())
        with progress_bar(sys.maxsize) as progress:
            task = progress.add_task("Reading again", total=total)
            for answer in opened.reread(reports or None):
                progress.advance(task)
                if isinstance(answer, Notice):
                    notices.append(answer)
                    continue
                read, changed = read + 1, changed + answer.changed
                suggested.update((s.decision.number, s.reason) for s in answer.suggestions)
        opened.refresh()
    _tell(notices)
    click.echo(f"{read} report(s) read again, {changed} changed.")
    for number, reason in sorted(suggested.items()):
        click.echo(f"D{number} is only a suggestion now: {reason}")
    sys.exit(1 if notices else 0)


def _tell(notices: Iterable[object]) -> None:
    from .run import say

    for notice in notices:
        say(str(notice))
