"""One run over reports, for `read` and `demo`: readings out, notices and progress to standard error, one exit status.

Invariant: nothing that is met is lost: every notice is told and counted, every file that is left is counted.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from claimbook.errors import ClaimbookError, UsageError
from claimbook.ingest import Inputs, ReadOptions
from claimbook.model import Claim, Notice, Report
from claimbook.pipeline import ReadReport, read_all
from claimbook.resolve.places import open_gazetteer
from claimbook.settings import Settings

MOMENT_BYTES = 40_000  # of report: some two seconds of reading
WIDTH_IN_PIPE = 100
Pair = tuple[Report, tuple[Claim, ...]]


class Run:
    """The reports of one call, read in order.  Iterate once; then `status` says how it went."""

    def __init__(
        self,
        inputs: Inputs,
        options: ReadOptions,
        settings: Settings,
        *,
        jobs: int = 1,
        keep: bool = False,
        explained: bool = False,
    ) -> None:
        """`keep` holds on to the readings, for a map; `explained` asks for the reasons of each claim."""
        self._inputs = inputs
        self._options = options
        self._settings = settings
        self._jobs = jobs if all(item.path is not None for item in inputs.items) else 1  # standard input is ours alone
        self._keep = keep
        self._explained = explained
        self.kept: list[ReadReport] = []
        self.notices = 0

    def __iter__(self) -> Iterator[Pair]:
        for reading in self.readings():
            yield reading.report, reading.claims

    def readings(self) -> Iterator[ReadReport]:
        """The reports that could be read, in order; notices are told on the way."""
        for notice in self._inputs.notices:
            self._tell(notice)
        items = self._inputs.items
        if not items:
            return
        open_gazetteer(self._settings.cache_folder, progress=say)
        with progress_bar(items_bytes(self._inputs)) as progress:
            task = progress.add_task("Reading", total=len(items))
            try:
                for answer in read_all(
                    items, self._options, self._settings, jobs=self._jobs, explained=self._explained
                ):
                    progress.advance(task)
                    if isinstance(answer, Notice):
                        self._tell(answer)
                        continue
                    for notice in answer.report.notices:
                        self._tell(notice)
                    if self._keep:
                        self.kept.append(answer)
                    yield answer
            except BrokenProcessPool as error:
                raise ClaimbookError(
                    "a reading process ended early, perhaps for lack of memory. Run with --jobs 1 to read on one."
                ) from error

    def status(self) -> int:
        """Tells what was left and how many notices there were; the exit status of the run."""
        if left := self._inputs.left:
            say(f"{left} other file{'s' if left > 1 else ''} left: not .txt, .html, .htm or .pdf.")
        if not self._inputs.items and not self.notices:
            say("There was no report to read. Reports are files that end in .txt, .html, .htm or .pdf.")
            return 1
        if self.notices:
            say(f"{self.notices} notice{'s' if self.notices > 1 else ''}, told above.")
            return 1
        return 0

    def _tell(self, notice: Notice) -> None:
        self.notices += 1
        say(str(notice))


def items_bytes(inputs: Inputs) -> int:
    """How much there is to read, in bytes; what cannot be measured counts nothing."""
    total = 0
    for item in inputs.items:
        if item.path is not None:
            try:
                total += item.path.stat().st_size
            except OSError:
                continue
    return total


def show(run: Run, form: str) -> None:
    """Writes the claims to standard output in one of the formats, as they are read."""
    _write(writer(form)(run), text=form == "table")


def show_explained(run: Run) -> None:
    """Writes the claims with the reasons for them to standard output; the run must be an explained one."""
    from claimbook.export.explain import to_explained

    _write(to_explained((r.report, tuple(zip(r.claims, r.reasons, strict=True))) for r in run.readings()), text=True)


def _write(parts: Iterable[str], *, text: bool) -> None:
    stream = sys.stdout
    if reconfigure := getattr(stream, "reconfigure", None):
        # Data is UTF-8 whatever the terminal is; a terminal shows what it can.
        reconfigure(**({"errors": "replace"} if text else {"encoding": "utf-8", "errors": "backslashreplace"}))
    for part in parts:
        sys.stdout.write(part)  # looked up each time: a progress bar stands in for it
    sys.stdout.flush()


def writer(form: str) -> Callable[[Iterable[Pair]], Iterator[str]]:
    """The exporter of a format's name."""
    if form == "jsonl":
        from claimbook.export.jsonl import to_jsonl

        return to_jsonl
    if form == "csv":
        from claimbook.export.csv import to_csv

        return to_csv
    if form == "geojson":
        from claimbook.export.geojson import to_geojson

        return to_geojson
    if form == "annotation":
        return _annotations
    return _tables


def _annotations(readings: Iterable[Pair]) -> Iterator[str]:
    from claimbook.export.annotation import annotate

    for report, claims in readings:
        yield json.dumps(annotate(report, claims), ensure_ascii=False) + "\n"


def _tables(readings: Iterable[Pair]) -> Iterator[str]:
    from claimbook.export.table import to_table

    colour = Console().is_terminal and not Console().no_color
    width = shutil.get_terminal_size((WIDTH_IN_PIPE, 24)).columns
    return to_table(readings, width=width, colour=colour)


def check_map(path: Path | None) -> None:
    """Raises UsageError, before anything is read, where a map could not be written."""
    if path is not None and not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}. Make it, or give another file to --map.")


def write_map(readings: Sequence[ReadReport], path: Path) -> None:
    """Writes the map page.  Raises UsageError where the file cannot be written."""
    from claimbook.export.page import write_page

    try:
        write_page([(r.report, r.claims) for r in readings], path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}). Give another file to --map.") from error


def say(line: str) -> None:
    """A line to standard error, without what would steer a terminal."""
    sys.stderr.write("".join(c if c.isprintable() else "\ufffd" for c in line) + "\n")


def progress_bar(size_bytes: int) -> Progress:
    """A bar on standard error; none in a pipe, nor for a moment's work."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal or size_bytes < MOMENT_BYTES,
        redirect_stdout=sys.stdout.isatty(),
    )
